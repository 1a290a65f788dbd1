public import AccessControl
import HTTPServing

/// An identity provider's key set, fetched from its one configured address, kept, and fetched again.
///
/// A set is used until a newer one has been fetched: while the provider fails, the last good one stays. It is fetched again
/// when it has the age ``Timing/refresh``, and when a token names a key that it does not have, but never sooner than
/// ``Timing/pause`` after the last attempt, whatever tokens come. Nothing in a token says where keys are.
public final class FetchedKeySet: Sendable {
  public struct Timing: Sendable {
    /// The age at which a set is fetched again.
    public var refresh = Duration.seconds(900)
    /// The least time from one attempt to the next.
    public var pause = Duration.seconds(60)
    /// How long a request waits for a set that is being fetched.
    public var patience = Duration.seconds(6)

    public init() {}
  }

  /// How fetching goes.
  public struct Status: Sendable, Hashable {
    public let fetches: Int
    public let failures: Int
    /// Keys in use.
    public let keyCount: Int
    /// How long ago the set in use was fetched; `nil` without one.
    public let age: Duration?
  }

  private struct State: Sendable {
    var keys: JSONWebKeySet?
    var fetchedAt: ContinuousClock.Instant?
    var triedAt: ContinuousClock.Instant?
    var isFetching = false
    var isFailing = false
    var fetches = 0
    var failures = 0
  }

  private let policy: TokenPolicy
  private let timing: Timing
  private let now: @Sendable () -> ContinuousClock.Instant
  private let fetch: @Sendable () throws -> [UInt8]
  private let note: @Sendable (String) -> Void
  private let monitor = Monitor(State())

  /// - Parameters:
  ///   - fetch: The text of the key set; one call at a time, on a thread of its own.
  ///   - note: Told when fetching begins to fail, and when it succeeds again.
  public init(
    _ policy: TokenPolicy, timing: Timing = Timing(),
    now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
    fetch: @escaping @Sendable () throws -> [UInt8], note: @escaping @Sendable (String) -> Void
  ) {
    self.policy = policy
    self.timing = timing
    self.now = now
    self.fetch = fetch
    self.note = note
  }

  public var status: Status {
    monitor.update(waking: .one) { state in
      Status(
        fetches: state.fetches, failures: state.failures, keyCount: state.keys?.keys.count ?? 0,
        age: state.fetchedAt.map { $0.duration(to: now()) })
    }
  }

  /// Fetches the set for the first time.
  ///
  /// - Returns: Whether there is one.
  @discardableResult
  public func start() -> Bool {
    begin { _ in true }
    return settled() != nil
  }

  /// Who holds a token.
  ///
  /// - Parameter seconds: Since 1970-01-01 UTC.
  /// - Throws: `TokenFault`; 503 while there is no key set.
  func principal(of token: String, now seconds: Int64) throws -> Principal {
    begin { state in state.fetchedAt.map { $0.duration(to: self.now()) >= timing.refresh } ?? true }
    let known = monitor.update(waking: .one) { $0.keys }
    guard let keys = known ?? settled() else {
      throw ProblemDetails.unavailable("The identity provider's keys cannot be fetched; try again later.")
    }
    do throws(TokenFault) {
      return try TokenVerifier(policy, keys: keys).principal(of: token, now: seconds)
    } catch {
      guard error == .unknownKey else { throw error }
    }
    begin { _ in true }
    // Without a fetch under way these are the same keys.
    return try TokenVerifier(policy, keys: settled() ?? keys).principal(of: token, now: seconds)
  }

  /// Waits until nothing is being fetched.
  private func settled() -> JSONWebKeySet? {
    _ = monitor.wait(atMost: timing.patience) { $0.isFetching ? nil : () }
    return monitor.update(waking: .one) { $0.keys }
  }

  /// Begins to fetch where it is wanted, nobody is at it, and the last attempt is long enough ago.
  private func begin(if isWanted: (State) -> Bool) {
    let time = now()
    let starts = monitor.update { state in
      let isTooSoon = state.triedAt.map { $0.duration(to: time) < timing.pause } ?? false
      guard isWanted(state), !state.isFetching, !isTooSoon else { return false }
      state.isFetching = true
      state.triedAt = time
      return true
    }
    guard starts else { return }
    if !DetachedThread.start({ [self] in run() }) { monitor.update { $0.isFetching = false } }
  }

  private func run() {
    let found = Result { try JSONWebKeySet(json: try fetch()) }
    let line = monitor.update { state -> String? in
      state.isFetching = false
      let wasFailing = state.isFailing
      switch found {
      case .success(let keys):
        state.keys = keys
        state.fetchedAt = now()
        state.fetches += 1
        state.isFailing = false
        return wasFailing ? "the identity provider's keys are fetched again" : nil
      case .failure(let error):
        state.failures += 1
        state.isFailing = true
        let use = state.keys == nil ? "tokens are refused until they are" : "the last ones stay in use"
        return wasFailing ? nil : "warning: the identity provider's keys cannot be fetched; \(use): \(error)"
      }
    }
    if let line { note(line) }
  }
}
