import LeaseQueue
public import RunRecords

extension TaskQueue {
  /// Stores a task's results together with its completion, in one transaction.
  ///
  /// The lease is checked first and the row stays locked, so nobody can take the task over while results are written.
  /// The last price task adds the run's roll-up; the roll-up makes the run `SUCCEEDED`.
  ///
  /// - Parameter write: Writes everything the task has. When it throws, nothing is stored and the lease goes on.
  /// - Throws: `LeaseLost` when the claim is no longer the present one: nothing is stored.
  public func complete(_ claim: TaskClaim, _ write: (ResultWriter) throws -> Void) throws {
    try connection.transaction {
      guard var task = try lock(claim) else { throw lost(claim) }
      _ = try apply(.completed(fence: claim.fence), to: &task, claim)
      try write(ResultWriter(connection, run: claim.runNumber, task: claim.taskNumber))
      try save(task)
      try endAttempt(of: task, fence: claim.fence, outcome: "SUCCEEDED", error: nil)
      // The run's row comes last: all tasks of the run wait for it.
      let run = try connection.query(
        """
        UPDATE run SET tasks_done = tasks_done + 1, positions_done = positions_done + $2
        WHERE run_no = $1 RETURNING tasks_total - tasks_done
        """, [.int4(claim.runNumber), .int4(Int32(task.positionCount))])[0]
      switch task.kind {
      case .price where run.int(0) == 1: try RunStore.addRollUp(run: claim.runNumber, connection)
      case .price: break
      case .rollUp:
        try connection.execute(
          "ANALYZE valuation_result_\(claim.runNumber), cashflow_schedule_\(claim.runNumber)")
        try connection.query(
          "UPDATE run SET state = 'SUCCEEDED', finished_at = now(), error = NULL WHERE run_no = $1",
          [.int4(claim.runNumber)])
      }
      try announce(task)
    }
  }
}
