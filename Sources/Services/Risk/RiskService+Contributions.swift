import DatesAndConventions
import HTTPServing
import Instruments
import PostgresStore
import Pricing
import RiskAnalytics
import RunRecords

extension RiskService {
  /// What a node's children, or products, contribute to its total: shares that add up to 1.
  func getContributions(_ request: HTTPRequest) throws -> HTTPResponse {
    let query = try RiskQuery(request, more: ["by", "quantity", "limit"])
    let by = try request.query.choice("by", ContributionParts.self) ?? .node
    let quantity = try request.query.riskQuantity(query)
    let limit = try request.query.pageLimit()
    let view = try environment.reading.read { connection in
      let store = RiskStore(connection)
      guard let book = try store.book(query.run) else {
        return ContributionsView(try RunStore(connection).existing(query.run))
      }
      try query.require(store, book)
      let scenario = try query.scenario(of: book)
      let whole = try store.totals(book, node: query.node, measures: [quantity.measure]).first
      let parts =
        switch by {
        case .node:
          try store.children(
            book, of: query.node, measures: [quantity.measure], limit: ContributionsView.mostParts)
        case .productType: try store.products(book, of: query.node, measures: [quantity.measure])
        }
      return ContributionsView(
        book, query, by, quantity, scenario, whole: whole, parts: parts, limit: limit)
    }
    return try .document(view)
  }
}

/// Into what a total is split. Raw values are the names in answers.
enum ContributionParts: String, CaseIterable, Encodable {
  case node
  case productType = "product_type"
}

extension QueryItems {
  /// The parameter `quantity`; `PV` where the query does not have it.
  ///
  /// - Throws: 422 for a profit without a scenario other than `BASE`.
  func riskQuantity(_ query: RiskQuery) throws(ProblemDetails) -> RiskQuantity {
    let quantity = try choice("quantity", RiskQuantity.self) ?? .presentValue
    guard quantity != .profit || (query.scenario != nil && query.scenario != "BASE") else {
      throw .unprocessable([
        .init(field: "scenario", message: "is needed for PROFIT", fix: "name a scenario other than BASE")
      ])
    }
    return quantity
  }
}

extension RiskQuantity {
  /// The quantity of a node's total under a scenario.
  func amount(_ result: NodeResult, _ scenario: (ordinal: Int, id: String)) -> Result<Double, CellGap> {
    let after = result.total(scenario.ordinal, scenarioID: scenario.id)
    switch self {
    case .presentValue, .dv01, .cs01: return after
    case .profit:
      return after.flatMap { value in result.total(0, scenarioID: "BASE").map { value - $0 } }
    }
  }
}

private struct ContributionsView: Encodable {
  /// More children of one node than this are in the remainder.
  static let mostParts = 100_000

  let runId: String
  let runState: RunState
  let currency: String?
  let node: String?
  let by: ContributionParts?
  let quantity: RiskQuantity?
  let scenario: String?
  let total: Double?
  let reason: Reason?
  let partCount: Int?
  let items: [Item]
  /// What is booked at the node itself, and in parts that are not shown.
  let remainder: Remainder?

  struct Item: Encodable {
    let part: String
    let amount: Double?
    let share: Double?
    let reason: Reason?
    let positionCount: Int
    let gapCount: Int
  }

  struct Remainder: Encodable {
    let amount: Double
    let share: Double?
  }

  init(_ run: RunRecord) {
    (runId, runState, currency, node, by) = (run.id.text, run.state, nil, nil, nil)
    (quantity, scenario, total, reason, partCount, items, remainder) = (nil, nil, nil, nil, nil, [], nil)
  }

  init(
    _ book: RiskStore.Book, _ query: RiskQuery, _ by: ContributionParts, _ quantity: RiskQuantity,
    _ scenario: (ordinal: Int, id: String), whole: NodeResult?, parts: [NodeResult], limit: Int
  ) {
    (runId, runState, currency) = (book.run.id.text, book.run.state, book.currency.code)
    node = query.node
    self.by = by
    self.quantity = quantity
    self.scenario = scenario.id
    partCount = parts.count
    let missing = CellGap(Reason(.missingData, "the run does not have \(quantity.measure.rawValue) here"))
    let amounts = parts.map { (row: $0, cell: quantity.amount($0, scenario)) }
      .map { (row: $0.row, cell: $0.cell, size: abs((try? $0.cell.get()) ?? 0)) }
      .sorted { ($1.size, by.name($0.row)) < ($0.size, by.name($1.row)) }.prefix(limit)
    switch whole.map({ quantity.amount($0, scenario) }) ?? .failure(missing) {
    case .failure(let gap):
      (total, reason, remainder) = (nil, gap.reason, nil)
      items = amounts.map { Item(by.name($0.row), $0.row, $0.cell, share: nil) }
    case .success(let total):
      let named = amounts.compactMap { part in
        (try? part.cell.get()).map { (name: by.name(part.row), amount: $0) }
      }
      let found = Contributions(total: total, parts: named)
      let shares = Dictionary(uniqueKeysWithValues: found.parts.map { ($0.name, $0.share) })
      (self.total, reason) = (total, nil)
      items = amounts.map { Item(by.name($0.row), $0.row, $0.cell, share: shares[by.name($0.row)] ?? nil) }
      remainder = Remainder(amount: found.remainder.amount, share: found.remainder.share)
    }
  }
}

extension ContributionParts {
  fileprivate func name(_ result: NodeResult) -> String {
    switch self {
    case .node: result.key.node
    case .productType: result.key.productType?.rawValue ?? ""
    }
  }
}

extension ContributionsView.Item {
  fileprivate init(_ part: String, _ row: NodeResult, _ cell: Result<Double, CellGap>, share: Double?) {
    self.part = part
    self.share = share
    positionCount = row.positionCount
    gapCount = row.gapCount
    switch cell {
    case .success(let amount): (self.amount, reason) = (amount, nil)
    case .failure(let gap): (amount, reason) = (nil, gap.reason)
    }
  }
}
