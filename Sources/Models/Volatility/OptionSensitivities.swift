/// The value of an option on a forward and its derivatives, all at expiry's money.
public struct OptionSensitivities: Sendable, Hashable {
  public let value: Double
  /// By the forward: 0 to 1 for calls, −1 to 0 for puts.
  public let delta: Double
  /// Delta by the forward; at least 0.
  public let gamma: Double
  /// Value by volatility, per 1.00 of it; at least 0.
  public let vega: Double
  /// Change of value by the passing of a year, forward and volatility unmoved; 0 at most.
  public let theta: Double

  public init(value: Double, delta: Double, gamma: Double, vega: Double, theta: Double) {
    self.value = value
    self.delta = delta
    self.gamma = gamma
    self.vega = vega
    self.theta = theta
  }
}
