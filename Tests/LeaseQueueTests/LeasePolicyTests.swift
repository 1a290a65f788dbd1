import LeaseQueue
import Testing

@Suite("Backoff")
struct LeasePolicyTests {
  @Test("doubles up to the longest, stays within half and whole, and repeats for the same seed")
  func bounds() {
    let policy = LeasePolicy(firstBackoffMilliseconds: 100, longestBackoffMilliseconds: 5_000)
    for seed in UInt64(0)..<200 {
      for attempt in 1...64 {
        let whole = min(100 * (1 << Int64(min(attempt - 1, 20))), 5_000)
        let wait = policy.backoff(afterAttempt: attempt, seed: seed)
        #expect(wait >= whole / 2 && wait <= whole)
        #expect(wait == policy.backoff(afterAttempt: attempt, seed: seed))
      }
    }
  }

  @Test("tasks that failed together come back apart")
  func jitterSpreads() {
    let policy = LeasePolicy(firstBackoffMilliseconds: 10_000, longestBackoffMilliseconds: 10_000)
    let waits = Set((UInt64(0)..<100).map { policy.backoff(afterAttempt: 1, seed: $0) })
    #expect(waits.count > 90)
  }

  @Test("no wait when none is asked for")
  func zero() {
    let policy = LeasePolicy(firstBackoffMilliseconds: 0, longestBackoffMilliseconds: 0)
    #expect(policy.backoff(afterAttempt: 9, seed: 3) == 0)
  }
}
