import DatesAndConventions
import HTTPServing
import PostgresStore
import RunRecords

extension ResultsService {
  /// The future flows of one position in the base scenario, in date order.
  func listCashFlows(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["limit", "cursor"])
    let id = try request.runID()
    let positionID = request.pathParameter("position_id")
    let limit = try request.query.pageLimit()
    let listing = ["listCashFlows", id.text, positionID]
    let after = try PageCursor(request.query, listing: listing, count: 1)?.integer(0, Int32.self) ?? 0
    let node = try request.node(nil)
    let flows = try environment.reading.read {
      try ResultStore($0).cashFlows(id, positionID: positionID, under: node, after: after, limit: limit + 1)
    }
    return try .page(flows, limit: limit, listing: listing) {
      [String($0.periodNumber)]
    } view: {
      CashFlowView($0)
    }
  }

  /// A flow for the whole position; received is positive.
  private struct CashFlowView: Encodable {
    let periodNumber: Int32
    let payDate: String
    let currency: String
    let interest: Double
    let principal: Double
    let prepayment: Double
    let total: Double
    let balance: Double

    init(_ flow: CashFlowRow) {
      periodNumber = flow.periodNumber
      payDate = flow.payDate.description
      currency = flow.currency.code
      interest = flow.interest
      principal = flow.principal
      prepayment = flow.prepayment
      total = flow.total
      balance = flow.balance
    }
  }
}
