import LeaseQueue
public import RunRecords

extension TaskQueue {
  /// Stores a task's results together with its completion, in one transaction.
  ///
  /// The lease is checked first and the row stays locked, so nobody can take the task over while results are written.
  /// The last price task adds the run's roll-up. The roll-up builds the keys of the results, shows them to readers and
  /// makes the run `SUCCEEDED`; a vector or flow that was stored twice fails it.
  ///
  /// - Parameter write: Writes everything the task has. When it throws, nothing is stored and the lease goes on.
  /// - Throws: `LeaseLost` when the claim is no longer the present one: nothing is stored.
  public func complete(_ claim: TaskClaim, _ write: (ResultWriter) throws -> Void) throws {
    try connection.transaction {
      guard var task = try lock(claim) else { throw lost(claim) }
      _ = try apply(.completed(fence: claim.fence), to: &task, claim)
      try write(ResultWriter(connection, run: claim.runNumber, task: claim.taskNumber))
      try save(task)
      try endAttempt(
        of: task, fence: claim.fence, worker: claim.worker, outcome: "SUCCEEDED", error: nil)
      switch task.kind {
      case .price: try count(task)
      case .rollUp:
        try connection.query("SELECT tenor_show_run($1)", [.int4(claim.runNumber)])
        try connection.query(
          """
          UPDATE run SET state = 'SUCCEEDED', tasks_done = tasks_done + 1, finished_at = now(), error = NULL
          WHERE run_no = $1
          """, [.int4(claim.runNumber)])
        try announce(task)
      }
    }
  }

  /// Counts a price task as done in its block, a full block in the run, and adds the roll-up with the last block.
  ///
  /// Both rows are locked until the end of the transaction, so exactly one task fills a block and one block the run. A
  /// row per run alone would collect a version per task, which every claim has to step over while a snapshot keeps them.
  private func count(_ task: StoredTask) throws {
    let block = try connection.query(
      """
      INSERT INTO run_task_block AS b (run_no, block, tasks_done, positions_done)
      SELECT run_no, $2 % tenor_block_count(tasks_total), 1, $3 FROM run WHERE run_no = $1
      ON CONFLICT (run_no, block) DO UPDATE
        SET tasks_done = b.tasks_done + 1, positions_done = b.positions_done + EXCLUDED.positions_done
      RETURNING b.tasks_done = (SELECT tenor_block_size(r.tasks_total, b.block) FROM run r WHERE r.run_no = $1),
        b.tasks_done, b.positions_done
      """, [.int4(task.runNumber), .int4(task.taskNumber), .int4(Int32(task.positionCount))])[0]
    guard block.bool(0) else { return }
    let run = try connection.query(
      """
      UPDATE run SET tasks_done = tasks_done + $2, positions_done = positions_done + $3
      WHERE run_no = $1 RETURNING tasks_total - tasks_done
      """, [.int4(task.runNumber), .int4(block.int32(1)), .int4(block.int32(2))])[0]
    if run.int(0) == 1 { try RunStore.addRollUp(run: task.runNumber, connection) }
    try announce(task)
  }
}
