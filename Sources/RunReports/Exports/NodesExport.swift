import DatesAndConventions
import Instruments
public import PostgresStore
import Pricing
public import RunRecords

/// The vectors of portfolio nodes, as the run has rolled them up; nothing is added up again.
public struct NodesExport: RunExport {
  /// The product type of results of all product types together.
  public static let allProducts = "ALL"

  private let run: RunID
  private let filter: ResultStore.NodeFilter
  private let scenarios: ScenarioColumns

  public init(_ run: RunID, filter: ResultStore.NodeFilter, scenarios: ScenarioColumns) {
    self.run = run
    self.filter = filter
    self.scenarios = scenarios
  }

  public var name: String { "Nodes" }

  public var columns: [String] {
    [
      "node", "product_type", "currency", "is_reporting_total", "position_count", "gap_count", "measure",
      "factor",
    ] + scenarios.columns
  }

  public var filters: [ExportTable.About] {
    ExportAbout.filters([
      ("node", filter.node),
      ("product_type", filter.onlyAllProducts ? Self.allProducts : filter.productType?.rawValue),
      ("currency", filter.currency?.code), ("is_reporting_total", filter.isReportingTotal.map { "\($0)" }),
      ("measure", filter.measure?.rawValue), ("factor", filter.factor), ("scenario", scenarios.filter),
    ])
  }

  public func forEachRow(_ database: some DatabaseReading, _ body: ([ExportCell]) throws -> Void) throws {
    var last: NodeResult.Key?
    var hasMore = true
    while hasMore {
      let page = try database.read {
        try ResultStore($0).nodePage(run, filter: filter, after: last, limit: scenarios.rowsOfAPage)
      }
      for row in page.rows {
        let key = row.key
        try body(
          [
            .text(key.node), .text(key.productType?.rawValue ?? Self.allProducts), .text(key.currency.code),
            .flag(key.isReportingTotal), .integer(row.positionCount), .integer(row.gapCount),
            .text(key.measure.rawValue), .text(key.factor),
          ] + scenarios.cells(row.values, key.measure))
      }
      last = page.rows.last?.key
      hasMore = page.hasMore
    }
  }
}
