import DatesAndConventions
import HTTPServing
import Instruments
import PostgresStore
import Pricing
import RunRecords

extension RiskService {
  /// Sums and averages of a node and its children under the scenarios asked for.
  func getRisk(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["node", "scenario", "measure", "limit", "cursor"])
    let id = try request.runID()
    let node = try request.riskNode()
    let asked = try request.query.choice("measure", Measure.self)
    let limit = try request.query.pageLimit()
    let listing = ["getRisk", id.text, node, asked?.rawValue ?? ""] + request.query.values("scenario")
    let after = try PageCursor(request.query, listing: listing, count: 1)?.key[0] ?? ""
    let view = try environment.reading.read { connection in
      let store = RiskStore(connection)
      guard let book = try store.book(id) else {
        return RiskView(try RunStore(connection).existing(id))
      }
      guard try store.hasNode(book, node) else { throw ProblemDetails.missing("portfolio in this run", node) }
      let scenarios = try ScenarioSelection(request.query, of: book.run)
      let measures = book.request.pricing.measures.filter { asked == nil || $0 == asked }
      let plain = measures.filter { $0.aggregation != .none && $0.display.factor == .none }
      let own = NodeRisk(node, try store.totals(book, node: node, measures: plain), scenarios)
      let rows = try store.children(book, of: node, measures: plain, after: after, limit: limit + 1)
      let children = NodeRisk.children(rows, scenarios)
      let next = children.count > limit ? PageCursor.word([children[limit - 1].node], listing: listing) : nil
      return RiskView(
        book, node: own, children: Array(children.prefix(limit)),
        withheld: measures.compactMap(Withheld.init), nextCursor: next)
    }
    return try .document(view)
  }
}

private struct RiskView: Encodable {
  let runId: String
  let runState: RunState
  let currency: String?
  let node: NodeRisk?
  let children: [NodeRisk]
  let withheld: [Withheld]
  let nextCursor: String?

  init(_ run: RunRecord) {
    (runId, runState, currency, node) = (run.id.text, run.state, nil, nil)
    (children, withheld, nextCursor) = ([], [], nil)
  }

  init(
    _ book: RiskStore.Book, node: NodeRisk, children: [NodeRisk], withheld: [Withheld], nextCursor: String?
  ) {
    (runId, runState, currency) = (book.run.id.text, book.run.state, book.currency.code)
    self.node = node
    self.children = children
    self.withheld = withheld
    self.nextCursor = nextCursor
  }
}

/// A node with its totals.
private struct NodeRisk: Encodable {
  let node: String
  let measures: [Row]

  struct Row: Encodable {
    let measure: Measure
    let positionCount: Int
    let gapCount: Int
    let cells: [RiskCell]
  }

  init(_ node: String, _ results: [NodeResult], _ scenarios: ScenarioSelection) {
    self.node = node
    measures = results.map { result in
      Row(
        measure: result.key.measure, positionCount: result.positionCount, gapCount: result.gapCount,
        cells: scenarios.chosen.map { RiskCell($0.id, result.total($0.ordinal, scenarioID: $0.id)) })
    }
  }

  /// Results in order of node, as nodes.
  static func children(_ results: [NodeResult], _ scenarios: ScenarioSelection) -> [NodeRisk] {
    results.chunked { $0.key.node }.map { NodeRisk($0.key, $0.rows, scenarios) }
  }
}

/// A measure of the run that has no total, and why.
private struct Withheld: Encodable {
  let measure: Measure
  let reason: Reason

  init?(_ measure: Measure) {
    self.measure = measure
    switch (measure.aggregation, measure.display.factor) {
    case (.none, _):
      reason = Reason(.notApplicable, "\(measure.display.label) does not add up over positions")
    case (.sum, .curvePoint):
      reason = Reason(.notApplicable, "has a row per key rate; see risk/key-rates")
    case (.weightedByPresentValue, .curvePoint):
      reason = Reason(.notApplicable, "has a row per key rate; see nodes")
    case (_, .curveQuote):
      reason = Reason(.notApplicable, "has a row per quote of a curve; see the node's results")
    case (_, .surfaceExpiry):
      reason = Reason(.notApplicable, "has a row per expiry of a volatility surface; see the node's results")
    case (_, .currency): reason = Reason(.notApplicable, "has a row per currency; see nodes")
    case (.sum, .none), (.weightedByPresentValue, .none): return nil
    }
  }
}

extension [NodeResult] {
  /// Neighbours of one key together.
  func chunked(by key: (NodeResult) -> String) -> [(key: String, rows: [NodeResult])] {
    var chunks: [(key: String, rows: [NodeResult])] = []
    for row in self {
      if let last = chunks.last, last.key == key(row) {
        chunks[chunks.count - 1].rows.append(row)
      } else {
        chunks.append((key(row), [row]))
      }
    }
    return chunks
  }
}
