public import RunRecords

/// What a worker tells whoever watches it.
public enum WorkerEvent: Sendable {
  case completed(TaskClaim, TaskCost)
  case failed(TaskClaim, error: String)
  /// Another worker has the task; nothing was stored.
  case leaseLost(TaskClaim)
  /// Given back unfinished because the worker stops or its session broke.
  case released(TaskClaim)
  /// A schedule was due, and the named worker settled it.
  case fired(ScheduleFiring, worker: String)
  /// The schedules could not be looked at; it is tried again.
  case schedulesFailed(worker: String, error: String)
  /// The database cannot be reached; the named worker tries again.
  case databaseAway(worker: String, error: String)
}
