extension TaskQueue {
  /// How many tasks of all runs wait or run: 0 when the queue has come to rest. Tasks of paused runs do not wait.
  public func openTaskCount() throws -> Int {
    try connection.query(
      """
      SELECT count(*)::int4 FROM run_task t JOIN run r USING (run_no)
      WHERE t.finished_at IS NULL AND (t.state = 'RUNNING' OR NOT r.is_paused)
      """
    )[0].int(0)
  }
}
