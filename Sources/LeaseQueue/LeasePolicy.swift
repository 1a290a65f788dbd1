/// How long leases last and how failed attempts are tried again.
public struct LeasePolicy: Sendable, Hashable {
  /// A lease ends this long after its claim or last heartbeat; at least 1,000 ms.
  public let leaseMilliseconds: Int64
  /// How often a holder renews its lease; well below the lease, so that two heartbeats may be lost.
  public let heartbeatMilliseconds: Int64
  /// Claims of one task before it is `DEAD`; at least 1.
  public let maxAttempts: Int
  /// The wait after the first failed attempt; it doubles with each further one.
  public let firstBackoffMilliseconds: Int64
  /// The longest wait between attempts.
  public let longestBackoffMilliseconds: Int64

  public init(
    leaseMilliseconds: Int64 = 10_000, heartbeatMilliseconds: Int64 = 3_000, maxAttempts: Int = 5,
    firstBackoffMilliseconds: Int64 = 500, longestBackoffMilliseconds: Int64 = 60_000
  ) {
    precondition(leaseMilliseconds >= 1_000, "a lease lasts at least a second")
    precondition(
      heartbeatMilliseconds > 0 && heartbeatMilliseconds < leaseMilliseconds,
      "a heartbeat comes before the lease ends")
    precondition(maxAttempts >= 1, "a task is tried at least once")
    precondition(
      firstBackoffMilliseconds >= 0 && longestBackoffMilliseconds >= firstBackoffMilliseconds,
      "backoff grows from first to longest")
    self.leaseMilliseconds = leaseMilliseconds
    self.heartbeatMilliseconds = heartbeatMilliseconds
    self.maxAttempts = maxAttempts
    self.firstBackoffMilliseconds = firstBackoffMilliseconds
    self.longestBackoffMilliseconds = longestBackoffMilliseconds
  }

  public static let standard = LeasePolicy()

  /// The wait before the next attempt, in milliseconds, after `attempt` (1 for the first) has failed.
  ///
  /// Doubles with each attempt up to the longest, then takes a share between one half and the whole of it, fixed by
  /// `seed` and `attempt`: tasks that failed together do not come back together, and a test can foresee the wait.
  public func backoff(afterAttempt attempt: Int, seed: UInt64) -> Int64 {
    precondition(attempt >= 1, "attempts count from 1")
    let doublings = min(attempt - 1, 40)
    let (grown, overflow) = firstBackoffMilliseconds.multipliedReportingOverflow(by: 1 << Int64(doublings))
    let whole = overflow ? longestBackoffMilliseconds : min(grown, longestBackoffMilliseconds)
    let half = whole / 2
    let spread = UInt64(whole - half) + 1
    return half + Int64(LeasePolicy.mixed(seed &+ UInt64(attempt)) % spread)
  }

  /// Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", 2014 (SplitMix64).
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
