public import RunRecords

/// What a worker tells whoever watches it.
public enum WorkerEvent: Sendable {
  case completed(TaskClaim, TaskTimes)
  case failed(TaskClaim, error: String)
  /// Another worker has the task; nothing was stored.
  case leaseLost(TaskClaim)
  /// Given back unfinished because the worker stops or its session broke.
  case released(TaskClaim)
  /// The database cannot be reached; the worker tries again.
  case databaseAway(error: String)
}
