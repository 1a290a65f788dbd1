import Foundation

/// Wakes threads that wait for work, one at each ring.
///
/// A thread that finds work rings for the next one, so all are awake soon when there is much, and one call on the database
/// is in vain when there is little.
final class Doorbell: @unchecked Sendable {
  // Both counts are guarded by the condition.
  private let condition = NSCondition()
  private var isRung = false
  private var waiting = 0

  /// Wakes one waiting thread, or the next one that is about to wait.
  func ring() {
    condition.withLock {
      isRung = true
      condition.signal()
    }
  }

  /// Waits for a ring, until `stop` is set, or for so long that all waiting threads together end a wait once in
  /// `interval`, in seconds.
  func wait(interval: Double, unless stop: StopFlag) {
    condition.withLock {
      waiting += 1
      defer { waiting -= 1 }
      let end = Date(timeIntervalSinceNow: interval * Double(waiting))
      while !isRung, !stop.isSet, end.timeIntervalSinceNow > 0 {
        // Whoever sets the flag does not ring.
        _ = condition.wait(until: min(end, Date(timeIntervalSinceNow: 0.2)))
      }
      isRung = false
    }
  }
}
