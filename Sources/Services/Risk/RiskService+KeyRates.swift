import DatesAndConventions
import HTTPServing
import PostgresStore
import Pricing
import RunRecords

extension RiskService {
  /// Key-rate DV01 of a node and its children, each held against its DV01.
  func getKeyRates(_ request: HTTPRequest) throws -> HTTPResponse {
    let query = try RiskQuery(request, more: ["limit", "cursor"])
    let limit = try request.query.pageLimit()
    let listing = ["getKeyRates", query.run.text, query.node, query.scenario ?? ""]
    let after = try PageCursor(request.query, listing: listing, count: 1)?.key[0] ?? ""
    let view = try environment.reading.read { connection in
      let store = RiskStore(connection)
      guard let book = try store.book(query.run) else {
        return LaddersView(try RunStore(connection).existing(query.run))
      }
      try query.require(store, book)
      let scenario = try query.scenario(of: book)
      let measures: [Measure] = [.keyRateDV01, .dv01]
      let own = Ladder(query.node, try store.totals(book, node: query.node, measures: measures), scenario)
      let rows = try store.children(book, of: query.node, measures: measures, after: after, limit: limit + 1)
      let children = rows.chunked { $0.key.node }.map { Ladder($0.key, $0.rows, scenario) }
      return LaddersView(
        book, scenario: scenario.id, node: own, children: Array(children.prefix(limit)),
        nextCursor: children.count > limit
          ? PageCursor.word([children[limit - 1].node], listing: listing) : nil)
    }
    return try .document(view)
  }
}

private struct LaddersView: Encodable {
  let runId: String
  let runState: RunState
  let currency: String?
  let scenario: String?
  let node: Ladder?
  let children: [Ladder]
  let nextCursor: String?

  init(_ run: RunRecord) {
    (runId, runState, currency, scenario) = (run.id.text, run.state, nil, nil)
    (node, children, nextCursor) = (nil, [], nil)
  }

  init(_ book: RiskStore.Book, scenario: String, node: Ladder, children: [Ladder], nextCursor: String?) {
    (runId, runState, currency) = (book.run.id.text, book.run.state, book.currency.code)
    self.scenario = scenario
    self.node = node
    self.children = children
    self.nextCursor = nextCursor
  }
}

/// The key rates of one node under one scenario.
private struct Ladder: Encodable {
  let node: String
  let points: [Point]
  let check: Check

  struct Point: Encodable {
    /// Such as `USD:5Y`.
    let factor: String
    let value: Double?
    let reason: Reason?
  }

  /// Whether the key rates add up to the parallel move.
  struct Check: Encodable {
    let keyRateTotal: Double?
    let dv01: Double?
    let difference: Double?
    let tolerance: Double?
    let addsUp: Bool?
    /// Why it cannot be told.
    let reason: Reason?
  }

  init(_ node: String, _ results: [NodeResult], _ scenario: (ordinal: Int, id: String)) {
    self.node = node
    // A row without a factor holds only the reasons of positions that have no key rates.
    let rows = results.filter { $0.key.measure == .keyRateDV01 && !$0.key.factor.isEmpty }
    let cells = rows.map { $0.total(scenario.ordinal, scenarioID: scenario.id) }
    points = zip(rows, cells).map { row, cell in
      switch cell {
      case .success(let value): Point(factor: row.key.factor, value: value, reason: nil)
      case .failure(let gap): Point(factor: row.key.factor, value: nil, reason: gap.reason)
      }
    }
    let dv01 = results.first { $0.key.measure == .dv01 }
    do {
      guard let dv01, !rows.isEmpty else {
        throw CellGap(Reason(.missingData, "the node does not have both DV01 and KEY_RATE_DV01"))
      }
      let parallel = try dv01.total(scenario.ordinal, scenarioID: scenario.id).get()
      let values = try cells.map { try $0.get() }
      let total = values.reduce(0, +)
      // Rounding of doubles, and of each position's share in each point to 2^-41 of a currency unit.
      let tolerance =
        1e-9 * values.reduce(0) { $0 + abs($1) } + 1e-12 * Double(dv01.positionCount * rows.count)
      check = Check(
        keyRateTotal: total, dv01: parallel, difference: total - parallel, tolerance: tolerance,
        addsUp: abs(total - parallel) <= tolerance, reason: nil)
    } catch {
      let reason = (error as? CellGap)?.reason ?? Reason(.calculationFailed, "\(error)")
      check = Check(
        keyRateTotal: nil, dv01: nil, difference: nil, tolerance: nil, addsUp: nil, reason: reason)
    }
  }
}
