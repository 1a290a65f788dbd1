import LeaseQueue
import RunRecords
import TestSupport
import Testing

@testable import PostgresStore

@Suite("Cancelling and requeueing", .enabled(if: TestCluster.isAvailable))
struct CancelTests {
  /// A run of one task per number, in every state that a task may have: of each ten, one is done, one dead, one waits for
  /// another attempt, one runs, and the others wait.
  private func makeRun(tasks: Int, _ book: SampleBook) throws -> RunRecord {
    let run = try book.makeRun(buckets: 1)
    try book.connection.execute(
      """
      UPDATE run SET state = 'RUNNING', tasks_total = \(tasks + 1) WHERE run_no = \(run.number);
      DELETE FROM run_task WHERE run_no = \(run.number);
      INSERT INTO run_task (run_no, task_no, kind, product_type, bucket, position_count, state, fence, attempts, holder,
        leased_until, started_at, finished_at, error)
      SELECT \(run.number), n, 'PRICE', 'FIXED_BOND', n, 0, s, f, f, CASE s WHEN 'RUNNING' THEN 'w' || n END,
        CASE s WHEN 'RUNNING' THEN now() + interval '1 hour' END, CASE WHEN f > 0 THEN now() END,
        CASE WHEN s IN ('SUCCEEDED', 'DEAD') THEN now() END, CASE WHEN s IN ('FAILED', 'DEAD') THEN 'no luck' END
      FROM generate_series(1, \(tasks)) AS n,
        LATERAL (SELECT CASE n % 10 WHEN 0 THEN 'SUCCEEDED' WHEN 1 THEN 'RUNNING' WHEN 2 THEN 'FAILED' WHEN 3 THEN 'DEAD'
          ELSE 'QUEUED' END AS s) AS state,
        LATERAL (SELECT CASE WHEN n % 10 <= 3 THEN 1 + n % 3 ELSE 0 END AS f) AS fence;
      """)
    return run
  }

  private func tasks(_ run: RunRecord, _ connection: PostgresConnection) throws -> [Int32: LeasedTask] {
    let rows = try connection.query(
      "\(TaskQueue.selectTask) WHERE t.run_no = $1", [.int4(run.number)]
    ).map { try StoredTask($0) }
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.taskNumber, $0.lease) })
  }

  @Test("every task of a long queue ends as the lease machine says, with the attempts that it cut short")
  func cancel() throws {
    let book = try SampleBook(count: 2)
    let run = try makeRun(tasks: 20_000, book)
    let before = try tasks(run, book.connection)
    try TaskQueue(book.connection).cancel(run.id)
    let after = try tasks(run, book.connection)
    #expect(after.count == 20_000)
    var differing = 0
    for (number, lease) in before {
      var expected = lease
      _ = try? expected.apply(.cancelled, at: 0, policy: .standard, seed: 0)
      if after[number] != expected { differing += 1 }
    }
    #expect(differing == 0)
    let attempts = try book.connection.query(
      """
      SELECT a.task_no, a.fence, a.worker, a.outcome, a.ended_at >= a.started_at, t.finished_at IS NOT NULL
      FROM run_task_attempt a JOIN run_task t USING (run_no, task_no)
      """)
    #expect(attempts.count == 2_000)
    #expect(
      attempts.allSatisfy { row in
        let lease = before[row.int32(0)]
        return lease?.state == .running && lease?.fence == Int64(row.int(1)) && lease?.holder == row.text(2)
          && row.text(3) == "CANCELLED" && row.bool(4) && row.bool(5)
      })
    #expect(try RunStore(book.connection).record(id: run.id)?.state == .cancelled)
    #expect(try TaskQueue(book.connection).openTaskCount() == 0)
    #expect(throws: StoreError.wrongState(run: run.id, state: .cancelled, action: "cancelled")) {
      try TaskQueue(book.connection).cancel(run.id)
    }
  }

  @Test("a worker that brings a task of a cancelled run is refused, by its fence, before and after a requeue")
  func fencing() throws {
    let book = try SampleBook(count: 30)
    let run = try book.makeRun(buckets: 2)
    let queue = TaskQueue(book.connection)
    let claims = try queue.claim(worker: "w", limit: 2)
    try queue.cancel(run.id)
    for claim in claims {
      #expect(throws: LeaseLost.self) { try queue.heartbeat(claim) }
      #expect(throws: LeaseLost.self) { try queue.complete(claim) { _ in } }
      #expect(throws: LeaseLost.self) { try queue.fail(claim, error: "late") }
      #expect(throws: LeaseLost.self) { try queue.release(claim) }
    }
    #expect(try book.connection.query("SELECT count(*) FROM run_task_attempt")[0].int(0) == 2)
  }

  @Test("cancelling waits for a completion in progress, and leaves what it did")
  func duringCompletion() async throws {
    let book = try SampleBook(count: 30)
    let run = try book.makeRun(buckets: 1)
    let settings = book.settings
    let claim = try #require(try TaskQueue(book.connection).claim(worker: "w", limit: 1).first)
    try await onThreads(2) { index in
      let connection = try PostgresConnection(settings)
      let queue = TaskQueue(connection)
      if index == 0 {
        // Either order is right; what must not be is a task both done and cancelled.
        do { try queue.complete(claim) { _ in } } catch is LeaseLost {}
      } else {
        try queue.cancel(run.id)
      }
    }
    let task = try #require(try tasks(run, book.connection)[claim.taskNumber])
    let outcomes = try book.connection.query(
      "SELECT outcome FROM run_task_attempt WHERE task_no = $1", [.int4(claim.taskNumber)]
    ).map { $0.text(0) }
    #expect(outcomes == [task.state == .succeeded ? "SUCCEEDED" : "CANCELLED"])
    #expect(try RunStore(book.connection).record(id: run.id)?.state == .cancelled)
    #expect(try TaskQueue(book.connection).openTaskCount() == 0)
  }

  @Test("every dead task is requeued as the lease machine says, and no other")
  func requeue() throws {
    let book = try SampleBook(count: 2)
    let run = try makeRun(tasks: 5_000, book)
    try book.connection.execute("UPDATE run SET state = 'FAILED', error = 'no luck'")
    let before = try tasks(run, book.connection)
    #expect(try TaskQueue(book.connection).requeueDead(run.id) == 500)
    let now = try book.connection.query("SELECT \(SQLText.milliseconds("now()"))")[0].int(0)
    let after = try tasks(run, book.connection)
    for (number, lease) in before {
      let found = try #require(after[number])
      guard lease.state == .dead else {
        #expect(found == lease)
        continue
      }
      var expected = lease
      _ = try expected.apply(.requeued, at: found.notBefore, policy: .standard, seed: 0)
      #expect(found == expected && found.notBefore <= Int64(now))
    }
    #expect(try RunStore(book.connection).record(id: run.id)?.state == .running)
  }

  @Test("priority and limit of a run change while it waits, and not when it is over")
  func queueing() throws {
    let book = try SampleBook(count: 30)
    let first = try book.makeRun("FIRST", buckets: 1)
    let second = try book.makeRun("SECOND", buckets: 1)
    let queue = TaskQueue(book.connection)
    try queue.setQueueing(second.id, RunQueueing(priority: 10, maxRunning: 1))
    #expect(
      try RunStore(book.connection).record(id: second.id)?.queueing
        == RunQueueing(priority: 10, maxRunning: 1))
    #expect(try queue.claim(worker: "w", limit: 2).map(\.runID) == [second.id, first.id])
    try queue.setQueueing(second.id, RunQueueing(priority: 10))
    #expect(try queue.claim(worker: "w", limit: 1).map(\.runID) == [second.id])
    #expect(throws: StoreError.self) { try queue.setQueueing(second.id, RunQueueing(priority: 2_000)) }
    try queue.cancel(second.id)
    #expect(throws: StoreError.wrongState(run: second.id, state: .cancelled, action: "changed")) {
      try queue.setQueueing(second.id, RunQueueing())
    }
  }
}
