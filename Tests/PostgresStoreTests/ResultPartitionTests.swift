import LeaseQueue
import RunRecords
import TestSupport
import Testing

@testable import PostgresStore

@Suite("Results of a run are loaded apart and shown at once", .enabled(if: TestCluster.isAvailable))
struct ResultPartitionTests {
  private let book: SampleBook
  private let queue: TaskQueue
  private let parents = ["valuation_result", "cashflow_schedule"]

  init() throws {
    book = try SampleBook(count: 40)
    queue = TaskQueue(book.connection, policy: LeasePolicy(maxAttempts: 1))
  }

  private func count(_ table: String) throws -> Int {
    try book.connection.query("SELECT count(*) FROM \(table)")[0].int(0)
  }

  private func rows(_ run: RunRecord, _ reader: PostgresConnection) throws -> Int {
    try ResultStore(reader).rowCounts(run.id).values.reduce(0, +)
  }

  private func state(_ run: RunRecord) throws -> RunState? {
    try RunStore(book.connection).record(id: run.id)?.state
  }

  /// Finishes the price tasks and gives the roll-up.
  private func finishPricing() throws -> TaskClaim {
    while let claim = try queue.claim(worker: "w", limit: 1).first {
      if claim.kind == .rollUp { return claim }
      try book.finish(claim, queue)
    }
    throw StoreError.unreadable("no roll-up")
  }

  @Test("nobody reads a run before it has succeeded, and then all of it, by its key")
  func shownAtOnce() throws {
    let run = try book.makeRun()
    let rollUp = try finishPricing()
    for parent in parents {
      #expect(try count(parent) == 0)
      #expect(
        try book.connection.query(
          "SELECT count(*) FROM pg_index WHERE indrelid = '\(parent)_\(run.number)'::regclass")[0].int(0) == 0
      )
    }
    #expect(try ResultStore(book.connection).page(run.id, limit: 10).rows == [])
    try queue.complete(rollUp) { _ in
      let reader = try PostgresConnection(book.settings)
      #expect(try ResultStore(reader).rowCounts(run.id) == [:])
    }
    #expect(try count("valuation_result") == 80)
    #expect(try count("cashflow_schedule") == 40)
    let attached = try book.connection.query(
      """
      SELECT c.relname::text, c.reltuples::int4, i.indisunique AND i.indisvalid,
        coalesce(array_to_string(c.reloptions, ' '), '') LIKE '%autovacuum_enabled%',
        EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.conname = 'run_only')
      FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid JOIN pg_index i ON i.indrelid = c.oid
      WHERE h.inhparent IN ('valuation_result'::regclass, 'cashflow_schedule'::regclass) ORDER BY 1
      """)
    #expect(
      attached.map { $0.text(0) } == ["cashflow_schedule_\(run.number)", "valuation_result_\(run.number)"])
    #expect(attached.map { $0.int(1) } == [40, 80])
    for row in attached { #expect(row.bool(2) && !row.bool(3) && !row.bool(4)) }
  }

  @Test("showing a run waits for no reader and holds none up")
  func besideReaders() throws {
    _ = try book.makeRun()
    try book.work(queue)
    let second = try book.makeRun("R2")
    let rollUp = try finishPricing()
    let reader = try PostgresConnection(book.settings)
    try reader.execute("SET lock_timeout = 2000")
    try book.connection.execute("SET lock_timeout = 2000")
    try reader.transaction {
      // Holds its lock on the parents to the end of the transaction.
      for parent in parents { try reader.query("SELECT count(*) FROM \(parent)") }
      try queue.complete(rollUp) { _ in }
      #expect(try state(second) == .succeeded)
    }
    // The other way round: a reader comes while another run is being shown.
    let third = try book.makeRun("R3")
    let last = try finishPricing()
    try book.connection.transaction {
      try queue.complete(last) { _ in }
      #expect(try rows(second, reader) == 80)
      #expect(try rows(third, reader) == 0)
    }
    #expect(try rows(third, reader) == 80)
  }

  @Test("a vector that was stored twice is found when the key is built, and the run is not shown")
  func doubled() throws {
    let run = try book.makeRun()
    let rollUp = try finishPricing()
    let table = "valuation_result_\(run.number)"
    try book.connection.execute(
      "INSERT INTO \(table) SELECT * FROM \(table) WHERE position_number = 3 LIMIT 1")
    let error = #expect(throws: PostgresError.self) { try queue.complete(rollUp) { _ in } }
    #expect(error?.kind == .uniqueViolation)
    #expect(try state(run) == .running)
    #expect(try count("valuation_result") == 0)
    #expect(try count(table) == 81)
    try queue.fail(rollUp, error: "\(error!)")
    #expect(try state(run) == .failed)
    // Mended by hand, the run can be finished.
    try book.connection.execute(
      "DELETE FROM \(table) a USING \(table) b WHERE a.ctid > b.ctid AND a.position_number = b.position_number "
        + "AND a.measure_no = b.measure_no")
    #expect(try queue.requeueDead(run.id) == 1)
    try book.work(queue)
    #expect(try state(run) == .succeeded)
    #expect(try count("valuation_result") == 80)
  }

  @Test("what a failed run has stored waits for its dead tasks, and is there once when they are done")
  func failedAndRequeued() throws {
    let run = try book.makeRun(buckets: 1)
    let poisoned = try #require(try queue.claim(worker: "w", limit: 1).first)
    try queue.fail(poisoned, error: "no")
    try book.work(queue)
    #expect(try state(run) == .failed)
    #expect(try count("valuation_result") == 0)
    #expect(try count("valuation_result_\(run.number)") > 0)
    #expect(try queue.requeueDead(run.id) == 1)
    try book.work(queue)
    #expect(try state(run) == .succeeded)
    #expect(try count("valuation_result") == 80)
  }

  @Test("a cancelled run gives back what it has stored")
  func cancelled() throws {
    let run = try book.makeRun(buckets: 1)
    let first = try #require(try queue.claim(worker: "w", limit: 2).first)
    try book.finish(first, queue)
    #expect(try count("valuation_result_\(run.number)") > 0)
    try queue.cancel(run.id)
    for parent in parents {
      #expect(try book.connection.query("SELECT to_regclass('\(parent)_\(run.number)') IS NULL")[0].bool(0))
    }
    #expect(try ResultStore(book.connection).page(run.id, limit: 10).rows == [])
  }

  @Test("a run that was begun before results were loaded apart is hidden, keeps its key and can be shown")
  func begunBefore() throws {
    let connection = try PostgresConnection(try TestCluster.makeDatabase(migrated: false))
    try Migrator(connection, migrations: Migration.all.filter { $0.version < 5 }).migrate()
    // Two runs as they were then; the first is done.
    try connection.execute(
      """
      INSERT INTO marketdata_snapshot (snapshot_id, schema_version, valuation_date, source, payload, payload_hash)
        SELECT h, 1, '2023-03-31', 't', 'm', h FROM (SELECT 'sha256:' || encode(sha256('m'), 'hex') AS h) x;
      INSERT INTO position_snapshot (snapshot_id, schema_version, as_of, source, position_count, payload, payload_hash)
        SELECT h, 1, '2023-03-31', 't', 1, 'p', h FROM (SELECT 'sha256:' || encode(sha256('p'), 'hex') AS h) x;
      INSERT INTO run (run_id, state, market_snapshot_no, position_snapshot_no, request, request_hash, code_version,
        bucket_count, scenario_count, position_count, tasks_total, tasks_done, finished_at, created_by)
        SELECT id, state, 1, 1, 'r', 'sha256:' || encode(sha256('r'), 'hex'), 't', 1, 1, 1, 1, done, now(), 't'
        FROM (VALUES ('R1', 'SUCCEEDED', 1), ('R2', 'RUNNING', 0)) AS v (id, state, done);
      SELECT tenor_add_run_partitions(run_no) FROM run;
      INSERT INTO valuation_result_1 VALUES (1, 0, 1, '', '{1}'), (1, 0, 2, '', '{1}');
      INSERT INTO valuation_result_2 VALUES (2, 0, 1, '', '{1}');
      """)
    func shown() throws -> [Int] {
      try connection.query("SELECT run_no FROM valuation_result ORDER BY 1").map { $0.int(0) }
    }
    #expect(try shown() == [1, 1, 2])
    try Migrator(connection).migrate()
    #expect(try shown() == [1, 1])
    #expect(throws: PostgresError.self) {
      try connection.execute("INSERT INTO valuation_result_2 VALUES (2, 0, 1, '', '{1}')")
    }
    try connection.execute("SELECT tenor_attach_run_partitions(2)")
    #expect(try shown() == [1, 1, 2])
  }
}
