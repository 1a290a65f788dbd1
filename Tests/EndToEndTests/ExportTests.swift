import Foundation
import PostgresStore
import TestSupport
import Testing

@Suite("Exports and comparisons", .enabled(if: TestCluster.isAvailable))
struct ExportTests {
  /// A database with two runs that have succeeded: of a book, and of the same book with some positions changed, one
  /// missing and one new.
  private struct Runs {
    let tenor: Tenor
    let database: PostgresSettings
    let first: String
    let second: String

    init() async throws {
      database = try TestCluster.makeDatabase()
      tenor = try Tenor(database: database)
      let book = GeneratedBook(count: 80)
      try await tenor.importBook(book)
      first = try await tenor.createRun(buckets: 2)
      var lines = book.positions.split(separator: "\n").map(String.init)
      lines[3] = lines[3].replacing("P00002,", with: "P99999,")
      for index in [11, 14, 22] {
        var cells = lines[index].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        cells[3] += "0"
        lines[index] = cells.joined(separator: ",")
      }
      try tenor.write("other.csv", lines.joined(separator: "\n") + "\n")
      try await tenor.success("import", "positions", "other.csv", "--as-of", "2023-04-03")
      second = try await tenor.createRun(buckets: 3)
      let worker = try await tenor.startWorker("only").outcome()
      guard worker.status == 0 else { throw TenorProcess.Failure(description: worker.errors) }
    }

    func bytes(_ name: String) throws -> [UInt8] {
      [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(tenor.folder)/\(name)")))
    }
  }

  @Test("files hold every stored number to the bit, in every format")
  func exports() async throws {
    let runs = try await Runs()
    let tenor = runs.tenor
    for (name, format) in [("r.csv", "csv"), ("r.json", "json"), ("r.xlsx", "xlsx")] {
      let outcome = try await tenor.run("export", "results", runs.first, "--output", name)
      #expect(
        outcome.status == 0 && outcome.output.isEmpty && outcome.errors.contains("rows to \(name)"),
        "\(format)")
    }
    #expect(tenor.files.allSatisfy { !$0.hasSuffix(".part") })

    // What the database has, as bits.
    let connection = try PostgresConnection(runs.database)
    let number = try StoredRuns(runs.database).number(runs.first)
    let stored = try connection.query(
      """
      SELECT p.position_id, m.name, v.factor, encode(array_send(v."values"), 'hex'), v."values"
      FROM valuation_result v JOIN run r USING (run_no) JOIN measure m USING (measure_no)
      JOIN position p ON p.position_snapshot_no = r.position_snapshot_no AND p.position_number = v.position_number
      WHERE v.run_no = $1 ORDER BY v.position_number, v.measure_no, v.factor
      """, [.int4(number)])
    let sheet = try Workbook(try runs.bytes("r.xlsx")).sheets[0]
    let scenarios = try connection.query("SELECT scenario_count FROM run WHERE run_no = $1", [.int4(number)])[
      0
    ].int(0)
    #expect(sheet.rowCount == stored.count + 1 && stored.count > 500)
    for (index, row) in stored.enumerated() {
      let cells = sheet.cells[index + 2] ?? [:]
      #expect(cells[1] == .text(row.text(0)) && cells[6] == .text(row.text(1)))
      let values = (8..<8 + scenarios).map { column -> UInt64? in
        guard case .number(let text, format: _) = cells[column] else { return nil }
        return Double(text)?.bitPattern
      }
      // A measure wanted on the base alone has one value.
      // Zero is written without a sign, as in every answer.
      let expected = row.doubles(4).map { $0.map { ($0 == 0 ? 0 : $0).bitPattern } }
      #expect(Array(values.prefix(expected.count)) == expected, "\(row.text(0)) \(row.text(1))")
    }
    let csv = String(decoding: try runs.bytes("r.csv"), as: UTF8.self).split(separator: "\r\n")
    #expect(csv.count == stored.count + 1)
    let json = try #require(
      try json(String(decoding: try runs.bytes("r.json"), as: UTF8.self)) as? [String: Any])
    #expect((json["rows"] as? [Any])?.count == stored.count)
    #expect((json["about"] as? [String: String])?["run_id"] == runs.first)

    let output = try await tenor.success("export", "runs")
    #expect(output.split(separator: "\r\n").count == 3)
    #expect(
      try await tenor.success("export", "nodes", "latest", "--measure", "PV", "--totals-only").contains(
        "ALPHA"))
    #expect(
      try await tenor.success("export", "cashflows", "latest", "--position", "P00003").contains("P00003,1,"))
    #expect(try await tenor.success("export", "gaps", "latest", "--format", "json").contains("unsupported"))
    let unknown = try await tenor.run("export", "results", "latest", "--format", "pdf")
    #expect(unknown.status == 2 && unknown.errorLines.count == 1)
    let unwritable = try await tenor.run("export", "results", "latest", "--output", "no/such/folder.csv")
    #expect(unwritable.status == 1 && unwritable.errorLines.count == 1, "\(unwritable.errors)")
    let missing = try await tenor.run("export", "results", "R9")
    #expect(missing.status == 1 && missing.output.isEmpty)
  }

  @Test("a run does not differ from itself, and differences of positions add up to those of nodes")
  func comparison() async throws {
    let runs = try await Runs()
    let tenor = runs.tenor
    let same = try await tenor.success("run", "compare", runs.first, runs.first)
    #expect(
      same.contains("The same was asked of both.") && same.contains("80 positions in both, 0 of them differ"))
    for measure in ["PV", "DV01"] {
      for scenario in ["BASE", "RATES_PARALLEL_1BP", "FX_SPOT_1PCT"] {
        let text = try await tenor.success(
          "run", "compare", runs.first, runs.second, "--measure", measure, "--scenario", scenario, "--limit",
          "1000",
          "--json")
        let found = try #require(try json(text) as? [String: Any])
        let comparison = try #require(found["comparison"] as? [String: Any])
        let positions = try #require(comparison["positions"] as? [String: Any])
        let largest = try #require(positions["largest"] as? [[String: Any]])
        let nodes = try #require(found["nodes"] as? [[String: Any]])
        // The differing positions of each node, from either run.
        for root in ["ALPHA", "BETA"] {
          let below = largest.filter { row in
            let side = (row["b"] ?? row["a"]) as? [String: Any]
            return (side?["portfolio"] as? String)?.split(separator: "/").first.map(String.init) == root
          }
          let sum = below.reduce(0) { $0 + ($1["difference"] as! Double) }
          let node = try #require(nodes.first { $0["node"] as? String == root })
          let cell = try #require((node["cells"] as? [[String: Any]])?.first)
          let (a, b) = (try #require(cell["a"] as? Double), try #require(cell["b"] as? Double))
          // Sums of so many amounts in doubles, against exact sums.
          #expect(abs(sum - (b - a)) <= 1e-12 * (abs(a) + abs(b)) * 80, "\(measure) \(scenario) \(root)")
        }
        #expect(largest.contains { $0["position_id"] as? String == "P99999" && $0["a"] == nil })
        #expect((positions["only_in_a"] as? [String: Any])?["count"] as? Int == 1)
      }
    }
    let shown = try await tenor.success("run", "compare", runs.first, runs.second, "--limit", "2")
    #expect(shown.contains("position_snapshot_id") && shown.contains("1 only in A, 1 only in B"))
    let wrong = try await tenor.run("run", "compare", runs.first, runs.second, "--scenario", "SIDEWAYS")
    #expect(wrong.status == 2 && wrong.errors.contains("not a scenario of both runs"))
  }

  @Test("evidence is the same bytes every time, holds for its run, and tells what was changed")
  func evidence() async throws {
    let runs = try await Runs()
    let tenor = runs.tenor
    try await tenor.success("run", "evidence", runs.first, "--output", "a.zip")
    try await tenor.success("run", "evidence", runs.first, "--output", "b.zip")
    let archive = try runs.bytes("a.zip")
    #expect(try archive == runs.bytes("b.zip"))
    #expect(try await tenor.success("run", "evidence", "--verify", "a.zip").contains("a.zip holds: "))

    // The digest of the results is what anyone gets from the database with COPY and SHA-256.
    let number = try StoredRuns(runs.database).number(runs.first)
    let copied = try PostgresConnection(runs.database).query(
      """
      SELECT encode(sha256(convert_to(
        E'run_no,position_number,period_number,pay_date,interest,principal,prepayment,balance,currency\\n'
        || string_agg(concat_ws(',', run_no, position_number, period_number, pay_date, interest, principal, prepayment,
          balance, currency) || E'\\n', '' ORDER BY position_number, period_number), 'UTF8')), 'hex')
      FROM cashflow_schedule WHERE run_no = $1
      """, [.int4(number)])[0].text(0)
    #expect(String(decoding: archive, as: UTF8.self).contains(copied))

    // One byte of a file within.
    var damaged = archive
    let place = try #require(archive.firstRange(of: Array("\"code_version\"".utf8))).lowerBound
    damaged[place + 1] = UInt8(ascii: "C")
    try tenor.write("c.zip", damaged)
    let spoilt = try await tenor.run("run", "evidence", "--verify", "c.zip")
    #expect(spoilt.status == 1 && spoilt.errors.contains("is damaged"), "\(spoilt)")
    try tenor.write("d.zip", Array("no archive".utf8))
    #expect(try await tenor.run("run", "evidence", "--verify", "d.zip").status == 1)

    // What has happened since is told.
    try await tenor.success("run", "publish", runs.first, "--by", "risk")
    let since = try await tenor.run("run", "evidence", "--verify", "a.zip")
    #expect(since.status == 1 && since.output.contains("run.json is not what the database says"), "\(since)")
    #expect(since.output.contains("publication.json"))
    #expect(!since.output.contains("results.json"))
    try await tenor.success("run", "evidence", runs.first, "--output", "e.zip")
    #expect(try await tenor.run("run", "evidence", "--verify", "e.zip").status == 0)
    #expect(try await tenor.run("run", "evidence").status == 2)
  }
}
