import DatesAndConventions
import HTTPServing
import Instruments
import MarketData
import PostgresStore
import Pricing
import RiskAnalytics
import RunRecords

extension CashFlowService {
  /// The most positions of one side of a bridge: ten valuations of each take seconds.
  private static let mostPositions = 20_000

  /// How value, DV01 and duration of a node went from one run to another.
  func getBridge(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["to", "node"])
    let id = try request.runID()
    guard let text = try request.query.text("to", upTo: 40), let other = RunID(text) else {
      throw ProblemDetails.invalid(
        parameter: "to", message: "is not a run id", fix: "name the run to which the bridge leads")
    }
    guard let node = try request.node(try request.query.text("node", upTo: 200)) else {
      throw ProblemDetails.invalid(
        parameter: "node", message: "is missing", fix: "name a portfolio node, such as FUND/CREDIT")
    }
    let (from, to) = try environment.reading.read { connection in
      (try End(id, node, connection), try End(other, node, connection))
    }
    try Self.check(from, to)
    let bridge = try DurationBridge(
      from: try from.side, to: try to.side, reportingCurrency: from.inputs.reportingCurrency)
    return try .document(BridgeView(from, to, node: node, bridge))
  }

  private static func check(_ from: End, _ to: End) throws(ProblemDetails) {
    func refuse(_ field: String, _ message: String, _ fix: String) -> ProblemDetails {
      .unprocessable([.init(field: field, message: message, fix: fix)])
    }
    for (field, end) in [("run_id", from), ("to", to)] {
      guard end.inputs.run.state == .succeeded else {
        throw .conflict("Run \(end.inputs.run.id) is \(end.inputs.run.state.rawValue); wait for its end.")
      }
      guard end.positions.count <= mostPositions else {
        throw refuse(
          "node", "holds more than \(mostPositions) positions in run \(end.inputs.run.id)",
          "ask for a node below it")
      }
      guard end.hasTotals else {
        throw refuse(
          field, "has no PV and DV01 totals of this node",
          "use runs with the measures PV, DV01 and EFFECTIVE_DURATION, and a node that they hold")
      }
    }
    guard from.inputs.reportingCurrency == to.inputs.reportingCurrency else {
      throw refuse("to", "reports in another currency", "use runs of one reporting currency")
    }
    guard from.inputs.market.valuationDate <= to.inputs.market.valuationDate else {
      throw refuse("to", "is valued before the run it is compared with", "give the earlier run first")
    }
  }

  /// One end of a bridge.
  private struct End {
    let inputs: RunInputs
    /// One more than are taken, where there are more.
    let positions: [StoredPosition]
    private let totals: [Measure: Double]

    init(_ id: RunID, _ node: String, _ connection: PostgresConnection) throws {
      inputs = try RunInputs(id, connection)
      let snapshot = try PositionSnapshotStore(connection).record(id: inputs.run.positionSnapshotID)
      positions =
        try snapshot.map {
          try PositionReader(connection).positions(
            ofSnapshot: $0.number, under: node, limit: CashFlowService.mostPositions + 1)
        } ?? []
      var totals: [Measure: Double] = [:]
      for measure in [Measure.presentValue, .dv01, .effectiveDuration] {
        let found = try ResultStore(connection).nodes(
          id, node: node, measure: measure, isReportingTotal: true)
        totals[measure] = found.first { $0.key.productType == nil }?.values.values.first ?? nil
      }
      self.totals = totals
    }

    var hasTotals: Bool { totals[.presentValue] != nil && totals[.dv01] != nil }

    /// As the run has stored them.
    var figures: BridgeFigures {
      BridgeFigures(
        value: totals[.presentValue] ?? 0, dv01: totals[.dv01] ?? 0, duration: totals[.effectiveDuration])
    }

    var side: DurationBridge.Side {
      get throws {
        DurationBridge.Side(
          markets: try inputs.markets(.base), holdings: inputs.toPrice(positions), deals: inputs.deals)
      }
    }
  }

  private struct BridgeView: Encodable {
    let node: String
    let reportingCurrency: String
    let from: EndView
    let to: EndView
    let steps: [StepView]
    /// What the steps leave of the change from one run to the other.
    let unexplained: FiguresView
    /// Positions in the steps.
    let positionCount: Int
    let leftOutCount: Int
    /// The first of them.
    let leftOut: [LeftOutView]

    private static let mostLeftOut = 20

    init(_ from: End, _ to: End, node: String, _ bridge: DurationBridge) {
      self.node = node
      reportingCurrency = from.inputs.reportingCurrency.code
      self.from = EndView(from)
      self.to = EndView(to)
      steps = bridge.changes.map { StepView(step: $0.step.rawValue, change: FiguresView($0.change)) }
      unexplained = FiguresView(bridge.unexplained(of: to.figures - from.figures))
      positionCount = bridge.positionCount
      leftOutCount = bridge.leftOut.count
      leftOut = bridge.leftOut.prefix(Self.mostLeftOut).map {
        LeftOutView(positionId: $0.positionID, reason: $0.reason)
      }
    }
  }

  private struct EndView: Encodable {
    let runId: String
    let valuationDate: String
    let figures: FiguresView

    init(_ end: End) {
      runId = end.inputs.run.id.text
      valuationDate = end.inputs.market.valuationDate.description
      figures = FiguresView(end.figures)
    }
  }

  private struct FiguresView: Encodable {
    let value: Double
    let dv01: Double
    /// Absent where it is withheld.
    let duration: Double?

    init(_ figures: BridgeFigures) {
      value = figures.value
      dv01 = figures.dv01
      duration = figures.duration
    }
  }

  private struct StepView: Encodable {
    let step: String
    let change: FiguresView
  }

  private struct LeftOutView: Encodable {
    let positionId: String
    let reason: Reason
  }
}
