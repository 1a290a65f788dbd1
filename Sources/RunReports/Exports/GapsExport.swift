import Instruments
import Pricing
import PostgresStore
public import RunRecords

/// How many positions of each product type have which reason instead of a number, the most frequent first.
public struct GapsExport: RunExport {
  private static let mostRows = 100_000
  private let run: RunID
  private let node: String?

  /// - Parameter node: Only positions of this portfolio node and below; all when `nil`.
  public init(_ run: RunID, under node: String? = nil) {
    self.run = run
    self.node = node
  }

  public var name: String { "Gaps" }
  public var columns: [String] { ["product_type", "code", "detail", "position_count", "row_count"] }
  public var filters: [ExportTable.About] { ExportAbout.filters([("node", node)]) }

  public func forEachRow(_ database: some DatabaseReading, _ body: ([ExportCell]) throws -> Void) throws {
    for gap in try database.read({ try ResultStore($0).gaps(run, under: node, limit: Self.mostRows) }) {
      try body([
        .text(gap.productType.rawValue), .text(gap.reason.code.rawValue), .text(gap.reason.detail),
        .integer(gap.positionCount), .integer(gap.rowCount),
      ])
    }
  }
}
