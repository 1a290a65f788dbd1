import Instruments
import JSONDocuments
import PostgresStore
import Pricing
import RunRecords

/// One page of a run's vectors, as asked for on the command line.
struct ResultPage: Codable {
  struct Cell: Codable {
    let scenario: String
    let value: Double?
    let reason: String?
  }

  struct Row: Codable {
    let positionId: String
    let portfolio: String
    let instrumentId: String
    let productType: String
    let currency: String
    let measure: String
    let factor: String
    /// By scenario of the run, or the one asked for; `null` where `cells` holds a reason.
    let values: [Double?]
    let reasons: [Cell]
  }

  let runId: String
  let scenarios: [String]
  let rows: [Row]
  /// Give it to `--after` for the next page; absent on the last.
  let next: String?

  init(_ record: RunRecord, _ arguments: Arguments, _ connection: PostgresConnection) throws {
    let filter = try ResultOptions.filter(arguments)
    let chosen = try ResultOptions.scenario(arguments, record)
    let ordinals = chosen.map { [$0] } ?? Array(record.scenarioIDs.indices)
    let page = try ResultStore(connection).page(
      record.id, filter: filter, scenarios: chosen.map { [$0] },
      after: try arguments.value("after").map(ResultPage.cursor),
      limit: try arguments.integer("limit", default: 100, in: 1...1_000_000))
    runId = record.id.text
    scenarios = ordinals.map { record.scenarioIDs[$0] }
    rows = page.rows.map { row in
      var values: [Double?] = []
      var reasons: [Cell] = []
      for ordinal in ordinals {
        let scenario = record.scenarioIDs[ordinal]
        switch row.values.cell(ordinal, scenarioID: scenario) {
        case .success(let value): values.append(value)
        case .failure(let gap):
          values.append(nil)
          reasons.append(Cell(scenario: scenario, value: nil, reason: gap.reason.description))
        }
      }
      return Row(
        positionId: row.positionID, portfolio: row.portfolio, instrumentId: row.instrumentID,
        productType: row.productType.rawValue, currency: row.currency, measure: row.measure.rawValue,
        factor: row.factor, values: values, reasons: reasons)
    }
    next = page.next.map { "\($0.positionNumber):\($0.measure.rawValue):\($0.factor)" }
  }

  func print(_ arguments: Arguments, _ console: Console) throws {
    if arguments.has("json") {
      console.print(try CanonicalJSON.encode(self))
      return
    }
    var table = TextTable([
      ("position", .left), ("instrument", .left), ("measure", .left), ("factor", .left), ("scenario", .left),
      ("value", .right), ("", .left),
    ])
    for row in rows {
      for (index, scenario) in scenarios.enumerated() {
        let reason = row.reasons.first { $0.scenario == scenario }?.reason
        table.append([
          row.positionId, row.instrumentId, row.measure, row.factor, scenario,
          row.values[index].map { NumberText.grouped($0, decimals: 6) } ?? "-", reason ?? row.currency,
        ])
      }
    }
    for line in table.lines { console.print(line) }
    if let next { console.print("more: --after \(next)") }
  }

  private static func cursor(_ text: String) throws -> ResultStore.Cursor {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, let number = Int32(parts[0]), let measure = Measure(rawValue: String(parts[1]))
    else {
      throw CommandError(
        .usage, "--after '\(text)' is not where a page ended; use the text after 'more: --after'")
    }
    return ResultStore.Cursor(positionNumber: number, measure: measure, factor: String(parts[2]))
  }
}
