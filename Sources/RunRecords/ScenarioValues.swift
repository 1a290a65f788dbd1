public import Pricing

/// One stored vector: a number or a reason for every scenario of a run, in the run's order; or for the first alone, where
/// the measure was wanted on `BASE` only.
public struct ScenarioValues: Sendable, Hashable {
  /// `nil` where there is a reason instead.
  public let values: [Double?]
  /// By scenario id; the key `*` stands for every scenario that has no entry of its own.
  public let reasons: [String: Reason]

  public init(values: [Double?], reasons: [String: Reason] = [:]) {
    self.values = values
    self.reasons = reasons
  }

  private static let notAsked = Reason(.notApplicable, "asked for on BASE only")

  /// The cell of a scenario, given its ordinal and id.
  public func cell(_ ordinal: Int, scenarioID: String) -> Result<Double, CellGap> {
    guard ordinal < values.count else { return .failure(CellGap(ScenarioValues.notAsked)) }
    if let value = values[ordinal] { return .success(value) }
    let reason = reasons[scenarioID] ?? reasons["*"] ?? Reason(.calculationFailed, "no reason was stored")
    return .failure(CellGap(reason))
  }
}
