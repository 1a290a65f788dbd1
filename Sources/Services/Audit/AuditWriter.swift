public import AuditTrail
import HTTPServing
public import PostgresStore

/// Writes audit records of one process, many in a transaction, from a thread of its own.
///
/// What is noted waits at most ``linger`` before it is written; what must be stored before somebody goes on is written at
/// once, together with all that waits. A transaction that fails is tried again, with nothing lost and the order kept,
/// until the writer is stopped.
public final class AuditWriter: Sendable {
  /// How long a note may wait for others.
  public static let linger = Duration.milliseconds(200)
  /// Notes that may wait; with more, nothing more is served. Some ten megabytes.
  static let capacity = 10_000
  /// Records of one transaction at most.
  private static let batch = 1_000
  private static let retryPause = Duration.milliseconds(500)

  private struct State: Sendable {
    var waiting: [AuditEvent] = []
    /// Notes taken and notes stored since the beginning: the first `stored` ones are in the database.
    var taken = 0
    var stored = 0
    /// All up to this note are to be written without waiting for others.
    var urgent = 0
    var isFailing = false
    var isRunning = false
    var isStopping = false
    var hasStopped = false
  }

  private let monitor = Monitor(State())
  private let append: @Sendable ([AuditEvent]) throws -> Void
  private let failure: @Sendable (any Error) -> Void

  /// - Parameters:
  ///   - append: Stores records at the end of the trail, in order, all or none.
  ///   - failure: Told when records could not be stored; it is tried again.
  public init(
    append: @escaping @Sendable ([AuditEvent]) throws -> Void,
    failure: @escaping @Sendable (any Error) -> Void = { _ in }
  ) {
    self.append = append
    self.failure = failure
  }

  /// A writer with a session of its own.
  public convenience init(
    database: PostgresSettings, failure: @escaping @Sendable (any Error) -> Void = { _ in }
  ) {
    let pool = ConnectionPool(
      database.with(applicationName: "tenor audit", statementTimeoutMilliseconds: 10_000), size: 1,
      waitSeconds: 10)
    self.init(
      append: { events in
        do {
          try pool.withConnection { _ = try AuditStore($0).append(events) }
        } catch {
          pool.closeIdle()
          throw error
        }
      }, failure: failure)
  }

  /// Ends the thread of one that nobody has stopped.
  deinit { monitor.update { $0.hasStopped = true } }

  /// Whether there is room for another note; for one of a change, also whether the last attempt to store succeeded.
  func accepts(change: Bool) -> Bool {
    monitor.update(waking: .one) { state in
      state.waiting.count < Self.capacity && !state.isStopping && !(change && state.isFailing)
    }
  }

  /// Takes a note, which is stored soon.
  ///
  /// - Returns: Its number, for ``wait(for:atMost:)``.
  @discardableResult
  public func note(_ event: AuditEvent) -> Int {
    let (number, starts) = monitor.update { state in
      state.waiting.append(event)
      state.taken += 1
      let starts = !state.isRunning && !state.isStopping
      if starts { state.isRunning = true }
      return (state.taken, starts)
    }
    if starts, !DetachedThread.start({ [monitor, append, failure] in Self.run(monitor, append, failure) }) {
      monitor.update { $0.isRunning = false }
    }
    return number
  }

  /// Waits until a note is stored.
  ///
  /// - Returns: False when it was not in time. It is still stored when that becomes possible.
  public func wait(for number: Int, atMost limit: Duration) -> Bool {
    monitor.update { $0.urgent = max($0.urgent, number) }
    return monitor.wait(atMost: limit) { $0.stored >= number ? () : nil } != nil
  }

  /// Stores what waits and ends. Nothing may be noted afterwards.
  ///
  /// - Returns: What could not be stored in time.
  public func stop(within limit: Duration) -> [AuditEvent] {
    monitor.update { $0.isStopping = true }
    _ = monitor.wait(atMost: limit) { !$0.isRunning || $0.waiting.isEmpty ? () : nil }
    return monitor.update { state in
      state.hasStopped = true
      return state.waiting
    }
  }

  /// The thread holds the state and not the writer.
  private static func run(
    _ monitor: Monitor<State>, _ append: ([AuditEvent]) throws -> Void, _ failure: (any Error) -> Void
  ) {
    while true {
      let isOver = monitor.wait { state -> Bool? in
        if state.hasStopped || (state.isStopping && state.waiting.isEmpty) { return true }
        return state.waiting.isEmpty ? nil : false
      }
      if isOver != false { break }
      let events = monitor.wait(atMost: linger) { state -> [AuditEvent]? in
        let isDue = state.urgent > state.stored || state.isStopping || state.waiting.count >= batch
        return isDue ? Array(state.waiting.prefix(batch)) : nil
      }
      let due = events ?? monitor.update(waking: .one) { Array($0.waiting.prefix(batch)) }
      do {
        try append(due)
        monitor.update { state in
          state.waiting.removeFirst(due.count)
          state.stored += due.count
          state.isFailing = false
        }
      } catch {
        monitor.update { $0.isFailing = true }
        failure(error)
        _ = monitor.wait(atMost: retryPause) { $0.hasStopped ? () : nil }
      }
    }
    monitor.update { $0.isRunning = false }
  }
}
