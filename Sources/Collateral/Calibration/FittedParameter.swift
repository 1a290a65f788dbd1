/// A parameter found by maximum likelihood.
public struct FittedParameter: Hashable, Sendable {
  /// As in the model's file, such as `score_effect.slope`.
  public let name: String
  public let value: Double
  /// From the second derivatives of the likelihood, as if months were independent of each other; `nil` where it is not worked out.
  public let standardError: Double?

  public init(name: String, value: Double, standardError: Double?) {
    self.name = name
    self.value = value
    self.standardError = standardError
  }
}
