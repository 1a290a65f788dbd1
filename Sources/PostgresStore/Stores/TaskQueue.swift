public import LeaseQueue
public import RunRecords

/// The queue of tasks in the table `run_task`.
///
/// `LeasedTask` decides every transition; the queue locks the row, applies the event and saves what came out, in one
/// short transaction on the server's clock.
public struct TaskQueue {
  let connection: PostgresConnection
  let policy: LeasePolicy

  public init(_ connection: PostgresConnection, policy: LeasePolicy = .standard) {
    self.connection = connection
    self.policy = policy
  }

  /// Takes up to `limit` tasks that wait or whose lease has ended: from the most urgent run, its first tasks first.
  ///
  /// Workers that claim at once get different tasks, without waiting for each other.
  ///
  /// - Parameter worker: Names the holder to people, such as host and process; not empty.
  public func claim(worker: String, limit: Int) throws -> [TaskClaim] {
    try claim(worker: worker, limit: limit, after: ClaimCursor()).claims
  }

  /// Takes tasks that come after `cursor` in their run. `foundAny` also when every one found had to be buried.
  func claim(worker: String, limit: Int, after cursor: ClaimCursor) throws
    -> (claims: [TaskClaim], foundAny: Bool)
  {
    precondition(!worker.isEmpty, "a worker has a name")
    return try connection.transaction {
      let claimable = try claimable(limit: limit, after: cursor)
      var taken: [StoredTask] = []
      var claims: [TaskClaim] = []
      for var task in claimable {
        let before = task.lease
        guard let action = try? task.apply(.claimed(worker: worker), policy) else { continue }
        taken.append(task)
        if before.state == .running {
          try endAttempt(
            of: task, fence: before.fence, worker: before.holder ?? "", outcome: "LEASE_EXPIRED",
            error: task.lease.error)
        }
        switch action {
        case .start(let fence, _): claims.append(task.claim(fence: fence, worker: worker))
        case .bury(let error): try failRun(of: task, error: error)
        case .extend, .acceptResults, .retry: preconditionFailure("a claim starts or buries")
        }
      }
      try save(taken)
      let runs = Set(claims.map(\.runNumber)).sorted()
      if !runs.isEmpty {
        try connection.query(
          """
          UPDATE run SET state = 'RUNNING', started_at = coalesce(started_at, now())
          WHERE run_no = ANY ($1) AND state = 'QUEUED'
          """, [.int4Array(runs)])
      }
      return (claims, !taken.isEmpty)
    }
  }

  /// Renews a lease.
  ///
  /// - Throws: `LeaseLost` when the claim is no longer the present one.
  public func heartbeat(_ claim: TaskClaim) throws {
    try connection.transaction {
      // A task that is being completed is locked by its own completion; there is no need to wait for that.
      guard var task = try lock(claim, orSkip: true) else { return }
      _ = try apply(.heartbeat(fence: claim.fence), to: &task, claim)
      try save(task)
    }
  }

  /// Gives up an attempt: the task waits for its next one, or is dead when that was the last or another would fail too.
  /// A dead task makes its run `FAILED`.
  ///
  /// - Parameter error: One line for people, without data of clients; kept with the task.
  /// - Throws: `LeaseLost` when the claim is no longer the present one.
  public func fail(_ claim: TaskClaim, error: String, retryable: Bool = true) throws {
    let error = String(error.filter { $0 != "\0" }.prefix(2_000))
    try connection.transaction {
      guard var task = try lock(claim) else { throw lost(claim) }
      let action = try apply(
        .failed(fence: claim.fence, error: error, retryable: retryable), to: &task, claim)
      try save(task)
      try endAttempt(
        of: task, fence: claim.fence, worker: claim.worker, outcome: "FAILED", error: error)
      switch action {
      case .bury: try failRun(of: task, error: error)
      case .retry: break
      case .start, .extend, .acceptResults: preconditionFailure("a failure retries or buries")
      }
      try announce(task)
    }
  }

  /// Gives a task back unfinished, as on a shutdown: it is ready at once and the attempt does not count.
  ///
  /// - Throws: `LeaseLost` when the claim is no longer the present one.
  public func release(_ claim: TaskClaim) throws {
    try connection.transaction {
      guard var task = try lock(claim) else { throw lost(claim) }
      _ = try apply(.released(fence: claim.fence), to: &task, claim)
      try save(task)
      try endAttempt(
        of: task, fence: claim.fence, worker: claim.worker, outcome: "RELEASED", error: nil)
      try connection.execute("NOTIFY \(RunStore.taskChannel)")
    }
  }

  // MARK: Rows

  static let taskColumns = """
    t.run_no, t.task_no, t.state, t.fence, t.attempts, t.holder, \(SQLText.milliseconds("t.leased_until")),
      \(SQLText.milliseconds("t.not_before")), t.error, floor(extract(epoch FROM now()) * 1000)::int8, t.kind,
      t.product_type, t.bucket, t.position_count, r.run_id, r.bucket_count, r.position_snapshot_no,
      (SELECT m.snapshot_id FROM marketdata_snapshot m WHERE m.snapshot_no = r.market_snapshot_no)
    """

  static let selectTask = "SELECT \(taskColumns) FROM run_task t JOIN run r USING (run_no)"

  /// The claim's task, locked to the end of the transaction; `nil` when there is none or, with `orSkip`, it is locked.
  func lock(_ claim: TaskClaim, orSkip: Bool = false) throws -> StoredTask? {
    try connection.query(
      """
      \(TaskQueue.selectTask) WHERE t.run_no = $1 AND t.task_no = $2 FOR UPDATE OF t \(orSkip ? "SKIP LOCKED" : "")
      """, [.int4(claim.runNumber), .int4(claim.taskNumber)]
    ).first.map { try StoredTask($0) }
  }

  /// Applies an event of a holder; a refusal means that the lease is lost.
  func apply(_ event: LeaseEvent, to task: inout StoredTask, _ claim: TaskClaim) throws(LeaseLost)
    -> LeaseAction
  {
    do throws(LeaseRefusal) {
      return try task.apply(event, policy)
    } catch {
      throw lost(claim)
    }
  }

  func lost(_ claim: TaskClaim) -> LeaseLost {
    LeaseLost(runID: claim.runID, taskNumber: claim.taskNumber, fence: claim.fence)
  }

  /// Saves the lease of a task that this transaction has locked.
  func save(_ task: StoredTask) throws {
    try connection.query(
      """
      UPDATE run_task t SET \(TaskQueue.assignments { "$\($0)" }) WHERE t.run_no = $1 AND t.task_no = $2
      """,
      [
        .int4(task.runNumber), .int4(task.taskNumber), .text(task.lease.state.rawValue),
        .int8(task.lease.fence), .int4(Int32(task.lease.attempts)), .text(task.lease.holder ?? ""),
        .int8(task.lease.leaseUntil ?? 0), .int8(task.lease.notBefore), .text(task.lease.error ?? ""),
      ])
  }

  /// Saves the leases of tasks that this transaction has locked. One alone is saved at a third of the cost, since the
  /// server keeps the plan.
  private func save(_ tasks: [StoredTask]) throws {
    guard tasks.count > 1 else { return try tasks.forEach(save) }
    try connection.query(
      """
      UPDATE run_task t SET \(TaskQueue.assignments { "s.c\($0)" })
      FROM unnest($1::int4[], $2::int4[], $3::text[], $4::int8[], $5::int4[], $6::text[], $7::int8[], $8::int8[],
        $9::text[]) AS s (run_no, task_no, c3, c4, c5, c6, c7, c8, c9)
      WHERE t.run_no = s.run_no AND t.task_no = s.task_no
      """,
      [
        .int4Array(tasks.map(\.runNumber)), .int4Array(tasks.map(\.taskNumber)),
        .textArray(tasks.map(\.lease.state.rawValue)), .int8Array(tasks.map(\.lease.fence)),
        .int4Array(tasks.map { Int32($0.lease.attempts) }), .textArray(tasks.map { $0.lease.holder ?? "" }),
        .int8Array(tasks.map { $0.lease.leaseUntil ?? 0 }), .int8Array(tasks.map(\.lease.notBefore)),
        .textArray(tasks.map { $0.lease.error ?? "" }),
      ])
  }

  /// What a lease sets in its row, from values 3 to 9 as `value` names them. An empty text and a time of 0 stand for null.
  private static func assignments(_ value: (Int) -> String) -> String {
    """
    state = \(value(3)), fence = \(value(4)), attempts = \(value(5)), holder = nullif(\(value(6)), ''),
      leased_until = \(SQLText.time("nullif(\(value(7)), 0)")), not_before = \(SQLText.time(value(8))),
      error = nullif(\(value(9)), ''),
      started_at = CASE WHEN \(value(3)) = 'RUNNING' AND t.fence < \(value(4)) THEN now() ELSE t.started_at END,
      finished_at = CASE WHEN \(value(3)) IN ('SUCCEEDED', 'DEAD') THEN now() END
    """
  }

  /// Adds the attempt that ends; its start is in the task until the next claim is saved.
  func endAttempt(of task: StoredTask, fence: Int64, worker: String, outcome: String, error: String?) throws {
    try connection.query(
      """
      INSERT INTO run_task_attempt (run_no, task_no, fence, worker, started_at, ended_at, outcome, error)
      SELECT run_no, task_no, $3, $4, started_at, clock_timestamp(), $5, $6 FROM run_task
      WHERE run_no = $1 AND task_no = $2
      """,
      [
        .int4(task.runNumber), .int4(task.taskNumber), .int8(fence), .text(worker), .text(outcome),
        .text(orNull: error),
      ])
  }

  private func failRun(of task: StoredTask, error: String) throws {
    try connection.query(
      """
      UPDATE run SET state = 'FAILED', error = coalesce(error, $2) WHERE run_no = $1 AND state IN ('QUEUED', 'RUNNING', 'FAILED')
      """, [.int4(task.runNumber), .text("task \(task.taskNumber) (\(task.label)): \(error)")])
  }

  func announce(_ task: StoredTask) throws {
    try connection.query("SELECT pg_notify('\(RunStore.runChannel)', $1)", [.text(task.runID.text)])
  }
}
