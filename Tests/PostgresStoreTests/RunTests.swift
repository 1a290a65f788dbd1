import Instruments
import LeaseQueue
import MarketData
import RunRecords
import TestSupport
import Testing

@testable import PostgresStore

@Suite("Runs", .enabled(if: TestCluster.isAvailable))
struct RunTests {
  @Test("a run has one task per product type and bucket that holds positions")
  func tasks() throws {
    let book = try SampleBook(count: 100)
    let run = try book.makeRun(buckets: 4)
    #expect(run.state == .queued && !run.isPublished && run.positionCount == 100)
    #expect(run.scenarioIDs == ["BASE", "UP", "DOWN"])
    let runs = RunStore(book.connection)
    let tasks = try runs.tasks(id: run.id)
    #expect(tasks.count == run.taskCount - 1)
    var expected: [String: Int] = [:]
    for (number, stored) in SampleBook.positions(100).map({ Int($0.instrumentID.dropFirst())! }).enumerated()
    {
      let bucket = PositionBucket.bucket(ofNumber: Int32(number), bucketCount: 4)
      expected["\(SampleBook.types[stored % 3].rawValue) \(bucket)", default: 0] += 1
    }
    for task in tasks {
      #expect(
        expected.removeValue(forKey: "\(task.productType!.rawValue) \(task.bucket)") == task.positionCount)
    }
    #expect(expected.isEmpty)
    #expect(try runs.request(id: run.id) == book.request(buckets: 4))
    #expect(try runs.record(id: run.id) == run && runs.list(limit: 5) == [run])
    let progress = try #require(try runs.progress(id: run.id))
    #expect(progress.queued == tasks.count && progress.positionsDone == 0 && progress.positionCount == 100)
  }

  @Test("a run that cannot be stored leaves nothing")
  func atomic() throws {
    let book = try SampleBook(count: 20)
    let runs = RunStore(book.connection)
    let id = RunID("R1")!
    #expect(
      throws: StoreError.invalid([
        RunRequestProblem(field: "bucket_count", message: "0 is out of range; write 1 to 4096")
      ])
    ) {
      try runs.create(book.request(buckets: 0), id: id, by: "t")
    }
    let elsewhere = RunRequest(
      marketSnapshotID: "sha256:" + String(repeating: "0", count: 64), positionSnapshotID: book.positions.id,
      scenarios: [.base], pricing: book.request(buckets: 1).pricing, bucketCount: 1, codeVersion: "t")
    #expect(throws: StoreError.notFound(kind: "market snapshot", id: elsewhere.marketSnapshotID)) {
      try runs.create(elsewhere, id: id, by: "t")
    }
    // A failure in the last step of all.
    try book.connection.execute(
      """
      CREATE FUNCTION fail() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
      CREATE EVENT TRIGGER fail ON ddl_command_start WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION fail();
      """)
    #expect(throws: PostgresError.self) { try runs.create(book.request(buckets: 2), id: id, by: "t") }
    try book.connection.execute("DROP EVENT TRIGGER fail")
    for table in ["run", "run_task", "run_scenario"] {
      #expect(try book.connection.query("SELECT count(*) FROM \(table)")[0].int(0) == 0)
    }
    #expect(
      try book.connection.query("SELECT to_regclass('valuation_result_1') IS NULL")[0].bool(0))
    _ = try runs.create(book.request(buckets: 2), id: id, by: "t")
    #expect(throws: StoreError.exists(kind: "run", id: "R1")) {
      try runs.create(book.request(buckets: 2), id: id, by: "t")
    }
  }

  @Test("a run of no positions still has its roll-up, and ends")
  func empty() throws {
    let book = try SampleBook(count: 0)
    let run = try book.makeRun()
    #expect(run.taskCount == 1)
    try book.work(TaskQueue(book.connection))
    #expect(try RunStore(book.connection).record(id: run.id)?.state == .succeeded)
  }

  @Test("only a run that has succeeded is published; then the database refuses every change of it")
  func publish() throws {
    let book = try SampleBook(count: 30)
    let run = try book.makeRun()
    let runs = RunStore(book.connection)
    #expect(throws: StoreError.self) { try runs.publish(run.id, by: "me") }
    try book.work(TaskQueue(book.connection))
    let publication = try runs.publish(run.id, by: "me")
    #expect(publication.resultRows == 60 && publication.cashFlowRows == 30)
    #expect(try runs.publish(run.id, by: "somebody else") == publication)
    #expect(try runs.record(id: run.id)?.isPublished == true)
    let number = run.number
    let changes = [
      "UPDATE run SET error = 'x'", "DELETE FROM run", "TRUNCATE run CASCADE",
      "UPDATE published_run SET published_by = 'x'",
      "DELETE FROM published_run", "TRUNCATE published_run", "UPDATE run_scenario SET scenario_id = 'x'",
      "UPDATE run_task SET priority = 1", "DELETE FROM run_task_attempt",
      "UPDATE valuation_result_\(number) SET factor = 'x'",
      "DELETE FROM valuation_result", "TRUNCATE valuation_result_\(number)",
      "DELETE FROM cashflow_schedule_\(number)",
      "INSERT INTO cashflow_schedule_\(number) (run_no, position_number, period_number, pay_date, interest, principal, prepayment, balance, currency) VALUES (\(number), 1, 9, '2023-01-01', 0, 0, 0, 0, 'USD')",
      "INSERT INTO node_result VALUES (\(number), 'F', '', 'USD', true, 1, '', '{1,2,3}', NULL, 1, 0)",
      "INSERT INTO regulatory_metrics VALUES (\(number), '', 'RWA', 'BASEL3', 1, NULL)",
      "INSERT INTO run_task (run_no, task_no, kind, bucket, position_count) VALUES (\(number), 99, 'ROLLUP', 1, 0)",
    ]
    for sql in changes {
      let error = #expect(throws: PostgresError.self, "\(sql)") { try book.connection.execute(sql) }
      #expect(error?.kind == .immutable, "\(sql)")
    }
    // Another run is not touched by that.
    let other = try book.makeRun("R2")
    try book.work(TaskQueue(book.connection))
    #expect(try runs.record(id: other.id)?.state == .succeeded)
  }
}
