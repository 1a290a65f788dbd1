import LeaseQueue
public import RunRecords

extension TaskQueue {
  /// Stops a run: its open tasks are dead, results of workers still at it are refused, those stored are dropped.
  ///
  /// - Throws: `StoreError.notFound`, or `wrongState` when the run is final already.
  public func cancel(_ id: RunID) throws {
    try connection.retryingTransaction {
      let state = try state(of: id)
      if state.isFinal { throw StoreError.wrongState(run: id, state: state, action: "cancelled") }
      try cancelOpenTasks(of: id)
      let cancelled = try connection.query(
        """
        UPDATE run SET state = 'CANCELLED', finished_at = now() WHERE run_id = $1 AND state NOT IN ('SUCCEEDED', 'CANCELLED')
        """, [.text(id.text)])
      guard cancelled.affected == 1 else {
        throw StoreError.wrongState(run: id, state: try self.state(of: id), action: "cancelled")
      }
      // A roll-up may have been added by a completion that was waited for.
      try cancelOpenTasks(of: id)
      // Nobody writes to them any more: a completion locks its task before it writes.
      try connection.query(
        "SELECT tenor_drop_cancelled_run(run_no) FROM run WHERE run_id = $1", [.text(id.text)])
      try connection.query("SELECT pg_notify('\(RunStore.runChannel)', $1)", [.text(id.text)])
    }
  }

  /// Gives the dead tasks of a failed run all their attempts again.
  ///
  /// - Returns: How many tasks.
  /// - Throws: `StoreError.notFound`, or `wrongState` unless the run has failed.
  @discardableResult
  public func requeueDead(_ id: RunID) throws -> Int {
    try connection.retryingTransaction {
      let state = try state(of: id)
      guard state == .failed else {
        throw StoreError.wrongState(run: id, state: state, action: "requeued; only a FAILED run can")
      }
      // As `LeasedTask` has it: all attempts again, at once; the fence goes on and the error stays to be read.
      let requeued = try connection.query(
        """
        UPDATE run_task t SET state = 'QUEUED', attempts = 0, finished_at = NULL,
          not_before = date_trunc('milliseconds', now())
        FROM run r WHERE r.run_id = $1 AND t.run_no = r.run_no AND t.state = 'DEAD'
        """, [.text(id.text)])
      try connection.query(
        "UPDATE run SET state = 'RUNNING', error = NULL WHERE run_id = $1 AND state = 'FAILED'",
        [.text(id.text)])
      try connection.execute("NOTIFY \(RunStore.taskChannel)")
      try connection.query("SELECT pg_notify('\(RunStore.runChannel)', $1)", [.text(id.text)])
      return requeued.affected
    }
  }

  /// Sets whose turn a run's tasks are and how many of them may be worked on at once. Tasks in the hands of workers are
  /// finished.
  ///
  /// - Throws: `StoreError.notFound`, `wrongState` when the run is final, `invalid` for values out of range.
  public func setQueueing(_ id: RunID, _ queueing: RunQueueing) throws {
    let problems = queueing.problems()
    guard problems.isEmpty else { throw StoreError.invalid(problems) }
    try connection.retryingTransaction {
      let changed = try connection.query(
        """
        UPDATE run SET priority = $2, max_running = $3 WHERE run_id = $1 AND state NOT IN ('SUCCEEDED', 'CANCELLED')
        """,
        [
          .text(id.text), .int4(Int32(queueing.priority)),
          queueing.maxRunning.map { .int4(Int32($0)) } ?? .null,
        ])
      guard changed.affected == 1 else {
        throw StoreError.wrongState(run: id, state: try state(of: id), action: "changed")
      }
      try connection.execute("NOTIFY \(RunStore.taskChannel)")
    }
  }

  /// Lets no further task of a run be claimed; those that workers hold are finished.
  ///
  /// - Throws: `StoreError.notFound`, or `wrongState` when the run is final.
  public func pause(_ id: RunID) throws { try setPaused(id, true, action: "paused") }

  /// Lets the tasks of a paused run be claimed again. A run that is not paused stays as it is.
  ///
  /// - Throws: `StoreError.notFound`, or `wrongState` when the run is final.
  public func resume(_ id: RunID) throws { try setPaused(id, false, action: "resumed") }

  private func setPaused(_ id: RunID, _ isPaused: Bool, action: String) throws {
    try connection.retryingTransaction {
      let changed = try connection.query(
        "UPDATE run SET is_paused = $2 WHERE run_id = $1 AND state NOT IN ('SUCCEEDED', 'CANCELLED')",
        [.text(id.text), .bool(isPaused)])
      guard changed.affected == 1 else {
        throw StoreError.wrongState(run: id, state: try state(of: id), action: action)
      }
      if !isPaused { try connection.execute("NOTIFY \(RunStore.taskChannel)") }
      try connection.query("SELECT pg_notify('\(RunStore.runChannel)', $1)", [.text(id.text)])
    }
  }

  private func state(of id: RunID) throws -> RunState {
    guard let row = try connection.query("SELECT state FROM run WHERE run_id = $1", [.text(id.text)]).first
    else {
      throw StoreError.notFound(kind: "run", id: id.text)
    }
    return try RunStore.state(row.text(0))
  }

  /// Ends every open task and the attempts at those that workers hold, in one statement: a run may have a million.
  ///
  /// As `LeasedTask` has it, a cancelled task is dead and nobody's; its fence stays, and whoever presents it is refused
  /// because the task is not `RUNNING`. Rows are locked in the order in which others lock them.
  private func cancelOpenTasks(of id: RunID) throws {
    try connection.query(
      """
      WITH open AS MATERIALIZED (
        SELECT t.run_no, t.task_no, t.state, t.fence, t.holder, t.started_at FROM run_task t JOIN run r USING (run_no)
        WHERE r.run_id = $1 AND t.finished_at IS NULL
        ORDER BY t.task_no FOR UPDATE OF t
      ), attempts AS (
        INSERT INTO run_task_attempt (run_no, task_no, fence, worker, started_at, ended_at, outcome)
        SELECT run_no, task_no, fence, holder, started_at, clock_timestamp(), 'CANCELLED' FROM open
        WHERE state = 'RUNNING'
      )
      UPDATE run_task t SET state = 'DEAD', error = 'cancelled', holder = NULL, leased_until = NULL, finished_at = now()
      FROM open o WHERE t.run_no = o.run_no AND t.task_no = o.task_no
      """, [.text(id.text)])
  }
}
