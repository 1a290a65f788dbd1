import LeaseQueue
public import RunRecords

extension TaskQueue {
  /// Stops a run: its open tasks are dead, results of workers still at it are refused.
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
      var count = 0
      for row in try connection.query(
        "\(TaskQueue.selectTask) WHERE r.run_id = $1 AND t.state = 'DEAD' ORDER BY t.task_no FOR UPDATE OF t",
        [.text(id.text)])
      {
        var task = try StoredTask(row)
        guard (try? task.apply(.requeued, policy)) != nil else { continue }
        try save(task)
        count += 1
      }
      try connection.query(
        "UPDATE run SET state = 'RUNNING', error = NULL WHERE run_id = $1 AND state = 'FAILED'",
        [.text(id.text)])
      try connection.execute("NOTIFY \(RunStore.taskChannel)")
      try connection.query("SELECT pg_notify('\(RunStore.runChannel)', $1)", [.text(id.text)])
      return count
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

  private func cancelOpenTasks(of id: RunID) throws {
    for row in try connection.query(
      """
      \(TaskQueue.selectTask) WHERE r.run_id = $1 AND t.finished_at IS NULL
      ORDER BY t.task_no FOR UPDATE OF t
      """, [.text(id.text)])
    {
      var task = try StoredTask(row)
      let holder = task.lease.holder
      guard (try? task.apply(.cancelled, policy)) != nil else { continue }
      try save(task)
      if let holder {
        try endAttempt(
          of: task, fence: task.lease.fence, worker: holder, outcome: "CANCELLED", error: nil)
      }
    }
  }
}
