import JSONDocuments
import PostgresStore
import RunRecords
import TestSupport
import Testing

@testable import Services

@Suite(.enabled(if: TestCluster.isAvailable))
struct ExportTests {
  private static let finished = Result { try FinishedRun() }

  private let run: String
  private let client: TestClient

  init() throws {
    let finished = try Self.finished.get()
    run = finished.run
    client = finished.platform.client
  }

  private func export(_ table: String, _ format: String, _ query: String = "") throws -> TestClient.Answer {
    let answer = try client.get("/v1/runs/\(run)/\(table)/export?format=\(format)\(query)")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.headers["content-disposition"] == "attachment; filename=\"\(run)-\(table).\(format)\"")
    return answer
  }

  private func items(_ path: String, _ query: String = "") throws -> [JSONValue] {
    let page = try client.get("/v1/runs/\(run)/\(path)?limit=1000\(query)").json
    #expect(page["next_cursor"] == nil)
    return try #require(page["items"]?.array)
  }

  /// The rows of a listing as cells of text, with numbers as their bits; the last is what the reasons say.
  private func rows(_ items: [JSONValue], _ names: [String]) throws -> [[String]] {
    try items.map { item in
      let cells = try #require(item["cells"]?.array)
      let reasons = cells.compactMap { cell -> (String, String)? in
        guard let code = cell["reason"]?["code"]?.text, let detail = cell["reason"]?["detail"]?.text else {
          return nil
        }
        return (cell["scenario"]!.text!, "\(code): \(detail)")
      }
      let isAlike = reasons.count == cells.count && Set(reasons.map(\.1)).count == 1
      let reason = isAlike ? reasons[0].1 : reasons.map { "\($0.0): \($0.1)" }.joined(separator: "; ")
      return names.map { item[$0]!.text! } + cells.map { Self.bits($0["value"]?.number) } + [reason]
    }
  }

  private static func bits(_ number: Double?) -> String {
    number.map { String($0.bitPattern, radix: 16) } ?? ""
  }

  private static let names = [
    "position_id", "portfolio", "instrument_id", "product_type", "currency", "measure", "factor",
  ]

  @Test(arguments: [
    "", "&measure=PV", "&node=FUND/CREDIT", "&scenario=UP", "&reason=any", "&position_id=P12",
  ])
  func everyCellOfAFileIsTheCellThatTheListingShows(query: String) throws {
    let expected = try rows(try items("results", query), Self.names)
    let scenarios = query.contains("scenario") ? ["UP"] : ["BASE", "UP"]

    let json = try export("results", "json", query).json
    #expect(json["columns"]?.array?.compactMap(\.text) == Self.names + scenarios + ["reasons"])
    let fromJSON = try #require(json["rows"]?.array).map { row in
      row.array!.map { $0.text ?? Self.bits($0.number) }
    }
    #expect(fromJSON == expected)

    let csv = try export("results", "csv", query).text.split(
      separator: "\r\n", omittingEmptySubsequences: false)
    #expect(csv.first.map(String.init) == (Self.names + scenarios + ["reasons"]).joined(separator: ","))
    #expect(csv.last == "" && csv.count == expected.count + 2)
    for (line, row) in zip(csv.dropFirst(), expected) {
      // No cell here but the last has a comma or a quotation mark.
      let cells = line.split(separator: ",", maxSplits: row.count - 1, omittingEmptySubsequences: false)
      #expect(cells.prefix(7).map(String.init) == Array(row.prefix(7)))
      #expect(cells[7..<row.count - 1].map { Self.bits(Double($0)) } == Array(row[7..<row.count - 1]))
      let reason = row[row.count - 1]
      #expect(
        cells[row.count - 1]
          == (reason.contains("\"") ? "\"\(reason.replacing("\"", with: "\"\""))\"" : reason))
    }

    let workbook = try Workbook(try export("results", "xlsx", query).bytes)
    #expect(workbook.sheets.map(\.name) == ["Results", "About"])
    let sheet = workbook.sheets[0]
    #expect(sheet.isFrozen && sheet.rowCount == expected.count + 1)
    for (number, row) in expected.enumerated() {
      let cells = (1...row.count).map { column in
        switch sheet.cells[number + 2]?[column] {
        case .text(let text): text
        case .number(let text, format: _): Self.bits(Double(text))
        case .flag(let flag): "\(flag)"
        case nil: ""
        }
      }
      #expect(cells == row)
    }
  }

  @Test func aWorkbookTellsWhatItIs() throws {
    let about = try Workbook(try export("results", "xlsx", "&measure=PV&node=FUND").bytes).sheets[1]
    let told = Dictionary(
      uniqueKeysWithValues: about.cells.values.compactMap { row -> (String, String)? in
        guard case .text(let name) = row[1] else { return nil }
        switch row[2] {
        case .text(let text): return (name, text)
        case .number(let text, format: _): return (name, text)
        case .flag, nil: return (name, "")
        }
      })
    let shown = try #require(try client.get("/v1/runs/\(run)").json["run"])
    for name in ["run_id", "market_snapshot_id", "position_snapshot_id", "request_hash"] {
      #expect(told[name] == shown[name]?.text, "\(name)")
    }
    #expect(told["code_version"] == "test" && told["exported_at"] == "2023-03-31T22:00:00Z")
    #expect(told["filter: measure"] == "PV" && told["filter: node"] == "FUND" && told["rows"] == "23")
  }

  @Test func amountsHaveTheDecimalsOfTheDashboard() throws {
    let sheet = try Workbook(try export("results", "xlsx").bytes).sheets[0]
    let formats = Set(
      zip(sheet.column("measure"), sheet.column("BASE")).compactMap { measure, cell -> [String]? in
        guard case .text(let name) = measure, case .number(_, let format) = cell else { return nil }
        return [name, format]
      })
    #expect(formats == [["PV", "#,##0"], ["KEY_RATE_DV01", "#,##0.00"]])
  }

  @Test func nodesAreWhatTheRunHasRolledUp() throws {
    let names = ["node", "currency", "measure", "factor"]
    let expected = try rows(try items("nodes", "&product_type=ALL"), names)
    let json = try export("nodes", "json", "&product_type=ALL").json
    let columns = try #require(json["columns"]?.array).compactMap(\.text)
    let kept = (names + ["BASE", "UP", "reasons"]).compactMap(columns.firstIndex)
    let found = try #require(json["rows"]?.array).map { row in
      kept.map { row.array![$0].text ?? Self.bits(row.array![$0].number) }
    }
    #expect(found == expected && found.count == 5)
  }

  @Test(arguments: [
    ("", 69), ("&position_id=P12", 3), ("&node=FUND/CREDIT", 36), ("&product_type=ABS_MBS", 27),
  ])
  func cashFlowsComeOnceEach(query: String, count: Int) throws {
    let json = try export("cashflows", "json", query).json
    let rows = try #require(json["rows"]?.array).map { $0.array! }
    #expect(rows.count == count)
    #expect(Set(rows.map { "\($0[0].text!) \($0[1].number!)" }).count == count)
    for row in rows where row[0].text == "P12" {
      let flow = try items("positions/P12/cashflows")[Int(row[1].number!) - 1]
      let names = ["interest", "principal", "prepayment", "total", "balance"]
      #expect(row[4...].map(\.number) == names.map { flow[$0]?.number })
      #expect(row[2] == flow["pay_date"])
    }
  }

  @Test func gapsAndRunsAreExportedToo() throws {
    let gaps = try export("gaps", "json").json
    let expected = try items("gaps")
    #expect(
      try #require(gaps["rows"]?.array).map { $0.array![2].text }
        == expected.map { $0["reason"]?["detail"]?.text })
    let runs = try client.get("/v1/exports/runs?format=csv")
    #expect(runs.status == 200 && runs.text.contains("\r\n\(run),SUCCEEDED,false,sha256:"))
  }

  @Test func aRunWithoutResultsHasNoExport() throws {
    let platform = try TestPlatform()
    let book = try SampleBook(platform)
    let run = try book.makeRun()
    #expect(try platform.client.get("/v1/runs/\(run)/results/export").status == 409)
    #expect(try platform.client.get("/v1/runs/R9/results/export").status == 404)
    #expect(try platform.client.get("/v1/runs/\(run)/results/export?format=pdf").status == 400)
    #expect(try platform.client.get("/v1/runs/\(run)/results/export?limit=1").status == 400)
    #expect(try platform.client.get("/v1/runs/\(run)/evidence").status == 409)
    #expect(try platform.client.get("/v1/runs/\(run)/compare/\(run)").status == 409)
  }

  @Test func beyondTheLimitsNothingIsSent() throws {
    var limits = ExportLimits()
    limits.rows = 68
    let platform = try TestPlatform(exportLimits: limits)
    let book = try SampleBook(platform)
    let run = try book.makeRun()
    try book.work()
    let refused = try platform.client.get("/v1/runs/\(run)/results/export")
    #expect(
      refused.status == 422 && refused.text.contains("68 rows") && refused.text.contains("tenor export"))
    #expect(try platform.client.get("/v1/runs/\(run)/results/export?measure=PV").status == 200)
  }

  @Test func moreReportsThanSlotsAreRefused() throws {
    let slots = ReportSlots(count: 1)
    #expect(throws: (any Error).self) { try slots.use { try slots.use {} } }
    #expect(try slots.use { 1 } == 1)
  }
}
