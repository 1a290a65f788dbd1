import Synchronization

/// When something happened to each task.
final class Moments: Sendable {
  private let moments = Mutex<[Int32: ContinuousClock.Instant]>([:])

  func set(_ moment: ContinuousClock.Instant, of task: Int32) { moments.withLock { $0[task] = moment } }

  subscript(task: Int32) -> ContinuousClock.Instant { moments.withLock { $0[task]! } }
}
