extension TaskQueue {
  /// How many tasks of all runs wait or run: 0 when the queue has come to rest.
  public func openTaskCount() throws -> Int {
    try connection.query(
      "SELECT count(*)::int4 FROM run_task WHERE state IN ('QUEUED', 'RUNNING', 'FAILED')"
    )[0].int(0)
  }
}
