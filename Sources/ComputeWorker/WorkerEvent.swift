public import RunRecords

/// What a worker tells whoever watches it.
public enum WorkerEvent: Sendable {
  case completed(TaskClaim, TaskTimes)
  case failed(TaskClaim, error: String)
  /// Another worker has the task; nothing was stored.
  case leaseLost(TaskClaim)
  /// Given back unfinished because the worker stops or its session broke.
  case released(TaskClaim)
  /// A schedule was due, and this worker settled it.
  case fired(ScheduleFiring)
  /// The schedules could not be looked at; it is tried again.
  case schedulesFailed(error: String)
  /// The database cannot be reached; the worker tries again.
  case databaseAway(error: String)
}
