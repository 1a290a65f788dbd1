import DatesAndConventions
import Instruments
public import PostgresStore
public import RunRecords

/// The future flows of positions in the base scenario, for whole positions; received is positive.
public struct CashFlowsExport: RunExport {
  private static let rowsOfAPage = 10_000
  private let run: RunID
  private let filter: ResultStore.CashFlowFilter

  public init(_ run: RunID, filter: ResultStore.CashFlowFilter) {
    self.run = run
    self.filter = filter
  }

  public var name: String { "Cash flows" }

  public var columns: [String] {
    [
      "position_id", "period_number", "pay_date", "currency", "interest", "principal", "prepayment", "total",
      "balance",
    ]
  }

  public var filters: [ExportTable.About] {
    ExportAbout.filters([
      ("position_id", filter.positionID), ("node", filter.node),
      ("product_type", filter.productType?.rawValue),
    ])
  }

  public func forEachRow(_ database: some DatabaseReading, _ body: ([ExportCell]) throws -> Void) throws {
    var last: CashFlowRow?
    while true {
      let page = try database.read {
        try ResultStore($0).cashFlowPage(run, filter: filter, after: last, limit: Self.rowsOfAPage)
      }
      for row in page {
        let flow = row.flow
        try body(
          [
            .text(row.positionID), .integer(Int(flow.periodNumber)), .date(flow.payDate),
            .text(flow.currency.code),
          ]
            + [flow.interest, flow.principal, flow.prepayment, flow.total, flow.balance].map {
              .number($0, .amount)
            })
      }
      guard page.count == Self.rowsOfAPage else { return }
      last = page.last?.flow
    }
  }
}
