public import DatesAndConventions
import Pricing

/// What a limit says.
public struct LimitDefinition: Sendable, Hashable, Codable {
  public let name: LimitName
  /// The portfolio path that is bounded; empty for everything in a run.
  public let node: String
  public let figure: LimitFigure
  public let bounds: LimitBounds
  /// That of the bounds, where the figure is an amount; `nil` otherwise. A run that reports in another cannot be told.
  public let currency: Currency?

  public init(
    name: LimitName, node: String, figure: LimitFigure, bounds: LimitBounds, currency: Currency?
  ) {
    self.name = name
    self.node = node
    self.figure = figure
    self.bounds = bounds
    self.currency = currency
  }

  /// Everything wrong with it; empty when it can be stored.
  public func problems() -> [RunRequestProblem] {
    var found: [RunRequestProblem] = []
    func report(_ field: String, _ message: String) {
      found.append(RunRequestProblem(field: field, message: message))
    }
    if !node.isEmpty, PortfolioNode.along(node) == nil || node.utf8.count > 200 || !Self.isPlain(node) {
      report(
        "node", "is not a portfolio path; write one to four names joined by /, or nothing for everything")
    }
    switch figure {
    case .measure(let measure, let factor, let scenario):
      if measure.aggregation == .none {
        report("figure.measure.measure", "\(measure.rawValue) has no total; name a measure that adds up")
      }
      if factor.isEmpty != (measure.display.factor == .none) {
        let needs = factor.isEmpty ? "needs a factor such as USD:5Y or EUR" : "has no factors"
        report("figure.measure.factor", "\(measure.rawValue) \(needs); correct the factor")
      }
      if factor.utf8.count > 200 || !Self.isPlain(factor) {
        report(
          "figure.measure.factor", "is more than 200 bytes or has control characters; name it as results do")
      }
      if !(1...64).contains(scenario.utf8.count) || !Self.isPlain(scenario) {
        report("figure.measure.scenario", "is not 1 to 64 bytes without control characters")
      }
    case .profit(let scenario, _):
      if !(1...64).contains(scenario.utf8.count) || scenario == "BASE" || !Self.isPlain(scenario) {
        report(
          "figure.profit.scenario",
          "is BASE, or not 1 to 64 bytes without control characters; name a scenario with shifts")
      }
    case .concentration(_, .largest(let count)):
      if !ConcentrationStatistic.counts.contains(count) {
        report("figure.concentration.largest", "\(count) is out of range; write 1 to 100")
      }
    case .concentration(_, .herfindahl): break
    }
    if figure.isAmount, currency == nil {
      report("currency", "is missing; name the currency of the bounds, such as USD")
    }
    if !figure.isAmount, currency != nil {
      report("currency", "does not belong to a figure that is no amount; leave it out")
    }
    return found + bounds.problems()
  }

  private static func isPlain(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
  }
}
