import PostgresStore
import TestSupport
import Testing

@Suite("Unusual books", .enabled(if: TestCluster.isAvailable))
struct UnusualBookTests {
  @Test("a run of no positions succeeds, says so, and is verified and published as any other")
  func noPositions() async throws {
    let tenor = try Tenor(database: try TestCluster.makeDatabase())
    try await tenor.success("import", "market", Tenor.fund + "/market")
    try tenor.write("empty.csv", "position_id,portfolio,instrument_id,quantity\n")
    let refused = try await tenor.run("import", "positions", "empty.csv", "--as-of", "2023-03-31")
    #expect(refused.status == 3 && refused.errors.contains("read 0"), "\(refused.errors)")
    let stored = try await tenor.success(
      "import", "positions", "empty.csv", "--as-of", "2023-03-31", "--allow-empty")
    #expect(stored.contains("0 positions of 2023-03-31"))

    let run = try await tenor.createRun(buckets: 4)
    #expect(try await tenor.startWorker("only").outcome().status == 0)
    let watched = try await tenor.run("run", "status", run, "--watch", "--json")
    let document = try #require(try json(watched.output) as? [String: Any])
    let status = try #require(document["run"] as? [String: Any])
    #expect(watched.status == 0 && status["state"] as? String == "SUCCEEDED")
    #expect(status["position_count"] as? Int == 0 && status["tasks_done"] as? Int == 1)
    #expect(try await tenor.success("run", "status", run).contains("0/0 positions, 1/1 tasks"))
    #expect(
      try await tenor.success("run", "results", run).contains(
        "The snapshot holds no positions: there is nothing to value."))
    #expect(try await tenor.success("run", "verify", run).contains("is bit-equal"))
    try await tenor.success("run", "publish", run, "--by", "tester")
  }

  @Test("a stored instrument that cannot be read costs its own position, which is named, and no other")
  func unreadableInstrument() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    let stored = try StoredRuns(database)
    try await tenor.importBook(GeneratedBook(count: 200))
    let sound = try await tenor.createRun(buckets: 3)
    #expect(try await tenor.startWorker("sound").outcome().status == 0)

    // A later program's version of one bond, with terms that this one does not know.
    try stored.connection.execute(
      """
      WITH stored AS (
        INSERT INTO instrument (instrument_id, version_hash, product_type, currency, terms)
        SELECT 'I00010', encode(sha256(convert_to(t, 'UTF8')), 'hex'), 'FIXED_BOND', 'USD', t
        FROM (VALUES ('{"coupon":{"steps":[1,2]},"instrument_id":"I00010","product_type":"FIXED_BOND"}')) AS v (t)
        RETURNING instrument_no)
      UPDATE instrument_current SET instrument_no = stored.instrument_no FROM stored
      WHERE instrument_id = 'I00010'
      """)
    try await tenor.success("import", "positions", "positions.csv", "--as-of", "2023-03-31")
    let run = try await tenor.createRun(buckets: 3)
    let outcome = try await tenor.startWorker("worker").outcome()
    #expect(outcome.status == 0 && !outcome.errors.contains("failed"), "\(outcome.errors)")
    #expect(try stored.state(run) == "SUCCEEDED")

    let cells = try stored.connection.query(
      """
      SELECT count(*), count(*) FILTER (WHERE num_nonnulls(VARIADIC "values") = 0),
        min(reasons -> '*' ->> 'code'), min(reasons -> '*' ->> 'detail')
      FROM valuation_result WHERE run_no = $1 AND position_number = 10
      """, [.int4(try stored.number(run))])[0]
    #expect(cells.int(0) > 10 && cells.int(1) == cells.int(0) && cells.text(2) == "unsupported")
    #expect(
      cells.text(3).hasPrefix("FIXED_BOND: the stored instrument of position 'P00010' cannot be read: "),
      "\(cells.text(3))")
    let others = try stored.connection.query(
      """
      SELECT count(*), count(*) FILTER (WHERE array_send(a."values") = array_send(b."values")
        AND a.reasons IS NOT DISTINCT FROM b.reasons)
      FROM (SELECT * FROM valuation_result WHERE run_no = $1) a
      FULL JOIN (SELECT * FROM valuation_result WHERE run_no = $2) b USING (position_number, measure_no, factor)
      WHERE position_number <> 10
      """, [.int4(try stored.number(sound)), .int4(try stored.number(run))])[0]
    #expect(others.int(0) > 1_000 && others.int(1) == others.int(0))
    #expect(try await tenor.success("run", "verify", run).contains("is bit-equal"))
  }
}
