import Foundation
import PostgresStore
import TestSupport
import Testing

@Suite("The samples, from files to totals", .enabled(if: TestCluster.isAvailable))
struct SampleRunTests {
  /// The sample scenarios, and at the end one whose shifts are all zero.
  private func scenariosWithZero() throws -> (text: String, names: [String]) {
    var document = try #require(
      try json(String(contentsOfFile: Tenor.fund + "/scenarios.json", encoding: .utf8)) as? [String: Any])
    var scenarios = try #require(document["scenarios"] as? [[String: Any]])
    let shifts = #"""
      [{"rates": {"shape": {"parallel": {"basis_points": 0}}}},
       {"rates": {"domain": "quote", "shape": {"parallel": {"basis_points": 0}}}},
       {"spread": {"move": {"absolute": {"basis_points": 0}}}}, {"foreign_exchange": {"fraction": 0}}]
      """#
    scenarios.append(["id": "ZERO", "shifts": try json(shifts)])
    document["scenarios"] = scenarios
    let text = String(decoding: try JSONSerialization.data(withJSONObject: document), as: UTF8.self)
    return (text, scenarios.compactMap { $0["id"] as? String })
  }

  @Test("a real fund and real loans under the sample scenarios with two workers")
  func wholePath() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    let stored = try StoredRuns(database)
    let (scenarios, names) = try scenariosWithZero()
    try tenor.write("scenarios.json", scenarios)

    let market = try await tenor.success("import", "market", Tenor.fund + "/market", "--id-only")
    let instruments = try await tenor.run("import", "instruments", Tenor.fund + "/instruments.csv", "--json")
    let report = try #require(try json(instruments.output) as? [String: Any])
    #expect(instruments.status == 0 && report["accepted"] as? Int == 1_885 && report["rejected"] as? Int == 0)
    let positions = try await tenor.success(
      "import", "positions", Tenor.fund + "/positions.csv", "--as-of", "2023-03-31", "--id-only")
    // The same content is the same snapshot.
    let again = try #require(
      try json(
        try await tenor.success(
          "import", "positions", Tenor.fund + "/positions.csv", "--as-of", "2023-03-31", "--json"))
        as? [String: Any])
    #expect(again["id"] as? String == positions && again["is_new"] as? Bool == false)
    #expect(again["position_count"] as? Int == 1_891)

    let created = try #require(
      try json(
        try await tenor.success(
          "run", "create", "--market", market, "--positions", positions, "--scenarios", "scenarios.json",
          "--buckets", "3", "--json")) as? [String: Any])
    let run = try #require(created["run_id"] as? String)
    #expect(created["state"] as? String == "QUEUED" && created["scenario_ids"] as? [String] == names)
    let workers = try [tenor.startWorker("first"), tenor.startWorker("second")]
    let watch = try await tenor.run("run", "status", run, "--watch", "--json")
    let status = try #require(try json(watch.output) as? [String: Any])
    let progress = try #require(status["progress"] as? [String: Any])
    #expect(watch.status == 0 && progress["state"] as? String == "SUCCEEDED")
    #expect(progress["positions_done"] as? Int == 1_891 && progress["position_count"] as? Int == 1_891)
    #expect((status["run"] as? [String: Any])?["state"] as? String == "SUCCEEDED")
    for worker in workers { #expect(try await worker.outcome().status == 0) }

    try expectCounts(run, stored)
    try expectZeroShiftIsBase(run, stored, scenarios: names)
    try expectNodesAreSums(run, stored)
    try expectReportingTotals(run, stored, scenarios: names)
    try await expectSummary(run, tenor, scenarios: names)
    try await expectLimits(run, tenor, stored, scenarios: names)
    try await expectCube(run, tenor, stored)
  }

  /// Values by sector and currency against SQL of the test's own, and value at risk against the run's totals.
  private func expectCube(_ run: String, _ tenor: Tenor, _ stored: StoredRuns) async throws {
    let text = try await tenor.success(
      "run", "cube", run, "--rows", "sector", "--columns", "currency", "--filter", "currency=USD", "--json")
    let cube = try #require(try json(text) as? [String: Any])
    let dimensions = try #require(cube["dimensions"] as? [[String: Any]])
    let sectors = try #require(dimensions[0]["groups"] as? [[String: Any]])
    var values: [String: Double] = [:]
    for cell in try #require(cube["cells"] as? [[String: Any]]) {
      let at = try #require(cell["at"] as? [Any])
      let figure = try #require((cell["figures"] as? [[String: Any]])?.first)
      guard at[1] is NSNull else { continue }
      let sector = (at[0] as? Int).map { sectors[$0]["value"] as? String ?? "" } ?? "all"
      values[sector] = figure["value"] as? Double
    }
    var whole = 0.0
    for row in try stored.connection.query(
      """
      SELECT coalesce(i.sector, ''), sum(v."values"[1]) FROM valuation_result v JOIN run r USING (run_no)
      JOIN position p USING (position_snapshot_no, position_number) JOIN instrument i USING (instrument_no)
      WHERE r.run_id = $1 AND v.measure_no = 1 AND v."values"[1] IS NOT NULL AND i.currency = 'USD' GROUP BY 1
      """, [.text(run)])
    {
      whole += row.double(1)
      #expect(abs((values[row.text(0)] ?? .nan) - row.double(1)) <= 1e-9 * max(1, abs(row.double(1))))
    }
    #expect(whole > 1e6 && abs((values["all"] ?? .nan) - whole) <= 1e-9 * whole)
    let lines = try await tenor.success(
      "run", "cube", run, "--rows", "maturity", "--columns", "fund", "--measure", "YIELD", "--csv"
    ).split(separator: "\n")
    #expect(
      lines[0] == "maturity,fund,figure,factor,value,position_count,gap_count,reason" && lines.count > 10)
    let table = try await tenor.success("run", "cube", run, "--rows", "fund", "--columns", "currency")
    #expect(table.contains("GS-BOND-FUND") && table.contains("total"))

    // Of fourteen moves, the second worst at 90%: 14 * 0.9 = 12.6, the 13th smallest loss.
    let risk = try #require(
      try json(
        try await tenor.success("run", "var", run, "--node", "LOANS", "--confidence", "0.9", "--json"))
        as? [String: Any])
    let node = try #require(risk["node"] as? [String: Any])
    let profits = try stored.connection.query(
      """
      SELECT n."values" FROM node_result n JOIN run r USING (run_no) WHERE r.run_id = $1 AND node = 'LOANS'
        AND product_type = '' AND measure_no = 1 AND is_reporting_total
      """, [.text(run)])[0].doubles(0).compactMap(\.self)
    let moves = profits.dropFirst().map { $0 - profits[0] }.sorted()
    #expect(risk["scenario_count"] as? Int == moves.count && moves.count == 14)
    let found = (risk: node["value_at_risk"] as? Double, shortfall: node["expected_shortfall"] as? Double)
    #expect(abs((found.risk ?? .nan) + moves[1]) <= 1e-6)
    #expect(abs((found.shortfall ?? .nan) + (moves[0] + 0.4 * moves[1]) / 1.4) <= 1e-6)
    #expect(try await tenor.run("run", "cube", run, "--rows", "colour").status == 2)
    #expect(try await tenor.run("run", "var", run, "--node", "NOWHERE").status == 2)
  }

  private func expectCounts(_ run: String, _ stored: StoredRuns) throws {
    let rows = try stored.connection.query(
      """
      SELECT p.product_type, count(*), count(*) FILTER (WHERE array_position(v."values", NULL) IS NULL),
        count(*) FILTER (WHERE v.reasons IS NULL)
      FROM valuation_result v JOIN run r USING (run_no)
        JOIN position p USING (position_snapshot_no, position_number)
      WHERE r.run_id = $1 AND v.measure_no = 1 GROUP BY 1
      """, [.text(run)])
    let counts = Dictionary(
      uniqueKeysWithValues: rows.map { ($0.text(0), ($0.int(1), $0.int(2), $0.int(3))) })
    #expect(counts.values.reduce(0) { $0 + $1.0 } == 1_891)
    let expected = ["FIXED_BOND": (601, 599), "AMORT_LOAN": (206, 200), "FX_FWD": (554, 130)]
    for (type, (all, priced)) in expected {
      let found = try #require(counts[type])
      #expect(found == (all, priced, priced), "\(type): \(found)")
    }
    #expect(counts.filter { expected[$0.key] == nil }.allSatisfy { $0.value.1 == 0 })
    // A cell is a number or it has a reason; no number is NaN or infinite.
    let bad = try stored.connection.query(
      """
      SELECT count(*) FROM valuation_result_by_scenario
      WHERE run_id = $1 AND ((value IS NULL) = (reason IS NULL) OR value IN ('NaN', 'Infinity', '-Infinity'))
      """, [.text(run)])
    #expect(bad[0].int(0) == 0)
  }

  private func expectZeroShiftIsBase(_ run: String, _ stored: StoredRuns, scenarios: [String]) throws {
    #expect(scenarios.first == "BASE" && scenarios.last == "ZERO")
    for table in ["valuation_result", "node_result"] {
      let row = try stored.connection.query(
        """
        SELECT count(*), count(*) FILTER (WHERE float8send("values"[1]) IS DISTINCT FROM float8send("values"[$2]))
        FROM \(table) JOIN run USING (run_no) WHERE run_id = $1 AND cardinality("values") > 1
        """, [.text(run), .int4(Int32(scenarios.count))])[0]
      #expect(row.int(0) > 1_000 && row.int(1) == 0, "\(table): \(row.int(1)) of \(row.int(0)) differ")
    }
  }

  /// Every node's sum in one currency is the sum over the positions below it, added here one by one.
  private func expectNodesAreSums(_ run: String, _ stored: StoredRuns) throws {
    struct Key: Hashable {
      let node: String
      let currency: String
      let measure: String
    }
    var sums: [Key: (value: Double, gross: Double)] = [:]
    let summed = "v.measure_no IN (1, 8, 9)"  // PV, DV01, CS01
    for row in try stored.connection.query(
      """
      SELECT p.portfolio_id, i.currency, m.name, v."values"[1] FROM valuation_result v
      JOIN run r USING (run_no) JOIN position p USING (position_snapshot_no, position_number)
      JOIN instrument i USING (instrument_no) JOIN measure m USING (measure_no)
      WHERE r.run_id = $1 AND \(summed) AND v."values"[1] IS NOT NULL
      """, [.text(run)])
    {
      let value = row.double(3)
      let path = row.text(0).split(separator: "/")
      for depth in 1...path.count {
        let key = Key(
          node: path.prefix(depth).joined(separator: "/"), currency: row.text(1), measure: row.text(2))
        let before = sums[key] ?? (0, 0)
        sums[key] = (before.value + value, before.gross + abs(value))
      }
    }
    let nodes = try stored.connection.query(
      """
      SELECT v.node, v.currency, m.name, v."values"[1], v.position_count > v.gap_count FROM node_result v JOIN run r USING (run_no)
      JOIN measure m USING (measure_no)
      WHERE r.run_id = $1 AND \(summed) AND v.node <> '' AND v.product_type = '' AND NOT v.is_reporting_total
      """, [.text(run)])
    #expect(nodes.count > 50)
    for row in nodes {
      let key = Key(node: row.text(0), currency: row.text(1), measure: row.text(2))
      guard let expected = sums.removeValue(forKey: key) else {
        #expect(!row.bool(4), "\(key): positions with a value, and none found")
        continue
      }
      // Plain additions of a few hundred values err by less than 1e-13 of what they add; the stored sum by 1e-9 at most
      // in all, since it is kept in fixed point.
      #expect(abs(row.double(3) - expected.value) <= 1e-12 * expected.gross + 1e-9, "\(key)")
    }
    #expect(sums.isEmpty, "no node for \(sums.keys)")
  }

  /// A total in the reporting currency is the sum of the currencies' totals, each times its rate under the scenario.
  private func expectReportingTotals(_ run: String, _ stored: StoredRuns, scenarios: [String]) throws {
    // Units of each currency for a euro; the run reports in dollars.
    var perEuro = ["EUR": 1.0]
    for line in try String(contentsOfFile: Tenor.fund + "/market/fx.csv", encoding: .utf8).split(
      separator: "\n"
    )
    .dropFirst() {
      let cells = line.split(separator: ",")
      perEuro[String(cells[0])] = Double(cells[1])
    }
    let dollars = try #require(perEuro["USD"])
    for (name, foreign) in [("BASE", 1), ("RATES_PARALLEL_1BP", 1), ("FX_SPOT_1PCT", 1.01)] {
      let ordinal = try #require(scenarios.firstIndex(of: name)) + 1
      var parts: [String: (value: Double, gross: Double)] = [:]
      var totals: [String: Double] = [:]
      for row in try stored.connection.query(
        """
        SELECT v.node, v.product_type || ' ' || v.measure_no, v.currency, v.is_reporting_total, v."values"[$2]
        FROM node_result v JOIN run r USING (run_no) WHERE r.run_id = $1 AND v.measure_no IN (1, 8, 9) AND factor = ''
        """, [.text(run), .int4(Int32(ordinal))])
      {
        guard let value = row.optionalDouble(4) else { continue }
        let key = "\(row.text(0)) \(row.text(1))"
        if row.bool(3) {
          totals[key] = value
        } else {
          let rate = dollars / (try #require(perEuro[row.text(2)])) * (row.text(2) == "USD" ? 1 : foreign)
          let before = parts[key] ?? (0, 0)
          parts[key] = (before.value + value * rate, before.gross + abs(value * rate))
        }
      }
      #expect(totals.count > 50)
      for (key, total) in totals {
        let expected = try #require(parts[key], "\(key)")
        #expect(abs(total - expected.value) <= 1e-12 * expected.gross + 1e-9, "\(name) \(key)")
      }
    }
  }

  /// Limits on the run see figures that plain additions over its positions give.
  private func expectLimits(_ run: String, _ tenor: Tenor, _ stored: StoredRuns, scenarios: [String])
    async throws
  {
    var perEuro = ["EUR": 1.0]
    for line in try String(contentsOfFile: Tenor.fund + "/market/fx.csv", encoding: .utf8).split(
      separator: "\n"
    ).dropFirst() {
      let cells = line.split(separator: ",")
      perEuro[String(cells[0])] = Double(cells[1])
    }
    let dollars = try #require(perEuro["USD"])
    let up = try #require(scenarios.firstIndex(of: "USD_RATES_UP_100BP")) + 1
    struct Sums {
      var value = 0.0
      var profit = 0.0
      var weighted = 0.0
      var weight = 0.0
      var issues: [String: Double] = [:]
    }
    var sums = Sums()
    for row in try stored.connection.query(
      """
      SELECT i.currency, i.instrument_id, v."values"[1], v."values"[$2], d."values"[1]
      FROM valuation_result v JOIN run r USING (run_no)
      JOIN position p USING (position_snapshot_no, position_number) JOIN instrument i USING (instrument_no)
      LEFT JOIN valuation_result d
        ON d.run_no = v.run_no AND d.position_number = v.position_number AND d.measure_no = 12
      WHERE r.run_id = $1 AND v.measure_no = 1 AND v."values"[1] IS NOT NULL
      """, [.text(run), .int4(Int32(up))])
    {
      let rate = dollars / (try #require(perEuro[row.text(0)]))
      let value = row.double(2) * rate
      sums.value += value
      sums.profit += row.double(3) * rate - value
      sums.issues[row.text(1), default: 0] += value
      guard let duration = row.optionalDouble(4) else { continue }
      sums.weighted += duration * value
      sums.weight += value
    }
    let gross = sums.issues.values.reduce(0) { $0 + abs($1) }
    let index = sums.issues.values.reduce(0) { $0 + ($1 / gross) * ($1 / gross) }

    let limits: [(name: String, words: [String], expected: Double, status: String)] = [
      ("value", ["--measure", "PV", "--minimum", "0", "--currency", "USD"], sums.value, "OK"),
      (
        "duration", ["--measure", "EFFECTIVE_DURATION", "--maximum", "1"], sums.weighted / sums.weight,
        "BREACH"
      ),
      (
        "rates-up", ["--profit", "USD_RATES_UP_100BP", "--relative", "--minimum", "-0.5"],
        sums.profit / sums.value, "OK"
      ),
      ("names", ["--concentration", "instrument", "--maximum", "0.5"], index, "OK"),
    ]
    for limit in limits {
      let added = try await tenor.run(["limit", "add", limit.name, "--by", "ann"] + limit.words)
      #expect(added.status == 0, "\(added.errors)")
      #expect(try await tenor.run("limit", "approve", limit.name, "--by", "ann").status == 1)
      try await tenor.success("limit", "approve", limit.name, "--by", "bob")
    }
    let outcome = try await tenor.run("run", "limits", run, "--json")
    #expect(outcome.status == 1)
    let found = try #require(try json(outcome.output) as? [[String: Any]])
    #expect(found.count == limits.count)
    for limit in limits {
      let item = try #require(found.first { $0["limit"] as? String == limit.name })
      let value = try #require(item["value"] as? Double)
      #expect(abs(value - limit.expected) <= 1e-9 * abs(limit.expected), "\(limit.name)")
      #expect(item["status"] as? String == limit.status)
    }
    try await tenor.success(
      "limit", "acknowledge", run, "duration", "--comment", "hedge on Monday", "--by", "bob")
    try await tenor.success("limit", "retire", "duration", "--by", "ann")
    try await tenor.success("limit", "approve", "duration", "--by", "bob")
    #expect(try await tenor.success("run", "limits", run).contains("bob"))
    #expect(try await tenor.success("limit", "list", "duration").contains("RETIRED"))
  }

  private func expectSummary(_ run: String, _ tenor: Tenor, scenarios: [String]) async throws {
    let summary = try #require(
      try json(try await tenor.success("run", "results", run, "--json")) as? [String: Any])
    #expect(summary["run_id"] as? String == run && summary["positions"] as? Int == 1_891)
    #expect(summary["scenarios"] as? [String] == scenarios)
    let holdings = try #require(summary["holdings"] as? [[String: Any]])
    let nodes = try #require(summary["nodes"] as? [[String: Any]])
    for fund in ["GS-BOND-FUND", "LOANS"] {
      let parts = holdings.filter { $0["fund"] as? String == fund }.compactMap {
        $0["reporting_value"] as? Double
      }
      let whole = try #require(nodes.first { $0["node"] as? String == fund }?["value"] as? Double)
      #expect(whole > 1e6 && abs(whole - parts.reduce(0, +)) <= 1e-9 * whole)
    }
    let coverage = try #require(summary["coverage"] as? [[String: Any]])
    let priced = Dictionary(
      uniqueKeysWithValues: coverage.compactMap { line in
        (line["product_type"] as? String).flatMap { type in (line["priced"] as? Int).map { (type, $0) } }
      })
    #expect(priced["FIXED_BOND"] == 599 && priced["AMORT_LOAN"] == 200 && priced["FX_FWD"] == 130)

    let text = try await tenor.success(
      "run", "results", run, "--summary", "--compare-risk", Tenor.fund + "/reported_risk.csv")
    for title in [
      "Portfolio, USD", "Value by product and currency", "key rate, USD for +1 bp", "Scenario profit",
    ] {
      #expect(text.contains(title))
    }
    try await expectPages(run, tenor)
    #expect(try json(try await tenor.success("run", "status", "--json")) is [Any])
    #expect(try await tenor.success("run", "status", run, "--tasks").contains("SUCCEEDED"))
  }

  /// Pages follow each other without a gap or a repetition.
  private func expectPages(_ run: String, _ tenor: Tenor) async throws {
    func page(_ more: String...) async throws -> (ids: [String], next: String?) {
      let outcome = try await tenor.run(
        [
          "run", "results", run, "--product", "AMORT_LOAN", "--measure", "DV01", "--scenario", "BASE",
          "--json",
        ] + more)
      let document = try #require(try json(outcome.output) as? [String: Any])
      let rows = try #require(document["rows"] as? [[String: Any]])
      return (rows.compactMap { $0["position_id"] as? String }, document["next"] as? String)
    }
    let whole = try await page("--limit", "1000")
    #expect(whole.ids.count == 206 && Set(whole.ids).count == 206 && whole.next == nil)
    var ids: [String] = []
    var next: String?
    repeat {
      let part = try await (next == nil ? page("--limit", "90") : page("--limit", "90", "--after", next!))
      ids += part.ids
      next = part.next
    } while next != nil
    #expect(ids == whole.ids)
  }
}
