import Synchronization
import Testing

@testable import HTTPServing

struct RateLimiterTests {
  /// A clock that stands until it is moved.
  private final class Clock: Sendable {
    private let instant = Mutex(ContinuousClock.now)

    var now: ContinuousClock.Instant { instant.withLock { $0 } }

    func advance(_ seconds: Double) { instant.withLock { $0 += .seconds(seconds) } }
  }

  @Test func aBucketEmptiesAndFillsEvenly() {
    let clock = Clock()
    let limiter = RateLimiter(quota: 6) { clock.now }
    for left in [5, 4, 3, 2, 1, 0] {
      let decision = limiter.take("a")
      #expect(decision.isAllowed && decision.remaining == left && decision.secondsToFull == 10 * (6 - left))
    }
    #expect(limiter.take("a") == .init(isAllowed: false, remaining: 0, secondsToFull: 60, secondsToNext: 10))
    #expect(limiter.take("b").isAllowed)
    clock.advance(9.5)
    #expect(limiter.take("a") == .init(isAllowed: false, remaining: 0, secondsToFull: 51, secondsToNext: 1))
    clock.advance(0.5)
    #expect(limiter.take("a").isAllowed && !limiter.take("a").isAllowed)
    clock.advance(1e6)
    #expect(limiter.take("a").remaining == 5)
  }

  @Test func clientsWithoutNumberAreForgotten() {
    let clock = Clock()
    let limiter = RateLimiter(quota: 1) { clock.now }
    for client in 0..<20_000 { #expect(limiter.take("\(client)").isAllowed) }
    #expect(!limiter.take("19999").isAllowed)
  }

  @Test func answersTellWhatIsLeft() throws {
    let clock = Clock()
    let limiter = RateLimiter(quota: 2) { clock.now }
    let route = Route(.get, "/x", operationID: "x") { request in
      guard request.query.items.isEmpty else { throw ProblemDetails.notFound("no") }
      return try .json(["client": request.clientAddress])
    }
    try withServer([limiter.guarding(route)]) { server in
      let client = try RawClient(server)
      let first = try client.request("GET", "/x")
      #expect(first.status == 200 && first.text.contains("127.0.0.1"))
      #expect(first.headers["ratelimit-policy"] == "\"default\";q=2;w=60")
      #expect(first.headers["ratelimit"] == "\"default\";r=1;t=30")
      let missing = try client.request("GET", "/x?y=1")
      #expect(missing.status == 404 && missing.headers["ratelimit"] == "\"default\";r=0;t=60")
      let refused = try client.request("GET", "/x")
      #expect(refused.status == 429 && refused.text.contains("urn:tenor:problem:too-many-requests"))
      #expect(refused.headers["retry-after"] == "30")
    }
  }
}
