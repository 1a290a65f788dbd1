import PostgresStore
import TestSupport
import Testing

@Suite("Verification and publication", .enabled(if: TestCluster.isAvailable))
struct VerifyTests {
  @Test("measures on BASE alone are stored, added up, shown and verified as one value")
  func baseOnly() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    let stored = try StoredRuns(database)
    try await tenor.importBook(GeneratedBook(count: 60))
    let twice = try await tenor.run("run", "create", "--measures", "PV,DV01", "--base-measures", "DV01")
    #expect(twice.status == 2 && twice.errorLines.first?.contains("--base-measures: DV01") == true)
    let run = try await tenor.success(
      "run", "create", "--measures", "PV", "--base-measures", "DV01,YIELD", "--id-only")
    #expect(try await tenor.startWorker("only").outcome().status == 0)
    #expect(try await tenor.run("run", "verify", run).status == 0)
    let counts = try stored.connection.query(
      """
      SELECT m.name, min(cardinality(v."values")), max(cardinality(v."values")), count(*)
      FROM valuation_result v JOIN measure m USING (measure_no) WHERE run_no = $1 GROUP BY 1 ORDER BY 1
      """, [.int4(try stored.number(run))])
    #expect(counts.map { $0.text(0) } == ["DV01", "PV", "YIELD"])
    #expect(counts.map { [$0.int(1), $0.int(2)] } == [[1, 1], [4, 4], [1, 1]])
    let byScenario = try stored.connection.query(
      "SELECT count(*) FROM valuation_result_by_scenario WHERE run_id = $1", [.text(run)])[0].int(0)
    #expect(byScenario == counts.reduce(0) { $0 + $1.int(2) * $1.int(3) })
    let page = try await tenor.success("run", "results", run, "--measure", "DV01", "--limit", "1")
    #expect(page.contains("asked for on BASE only"))
    let summary = try #require(
      try json(try await tenor.success("run", "results", run, "--json")) as? [String: Any])
    #expect(summary["cells"] as? Int == byScenario)
  }

  @Test("a tampered value is named; a published run cannot be changed")
  func tampering() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    let stored = try StoredRuns(database)
    try await tenor.importBook(GeneratedBook(count: 120))
    let run = try await tenor.createRun(buckets: 2)
    let early = try await tenor.run("run", "verify", run)
    #expect(early.status == 1 && early.errorLines.count == 1, "\(early)")
    #expect(try await tenor.run("run", "publish", run).status == 1)
    #expect(try await tenor.startWorker("only").outcome().status == 0)
    let equal = try await tenor.run("run", "verify", run)
    #expect(equal.status == 0 && equal.output.contains("is bit-equal to its recomputation"))

    let number = try stored.number(run)
    let before = try stored.digests(run)
    /// Changes something, expects that verification names it, and changes it back.
    func tamper(_ change: String, _ restore: String, names: [String]) async throws {
      #expect(try stored.connection.query(change).affected == 1)
      let outcome = try await tenor.run("run", "verify", run)
      #expect(outcome.status == 1)
      for name in names { #expect(outcome.output.contains(name), "\(outcome.output)") }
      #expect(outcome.output.contains("differs in 1 places"))
      #expect(try stored.connection.query(restore).affected == 1)
      #expect(try stored.digests(run) == before)
    }
    let cell = try stored.connection.query(
      """
      SELECT p.position_id, p.position_number, s.scenario_id FROM position p
      JOIN valuation_result v USING (position_number) JOIN run_scenario s ON s.run_no = v.run_no AND s.ordinal = 2
      WHERE v.run_no = $1 AND v.measure_no = 1 AND v."values"[2] <> 0 ORDER BY p.position_number DESC LIMIT 1
      """, [.int4(number)])[0]
    let row = "WHERE position_number = \(cell.int(1)) AND measure_no = 1"
    let value = try stored.connection.query("SELECT \"values\"[2] FROM valuation_result_\(number) \(row)")[0]
      .double(0)
    // The least change there is: the last bit.
    let neighbour = Double(bitPattern: value.bitPattern ^ 1)
    func setValue(_ value: Double) -> String {
      "UPDATE valuation_result_\(number) SET \"values\"[2] = '\(value)' \(row)"
    }
    try await tamper(
      setValue(neighbour), setValue(value),
      names: ["position '\(cell.text(0))' PV", "scenario \(cell.text(2))", "\(value)", "\(neighbour)"])
    let flow =
      "WHERE (position_number, period_number) = (SELECT min(position_number), 1 FROM cashflow_schedule_\(number))"
    try await tamper(
      "UPDATE cashflow_schedule_\(number) SET balance = balance + 1 \(flow)",
      "UPDATE cashflow_schedule_\(number) SET balance = balance - 1 \(flow)", names: ["cash flows differ"])
    let node = """
      WHERE run_no = \(number) AND node = 'ALPHA/CREDIT' AND product_type = '' AND is_reporting_total
        AND measure_no = 8
      """
    try await tamper(
      "UPDATE node_result SET gap_count = gap_count + 1 \(node)",
      "UPDATE node_result SET gap_count = gap_count - 1 \(node)", names: ["node ALPHA/CREDIT DV01"])

    let published = try await tenor.success("run", "publish", run, "--by", "risk")
    #expect(published.contains("by risk") && published.contains("\(before.rowCounts[0]) result rows"))
    #expect(try await tenor.success("run", "publish", run, "--by", "another").contains("by risk"))
    #expect(try await tenor.run("run", "verify", run).status == 0)
    for change in changes(number) {
      let error = #expect(throws: PostgresError.self, "\(change)") { try stored.connection.execute(change) }
      #expect(error?.kind == .immutable, "\(change): \(String(describing: error))")
    }
    #expect(try stored.digests(run) == before)
    #expect(try await tenor.run("run", "cancel", run).status == 1)
  }

  private func changes(_ number: Int32) -> [String] {
    let results = ["valuation_result", "cashflow_schedule"].flatMap { table in
      [table, "\(table)_\(number)"].flatMap { name in
        [
          "UPDATE \(name) SET position_number = 0", "DELETE FROM \(name)", "TRUNCATE \(name)",
          "INSERT INTO \(name) SELECT * FROM \(name)",
        ]
      }
    }
    let belonging = [
      "node_result", "run_task", "run_task_attempt", "run_task_block", "run_task_rollup", "run_scenario",
    ].flatMap {
      ["UPDATE \($0) SET run_no = run_no", "DELETE FROM \($0)", "TRUNCATE \($0) CASCADE"]
    }
    return results.filter { !$0.hasPrefix("INSERT INTO cashflow") } + belonging + [
      "UPDATE run SET state = 'FAILED'", "DELETE FROM run", "TRUNCATE run CASCADE",
      "UPDATE published_run SET published_by = 'another'", "DELETE FROM published_run",
      "UPDATE position_snapshot SET source = ''", "DELETE FROM position_snapshot",
      "UPDATE marketdata_snapshot SET source = ''", "DELETE FROM marketdata_snapshot",
      "UPDATE instrument SET terms = ''", "DELETE FROM instrument",
    ]
  }
}
