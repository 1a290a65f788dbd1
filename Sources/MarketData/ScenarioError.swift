/// A scenario that cannot be applied.
public struct ScenarioError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Id of the scenario.
  public let scenario: String
  /// Which of its shifts, counted from 1; `nil` when it is the scenario as a whole.
  public let shift: Int?
  /// What is wrong and what to do; names the risk factor or field at fault.
  public let problem: String

  public init(scenario: String, shift: Int? = nil, problem: String) {
    self.scenario = scenario
    self.shift = shift
    self.problem = problem
  }

  public var description: String {
    "scenario \(scenario)\(shift.map { ", shift \($0)" } ?? ""): \(problem)"
  }
}

/// Why the markets of a run cannot be built.
public enum ScenarioMarketsError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The snapshot fails `MarketSnapshot.validate()`.
  case market(MarketDataError)
  /// A curve of the snapshot cannot be built.
  case curve(CurveBuildError)
  /// Everything wrong with the scenarios; not empty.
  case scenarios([ScenarioError])

  public var description: String {
    switch self {
    case .market(let error): error.description
    case .curve(let error): error.description
    case .scenarios(let errors): errors.map(\.description).joined(separator: "; ")
    }
  }
}
