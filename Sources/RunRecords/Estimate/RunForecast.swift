/// What is told before a run is made: what it would take, and what stands in its way.
public struct RunForecast: Sendable, Hashable, Codable {
  public let estimate: RunEstimate
  /// Limits that it exceeds; a run is created only when there are none.
  public let excesses: [RunLimits.Excess]
  /// What the person may not expect, one sentence each; no reason to refuse the run.
  public let warnings: [String]

  public init(estimate: RunEstimate, limits: RunLimits, warnings: [String]) {
    self.estimate = estimate
    self.excesses = limits.excesses(of: estimate)
    self.warnings = warnings
  }
}
