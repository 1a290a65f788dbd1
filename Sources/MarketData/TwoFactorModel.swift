/// Parameters of the two-factor Gaussian model of one currency's discount curve, for what hangs on rates of different terms that do
/// not move together.
public struct TwoFactorModel: Sendable, Hashable, Codable {
  public struct Factor: Sendable, Hashable, Codable {
    /// Pull of the factor towards 0, a year; 0 to 2.
    public let meanReversion: Double
    /// Absolute volatility, a decimal per square root of a year; 0 to 0.2.
    public let volatility: Double

    public init(meanReversion: Double, volatility: Double) {
      self.meanReversion = meanReversion
      self.volatility = volatility
    }
  }

  public let first: Factor
  public let second: Factor
  /// Of the factors' shocks, −1 to 1.
  public let correlation: Double

  public init(first: Factor, second: Factor, correlation: Double) {
    self.first = first
    self.second = second
    self.correlation = correlation
  }
}
