import Synchronization
import TestSupport
import Testing

@testable import ComputeWorker

@Suite("The doorbell of idle threads")
struct DoorbellTests {
  /// So long that a test which waits for its end does not pass.
  private let forever = 3_600.0

  @Test("a ring before the wait ends it, once")
  func ringFirst() {
    let doorbell = Doorbell()
    doorbell.ring()
    doorbell.ring()
    doorbell.wait(interval: forever, unless: StopFlag())
    // The second wait has no ring left, and ends with its interval.
    doorbell.wait(interval: 0.001, unless: StopFlag())
  }

  @Test("one ring is enough for all when each rings for the next")
  func cascade() async throws {
    let doorbell = Doorbell()
    let awake = Awake()
    async let threads: Void = onThreads(20) { [forever] _ in
      doorbell.wait(interval: forever, unless: StopFlag())
      awake.count.withLock { $0 += 1 }
      doorbell.ring()
    }
    doorbell.ring()
    try await threads
    #expect(awake.count.withLock { $0 } == 20)
  }

  @Test("a stop ends every wait")
  func stop() async throws {
    let doorbell = Doorbell()
    let stop = StopFlag()
    async let threads: Void = onThreads(5) { [forever] _ in doorbell.wait(interval: forever, unless: stop) }
    stop.set()
    try await threads
  }

  private final class Awake: Sendable {
    let count = Mutex(0)
  }
}
