public import Pricing

/// The number of a run that a limit bounds, all under a portfolio node and in the run's reporting currency.
public enum LimitFigure: Sendable, Hashable {
  /// A node's total, or average, of a measure. `factor` is empty, a key rate such as `USD:5Y` or a currency.
  case measure(Measure, factor: String, scenario: String)
  /// Value under a scenario less that under `BASE`; over the value under `BASE` where it is relative.
  case profit(scenario: String, isRelative: Bool)
  /// Of present value under `BASE`.
  case concentration(RiskAttribute, ConcentrationStatistic)

  /// Whether the number is an amount of money, so that its bounds have a currency.
  public var isAmount: Bool {
    switch self {
    case .measure(let measure, _, _): return measure.display.unit == .amount
    case .profit(_, let isRelative): return !isRelative
    case .concentration: return false
    }
  }
}

/// What of a concentration is bounded.
public enum ConcentrationStatistic: Sendable, Hashable {
  /// Share of the `count` largest groups together, from 0 to 1.
  case largest(count: Int)
  /// The Herfindahl index, from 0 to 1.
  case herfindahl

  /// How many groups a limit may be on.
  public static let counts = 1...100
}
