import DatesAndConventions
import HTTPServing
import PostgresStore
import RunRecords

extension RiskService {
  /// The positions under a node that gain or lose, or hold, most.
  func rankPositions(_ request: HTTPRequest) throws -> HTTPResponse {
    let query = try RiskQuery(request, more: ["quantity", "ranking", "limit"])
    let quantity = try request.query.riskQuantity(query)
    let ranking = try request.query.choice("ranking", RiskStore.Ranking.self) ?? .lowest
    let limit = try request.query.pageLimit(default: 20)
    let view = try environment.reading.read { connection in
      let store = RiskStore(connection)
      guard let book = try store.book(query.run) else {
        return RankingView(try RunStore(connection).existing(query.run))
      }
      try query.require(store, book)
      let scenario = try query.scenario(of: book)
      let total = try store.totals(book, node: query.node, measures: [quantity.measure]).first
      let rows = try store.ranked(
        book, node: query.node, quantity: quantity, scenario: scenario.ordinal, by: ranking, limit: limit)
      return RankingView(book, query, quantity, scenario, ranking, total, rows)
    }
    return try .document(view)
  }
}

private struct RankingView: Encodable {
  let runId: String
  let runState: RunState
  let currency: String?
  let node: String?
  let quantity: RiskQuantity?
  let scenario: String?
  let ranking: String?
  let total: Double?
  let positionCount: Int?
  let gapCount: Int?
  let items: [Item]

  struct Item: Encodable {
    let positionId: String
    let portfolio: String
    let instrumentId: String
    let productType: String
    let instrumentCurrency: String
    let amount: Double
    /// Of the node's total; absent where that is zero or not known.
    let share: Double?
  }

  init(_ run: RunRecord) {
    (runId, runState, currency, node, quantity) = (run.id.text, run.state, nil, nil, nil)
    (scenario, ranking, total, positionCount, gapCount, items) = (nil, nil, nil, nil, nil, [])
  }

  init(
    _ book: RiskStore.Book, _ query: RiskQuery, _ quantity: RiskQuantity,
    _ scenario: (ordinal: Int, id: String), _ ranking: RiskStore.Ranking, _ whole: NodeResult?,
    _ rows: [RiskStore.PositionAmount]
  ) {
    (runId, runState, currency) = (book.run.id.text, book.run.state, book.currency.code)
    node = query.node
    self.quantity = quantity
    self.scenario = scenario.id
    self.ranking = ranking.rawValue
    let total = whole.flatMap { try? quantity.amount($0, scenario).get() }
    self.total = total
    positionCount = whole?.positionCount ?? 0
    gapCount = whole?.gapCount ?? 0
    items = rows.map { row in
      Item(
        positionId: row.positionID, portfolio: row.portfolio, instrumentId: row.instrumentID,
        productType: row.productType, instrumentCurrency: row.currency, amount: row.amount,
        share: total.flatMap { $0 == 0 ? nil : row.amount / $0 })
    }
  }
}
