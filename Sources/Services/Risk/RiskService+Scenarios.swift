import DatesAndConventions
import HTTPServing
import PostgresStore
import Pricing
import RunRecords

extension RiskService {
  /// What a node gains or loses under each scenario of a run, the worst first.
  func getScenarioProfits(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["node"])
    let id = try request.runID()
    let node = try request.riskNode()
    let view = try environment.reading.read { connection in
      let store = RiskStore(connection)
      guard let book = try store.book(id) else { return ProfitsView(try RunStore(connection).existing(id)) }
      guard try store.hasNode(book, node) else { throw ProblemDetails.missing("portfolio in this run", node) }
      return ProfitsView(
        book, node: node, try store.totals(book, node: node, measures: [.presentValue]).first)
    }
    return try .document(view)
  }
}

private struct ProfitsView: Encodable {
  let runId: String
  let runState: RunState
  let currency: String?
  let node: String?
  let positionCount: Int?
  let gapCount: Int?
  let baseValue: Double?
  let items: [Item]

  struct Item: Encodable {
    let scenario: String
    let value: Double?
    let profit: Double?
    /// Of the value under `BASE`; absent where that is not positive.
    let profitShare: Double?
    let reason: Reason?
  }

  init(_ run: RunRecord) {
    (runId, runState, currency, node) = (run.id.text, run.state, nil, nil)
    (positionCount, gapCount, baseValue, items) = (nil, nil, nil, [])
  }

  init(_ book: RiskStore.Book, node: String, _ value: NodeResult?) {
    (runId, runState, currency) = (book.run.id.text, book.run.state, book.currency.code)
    self.node = node
    positionCount = value?.positionCount ?? 0
    gapCount = value?.gapCount ?? 0
    let missing = CellGap(Reason(.missingData, "the run does not have PV here"))
    func cell(_ ordinal: Int, _ id: String) -> Result<Double, CellGap> {
      value?.total(ordinal, scenarioID: id) ?? .failure(missing)
    }
    let base = cell(0, "BASE")
    baseValue = try? base.get()
    let items = book.run.scenarioIDs.enumerated().dropFirst().map { ordinal, id in
      do throws(CellGap) {
        let (after, before) = (try cell(ordinal, id).get(), try base.get())
        return Item(
          scenario: id, value: after, profit: after - before,
          profitShare: before > 0 ? (after - before) / before : nil, reason: nil)
      } catch {
        return Item(scenario: id, value: nil, profit: nil, profitShare: nil, reason: error.reason)
      }
    }
    // Those without a number come last, in the run's order.
    self.items =
      items.filter { $0.profit != nil }.sorted {
        ($0.profit ?? 0, $0.scenario) < ($1.profit ?? 0, $1.scenario)
      }
      + items.filter { $0.profit == nil }
  }
}
