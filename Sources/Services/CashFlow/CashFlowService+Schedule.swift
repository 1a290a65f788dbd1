import DatesAndConventions
import HTTPServing
import MarketData
import PostgresStore
import Pricing
import RunRecords

extension CashFlowService {
  /// The future flows of one position, in date order, each with what it is worth under one scenario.
  func listCashFlows(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["scenario", "limit", "cursor"])
    let id = try request.runID()
    let positionID = request.pathParameter("position_id")
    let limit = try request.query.pageLimit()
    let name = try request.query.text("scenario", upTo: 64)
    let listing = ["listCashFlows", id.text, positionID, name ?? ""]
    let after = try PageCursor(request.query, listing: listing, count: 1)?.integer(0, Int32.self) ?? 0
    let node = try request.node(nil)
    let (found, inputs, position, stored) = try environment.reading.read { connection in
      let results = ResultStore(connection)
      let flows = try results.cashFlows(
        id, positionID: positionID, under: node, after: after, limit: limit + 1)
      let inputs = try RunInputs(id, connection)
      let snapshot = try PositionSnapshotStore(connection).record(id: inputs.run.positionSnapshotID)
      let position = try snapshot.flatMap {
        try PositionReader(connection).position(id: positionID, inSnapshot: $0.number)
      }
      let value = try results.page(
        id, filter: ResultStore.Filter(positionID: positionID, measure: .presentValue), limit: 1
      ).rows.first
      return (flows, inputs, position, value)
    }
    let scenario = try Self.scenario(name, of: inputs)
    let valuation = try position.map { try Valuation($0, scenario, inputs, stored) }
    let rows = found.prefix(limit)
    return try .document(
      CashFlowPage(
        runId: id.text, runState: inputs.run.state,
        valuation: inputs.run.state == .succeeded ? valuation?.view : nil,
        items: rows.map { CashFlowView($0, valuation?.flow($0)) },
        nextCursor: found.count > limit
          ? rows.last.map { PageCursor.word([String($0.periodNumber)], listing: listing) } : nil),
      headers: HTTPHeaders.revalidated
    ).taggedByContent()
  }

  /// A scenario of the run by name; the first, `BASE`, where none is named.
  static func scenario(_ name: String?, of inputs: RunInputs) throws(ProblemDetails) -> Scenario {
    let scenarios = inputs.request.scenarios
    if let found = name == nil ? scenarios.first : scenarios.first(where: { $0.id == name }) { return found }
    throw .unprocessable([
      .init(
        field: "scenario", message: "\"\(name ?? "")\" is not a scenario of this run",
        fix: "use one of: \(scenarios.prefix(20).map(\.id).joined(separator: ", "))")
    ])
  }

  /// The value of a position, flow by flow, worked out anew from what the run was made of.
  private struct Valuation {
    private let flows: [FlowValue]
    let view: ValuationView

    init(
      _ stored: StoredPosition, _ scenario: Scenario, _ inputs: RunInputs, _ result: PositionResult?
    ) throws {
      let markets = try inputs.markets(scenario)
      let pricer = BatchPricer(
        markets: markets,
        request: PricingRequest(measures: [.presentValue], reportingCurrency: inputs.reportingCurrency),
        deals: inputs.deals)
      let position = inputs.toPrice([stored])[0]
      let ordinal = inputs.run.scenarioIDs.firstIndex(of: scenario.id) ?? 0
      let cell = result?.values.cell(ordinal, scenarioID: scenario.id)
      switch pricer.flowValues(position, scenario: 0) {
      case .success(let values):
        flows = values.flows
        view = ValuationView(
          scenario: scenario.id, values, result: try? cell?.get(),
          reportingCurrency: inputs.reportingCurrency,
          rate: try? markets.fxRates(base: values.currency, quote: inputs.reportingCurrency)[1])
      case .failure(let gap):
        flows = []
        view = ValuationView(scenario: scenario.id, reason: gap.reason)
      }
    }

    /// Flows are numbered from 1 in the order in which they are generated.
    func flow(_ row: CashFlowRow) -> FlowValue? {
      let index = Int(row.periodNumber) - 1
      return flows.indices.contains(index) ? flows[index] : nil
    }
  }

  private struct CashFlowPage: Encodable {
    let runId: String
    let runState: RunState
    /// Of the whole position, on every page.
    let valuation: ValuationView?
    let items: [CashFlowView]
    let nextCursor: String?
  }

  /// How the flows make up the position's value.
  private struct ValuationView: Encodable {
    let scenario: String
    /// Why there is no value; then there is nothing else.
    let reason: Reason?
    let currency: String?
    let issueSpreadBp: Double?
    /// The sum of the present values of all flows.
    let presentValue: Double?
    /// `PV` as the run has stored it.
    let result: Double?
    let reportingCurrency: String?
    /// Units of the reporting currency for 1 of the value's, under the scenario.
    let reportingRate: Double?

    init(scenario: String, reason: Reason) {
      self.scenario = scenario
      self.reason = reason
      (currency, issueSpreadBp, presentValue, result) = (nil, nil, nil, nil)
      (reportingCurrency, reportingRate) = (nil, nil)
    }

    init(
      scenario: String, _ values: PositionFlowValues, result: Double?, reportingCurrency: Currency,
      rate: Double?
    ) {
      self.scenario = scenario
      reason = nil
      currency = values.currency.code
      issueSpreadBp = values.issueSpread
      presentValue = values.flows.reduce(0) { $0 + $1.presentValue }
      self.result = result
      self.reportingCurrency = reportingCurrency.code
      reportingRate = rate
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
    let discountFactor: Double?
    let fxRate: Double?
    let presentValue: Double?

    init(_ flow: CashFlowRow, _ value: FlowValue?) {
      periodNumber = flow.periodNumber
      payDate = flow.payDate.description
      currency = flow.currency.code
      interest = flow.interest
      principal = flow.principal
      prepayment = flow.prepayment
      total = flow.total
      balance = flow.balance
      discountFactor = value?.discountFactor
      fxRate = value?.fxRate
      presentValue = value?.presentValue
    }
  }
}
