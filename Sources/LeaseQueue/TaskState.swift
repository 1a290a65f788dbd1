/// Where a task stands. Raw values are the names in tables and results.
public enum TaskState: String, Sendable, Hashable, CaseIterable, Codable {
  /// Waits for a worker.
  case queued = "QUEUED"
  /// A worker holds a lease on it.
  case running = "RUNNING"
  /// Its results are stored. Final.
  case succeeded = "SUCCEEDED"
  /// Its last attempt failed; it waits for the next one.
  case failed = "FAILED"
  /// It will not be tried again by itself: attempts used up, or cancelled. Its error is kept; it can be requeued.
  case dead = "DEAD"

  /// Nothing more happens to the task unless a person asks.
  public var isFinal: Bool {
    switch self {
    case .succeeded, .dead: return true
    case .queued, .running, .failed: return false
    }
  }
}
