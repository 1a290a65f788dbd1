import LeaseQueue
import RunRecords
import TestSupport
import Testing

@testable import PostgresStore

/// What is measured, from the environment.
enum CancelRate {
  /// Tasks of each run, one in a hundred of them in the hands of a worker; nothing is measured unless it is given.
  static var tasks: Int { Int(TestCluster.environment["TENOR_CANCEL_TASKS"] ?? "") ?? 0 }
}

/// Measures how long a run of many tasks takes to cancel and to be counted, beside the same done row by row:
/// `TENOR_CANCEL_TASKS=20000 swift test --filter CancelRateTests`.
@Suite("Cancel rates", .enabled(if: TestCluster.isAvailable && CancelRate.tasks > 0))
struct CancelRateTests {
  private func makeRun(_ id: String, _ book: SampleBook) throws -> RunRecord {
    let run = try book.makeRun(id, buckets: 1)
    try book.connection.execute(
      """
      UPDATE run SET state = 'RUNNING', tasks_total = \(CancelRate.tasks + 1) WHERE run_no = \(run.number);
      DELETE FROM run_task WHERE run_no = \(run.number);
      INSERT INTO run_task (run_no, task_no, kind, product_type, bucket, position_count, state, fence, attempts, holder,
        leased_until, started_at)
      SELECT \(run.number), n, 'PRICE', 'FIXED_BOND', n, 0, CASE n % 100 WHEN 1 THEN 'RUNNING' ELSE 'QUEUED' END,
        1, 1, CASE n % 100 WHEN 1 THEN 'w' END, CASE n % 100 WHEN 1 THEN now() + interval '1 hour' END, now()
      FROM generate_series(1, \(CancelRate.tasks)) AS n
      """)
    try book.connection.execute("VACUUM ANALYZE")
    return run
  }

  @Test("a run is cancelled in one statement")
  func cancel() throws {
    let book = try SampleBook(count: 2)
    let queue = TaskQueue(book.connection)
    func time(_ what: String, _ body: () throws -> Void) rethrows {
      let start = ContinuousClock.now
      try body()
      print("CANCEL \(what), \(CancelRate.tasks) tasks: \(ContinuousClock.now - start)")
    }
    let rows = try makeRun("ROWS", book)
    try time("row by row") {
      try book.connection.transaction {
        for row in try book.connection.query(
          "\(TaskQueue.selectTask) WHERE r.run_no = $1 ORDER BY t.task_no FOR UPDATE OF t",
          [.int4(rows.number)])
        {
          var task = try StoredTask(row)
          let holder = task.lease.holder
          _ = try task.apply(.cancelled, .standard)
          try queue.save(task)
          guard let holder else { continue }
          try queue.endAttempt(
            of: task, fence: task.lease.fence, worker: holder, outcome: "CANCELLED", error: nil)
        }
      }
    }
    let set = try makeRun("SET", book)
    try time("figures of the queue") { _ = try QueueStatistics.read(book.connection) }
    try time("in one statement") { try queue.cancel(set.id) }
  }
}
