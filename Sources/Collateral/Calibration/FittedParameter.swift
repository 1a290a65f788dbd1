/// A parameter found by maximum likelihood.
public struct FittedParameter: Hashable, Sendable {
  /// As in the model's file, such as `score_effect.slope`.
  public let name: String
  public let value: Double
  /// From the second derivatives of the likelihood, as if months were independent of each other; `nil` where the
  /// likelihood is flat in some direction.
  public let standardError: Double?
  /// Right also where the months of a history move together; `nil` where there are no more histories than parameters.
  public let clusteredError: Double?

  public init(name: String, value: Double, standardError: Double?, clusteredError: Double?) {
    self.name = name
    self.value = value
    self.standardError = standardError
    self.clusteredError = clusteredError
  }
}
