import DatesAndConventions
import HTTPServing
import PostgresStore
import RiskAnalytics
import RunRecords

extension RiskService {
  /// How a quantity under a node is spread over currencies, products, nodes or instruments.
  func getConcentration(_ request: HTTPRequest) throws -> HTTPResponse {
    let query = try RiskQuery(request, more: ["attribute", "quantity", "limit"])
    let quantity = try request.query.riskQuantity(query)
    let attribute = try request.query.choice("attribute", RiskAttribute.self) ?? .instrument
    let limit = try request.query.pageLimit(default: 20)
    let view = try environment.reading.read { connection in
      let store = RiskStore(connection)
      guard let book = try store.book(query.run) else {
        return ConcentrationView(try RunStore(connection).existing(query.run))
      }
      try query.require(store, book)
      let scenario = try query.scenario(of: book)
      let found = try store.concentration(
        book, node: query.node, by: attribute, quantity: quantity, scenario: scenario.ordinal, limit: limit)
      return ConcentrationView(book, query, attribute, quantity, scenario.id, found)
    }
    return try .document(view)
  }
}

private struct ConcentrationView: Encodable {
  let runId: String
  let runState: RunState
  let currency: String?
  let node: String?
  let attribute: RiskAttribute?
  let quantity: RiskQuantity?
  let scenario: String?
  let groupCount: Int?
  let positionCount: Int?
  let gapCount: Int?
  let gross: Double?
  let herfindahl: Double?
  let effectiveCount: Double?
  let items: [Item]

  struct Item: Encodable {
    /// Absent for positions that have no such attribute.
    let value: String?
    let amount: Double
    let share: Double?
    let cumulativeShare: Double?
    let positionCount: Int
  }

  init(_ run: RunRecord) {
    (runId, runState, currency, node, attribute) = (run.id.text, run.state, nil, nil, nil)
    (quantity, scenario, groupCount, positionCount, gapCount) = (nil, nil, nil, nil, nil)
    (gross, herfindahl, effectiveCount, items) = (nil, nil, nil, [])
  }

  init(
    _ book: RiskStore.Book, _ query: RiskQuery, _ attribute: RiskAttribute, _ quantity: RiskQuantity,
    _ scenario: String, _ found: Concentration
  ) {
    (runId, runState, currency) = (book.run.id.text, book.run.state, book.currency.code)
    node = query.node
    self.attribute = attribute
    self.quantity = quantity
    self.scenario = scenario
    groupCount = found.groupCount
    positionCount = found.positionCount
    gapCount = found.gapCount
    gross = found.gross
    herfindahl = found.herfindahl
    effectiveCount = found.effectiveCount
    items = found.largest.enumerated().map { index, group in
      Item(
        value: group.key, amount: group.amount, share: found.share(of: group),
        cumulativeShare: found.shareOfLargest(index + 1), positionCount: group.positionCount)
    }
  }
}
