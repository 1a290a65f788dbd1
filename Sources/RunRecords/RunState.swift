/// Where a run stands. Raw values are the names in tables and results. Whether it is published is apart from this.
public enum RunState: String, Sendable, Hashable, CaseIterable, Codable {
  /// Stored with its tasks; no worker has begun.
  case queued = "QUEUED"
  /// A worker has begun.
  case running = "RUNNING"
  /// Every task is done and the roll-ups are stored. Final.
  case succeeded = "SUCCEEDED"
  /// A task is dead; the other tasks go on. Requeueing its dead tasks sets the run going again.
  case failed = "FAILED"
  /// Stopped by a person. Final.
  case cancelled = "CANCELLED"

  /// Nothing more happens to the run.
  public var isFinal: Bool {
    switch self {
    case .succeeded, .cancelled: return true
    case .queued, .running, .failed: return false
    }
  }
}
