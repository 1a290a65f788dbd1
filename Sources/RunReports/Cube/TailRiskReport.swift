import DatesAndConventions
public import PostgresStore
public import Pricing
import RiskAnalytics
public import RunRecords

/// Value at risk and expected shortfall of a portfolio node and its children, as services and commands show them.
public struct TailRiskReport: Sendable, Encodable {
  public struct Node: Sendable, Encodable {
    /// `nil` for all children beyond those named.
    public let node: String?
    /// Losses are positive.
    public let valueAtRisk: Double?
    public let expectedShortfall: Double?
    public let reason: Reason?
    public let positionCount: Int
    public let gapCount: Int
    /// The scenarios of which expected shortfall is the mean, worst first; only of the node asked for.
    public let tail: [Move]?
  }

  public struct Move: Sendable, Encodable {
    public let scenario: String
    public let profit: Double
    public let weight: Double
  }

  public let runId: String
  public let runState: RunState
  public let currency: String?
  public let confidence: Double?
  public let scenarioCount: Int?
  public let node: Node?
  /// Those of largest value; what is booked at the node itself has its name.
  public let children: [Node]

  /// Of a run that has no results yet.
  public init(_ run: RunRecord) {
    (runId, runState, currency, confidence) = (run.id.text, run.state, nil, nil)
    (scenarioCount, node, children) = (nil, nil, [])
  }

  /// - Parameters:
  ///   - node: Empty for everything.
  ///   - scenarios: Ordinals of the run's scenarios, without `BASE`.
  ///   - limit: The most children to name.
  public init(
    _ book: RiskStore.Book, node: String, scenarios: [Int], confidence: Double, limit: Int, _ store: RiskStore
  ) throws {
    let level = node.split(separator: "/").count + 1
    let question = CubeQuestion(
      dimensions: CubeDimension.allCases.filter { $0.portfolioLevel == level },
      node: node.isEmpty ? nil : node,
      top: limit)
    let answer = try store.tailRisk(book, question, scenarios: scenarios, confidence: confidence)
    let names = answer.scenarios.map { book.run.scenarioIDs[$0] }
    let nodes = answer.cells.map { cell in
      let group = cell.place.first.flatMap(\.self).map { answer.axes[0].groups[$0] }
      return (isWhole: group == nil, node: Node(group?.name ?? (group == nil ? node : nil), cell, names))
    }
    (runId, runState, currency) = (book.run.id.text, book.run.state, book.currency.code)
    self.confidence = confidence
    scenarioCount = names.count
    self.node = nodes.first(where: \.isWhole)?.node
    children = nodes.filter { !$0.isWhole }.map(\.node)
  }
}

extension TailRiskReport.Node {
  fileprivate init(_ node: String?, _ cell: RiskStore.TailAnswer.Cell, _ scenarios: [String]) {
    self.node = node
    positionCount = cell.positionCount
    gapCount = cell.gapCount
    switch cell.risk {
    case .success(let risk):
      (valueAtRisk, expectedShortfall, reason) = (risk.valueAtRisk, risk.expectedShortfall, nil)
      tail =
        cell.place.first.flatMap(\.self) == nil
        ? risk.tail.map { .init(scenario: scenarios[$0.index], profit: $0.profit, weight: $0.weight) } : nil
    case .failure(let gap): (valueAtRisk, expectedShortfall, reason, tail) = (nil, nil, gap.reason, nil)
    }
  }
}

extension CubeAxis.Group {
  fileprivate var name: String? {
    switch self {
    case .value(let name): name
    case .none, .other: nil
    }
  }
}
