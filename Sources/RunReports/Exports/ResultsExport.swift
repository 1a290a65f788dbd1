import Instruments
public import PostgresStore
import Pricing
public import RunRecords

/// The vectors of positions: a row per position, measure and factor, a column per scenario.
public struct ResultsExport: RunExport {
  private let run: RunID
  private let filter: ResultStore.Filter
  private let scenarios: ScenarioColumns

  public init(_ run: RunID, filter: ResultStore.Filter, scenarios: ScenarioColumns) {
    self.run = run
    self.filter = filter
    self.scenarios = scenarios
  }

  public var name: String { "Results" }

  public var columns: [String] {
    ["position_id", "portfolio", "instrument_id", "product_type", "currency", "measure", "factor"]
      + scenarios.columns
  }

  public var filters: [ExportTable.About] {
    let gaps: String? =
      switch filter.gaps {
      case nil: nil
      case .any: "any"
      case .code(let code): code.rawValue
      }
    return ExportAbout.filters([
      ("position_id", filter.positionID), ("node", filter.node),
      ("product_type", filter.productType?.rawValue),
      ("measure", filter.measure?.rawValue), ("factor", filter.factor), ("scenario", scenarios.filter),
      ("reason", gaps),
    ])
      + CubeDimension.allCases.flatMap { dimension in
        (filter.groups[dimension] ?? []).flatMap { ExportAbout.filters([(dimension.rawValue, $0 ?? "")]) }
      }
  }

  public func forEachRow(_ database: some DatabaseReading, _ body: ([ExportCell]) throws -> Void) throws {
    var cursor: ResultStore.Cursor?
    repeat {
      let page = try database.read {
        try ResultStore($0).page(
          run, filter: filter, scenarios: scenarios.ordinals, after: cursor, limit: scenarios.rowsOfAPage)
      }
      for row in page.rows {
        try body(
          [
            .text(row.positionID), .text(row.portfolio), .text(row.instrumentID),
            .text(row.productType.rawValue),
            .text(row.currency), .text(row.measure.rawValue), .text(row.factor),
          ] + scenarios.cells(row.values, row.measure))
      }
      cursor = page.next
    } while cursor != nil
  }
}
