private import Synchronization

/// How many requests a client may make: a bucket of tokens for each, filled evenly, of which a request takes one.
///
/// Tells every answer's client what is left, in the fields of draft-ietf-httpapi-ratelimit-headers-11.
public final class RateLimiter: Sendable {
  /// What was decided of one request.
  public struct Decision: Sendable, Equatable {
    public let isAllowed: Bool
    /// Whole requests left now.
    public let remaining: Int
    /// Seconds until the bucket is full again, rounded up.
    public let secondsToFull: Int
    /// Seconds until there is a token, rounded up; 0 where there is one.
    public let secondsToNext: Int
  }

  private struct Bucket {
    var tokens: Double
    var filledAt: ContinuousClock.Instant
  }

  /// Seconds in which an empty bucket fills.
  public static let windowSeconds = 60
  /// Clients remembered; beyond these, those with full buckets are forgotten, and if need be all.
  private static let mostClients = 10_000

  /// Requests of one client in a window, and at once.
  public let quota: Int
  private let now: @Sendable () -> ContinuousClock.Instant
  private let buckets = Mutex<[String: Bucket]>([:])

  /// - Precondition: `quota` is positive.
  public init(quota: Int, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
    precondition(quota > 0, "a quota lets something through")
    self.quota = quota
    self.now = now
  }

  /// Takes a token from the client's bucket, if there is one.
  public func take(_ client: String) -> Decision {
    let instant = now()
    let rate = Double(quota) / Double(Self.windowSeconds)
    return buckets.withLock { buckets in
      func tokens(_ bucket: Bucket) -> Double {
        min(Double(quota), bucket.tokens + rate * (bucket.filledAt.duration(to: instant) / .seconds(1)))
      }
      if buckets[client] == nil, buckets.count >= Self.mostClients {
        buckets = buckets.filter { tokens($0.value) < Double(quota) }
        if buckets.count >= Self.mostClients { buckets.removeAll() }
      }
      var left = buckets[client].map(tokens) ?? Double(quota)
      let isAllowed = left >= 1
      if isAllowed { left -= 1 }
      buckets[client] = Bucket(tokens: left, filledAt: instant)
      return Decision(
        isAllowed: isAllowed, remaining: Int(left),
        secondsToFull: Int(((Double(quota) - left) / rate).rounded(.up)),
        secondsToNext: left >= 1 ? 0 : Int(((1 - left) / rate).rounded(.up)))
    }
  }

  /// The route, refusing clients that have used up their quota with 429.
  public func guarding(_ route: Route) -> Route {
    route.wrapped { [self] request, handler in
      let decision = take(request.clientAddress)
      let policy = "\"default\";q=\(quota);w=\(Self.windowSeconds)"
      let state = "\"default\";r=\(decision.remaining);t=\(decision.secondsToFull)"
      do {
        guard decision.isAllowed else { throw ProblemDetails.tooManyRequests(decision) }
        var response = try handler(request)
        response.headers["RateLimit-Policy"] = policy
        response.headers["RateLimit"] = state
        return response
      } catch var problem as ProblemDetails {
        problem.headers["RateLimit-Policy"] = policy
        problem.headers["RateLimit"] = state
        throw problem
      }
    }
  }
}

extension ProblemDetails {
  /// 429: the client has used up its quota.
  static func tooManyRequests(_ decision: RateLimiter.Decision) -> ProblemDetails {
    ProblemDetails(
      status: .tooManyRequests, kind: "too-many-requests", title: "Too many requests",
      detail: "This client has used up its quota; wait \(decision.secondsToNext) s, and ask less often.",
      headers: ["Retry-After": String(max(1, decision.secondsToNext))])
  }
}
