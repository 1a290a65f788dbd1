/// Parameters of the Hull-White model of one currency's discount curve.
public struct ShortRateModel: Sendable, Hashable, Codable {
  /// Pull of the short rate towards the curve, a year; 0 to 2.
  public let meanReversion: Double
  /// Absolute volatility of the short rate, a decimal per square root of a year; 0 to 0.2: 0.01 is 100 basis points.
  public let volatility: Double
  /// For what hangs on the difference of two rates; `nil` where all rates move together.
  public let twoFactor: TwoFactorModel?

  static let meanReversionLimits = 0.0...2.0
  static let volatilityLimits = 0.0...0.2

  public init(meanReversion: Double, volatility: Double, twoFactor: TwoFactorModel? = nil) {
    self.meanReversion = meanReversion
    self.volatility = volatility
    self.twoFactor = twoFactor
  }
}
