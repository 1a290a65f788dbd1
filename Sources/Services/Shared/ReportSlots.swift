import HTTPServing
import Synchronization

/// How many reports may be written at one time: each holds a handler's thread and room on the disk.
final class ReportSlots: Sendable {
  private let free: Mutex<Int>

  init(count: Int) { free = Mutex(count) }

  /// Runs `body` in a slot.
  ///
  /// - Throws: 503 when all are taken.
  func use<Success>(_ body: () throws -> Success) throws -> Success {
    let isTaken = free.withLock { free in
      guard free > 0 else { return false }
      free -= 1
      return true
    }
    guard isTaken else {
      throw ProblemDetails.unavailable(
        "Other exports are being written; try again shortly.", retryAfterSeconds: 5)
    }
    defer { free.withLock { $0 += 1 } }
    return try body()
  }
}
