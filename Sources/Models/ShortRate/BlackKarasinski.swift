/// The model of Black and Karasinski: d ln r = (θ(t) − a·ln r)·dt + σ·dW, with θ chosen so that zero bonds have the prices of a curve. Rates are
/// lognormal and above 0, so every forward rate of the curve must be too.
///
/// Black, F., Karasinski, P. (1991): Bond and option pricing when short rates are lognormal, Financial Analysts Journal 47(4).
public struct BlackKarasinski: Sendable, Hashable {
  /// a and σ of the logarithm of the short rate: σ is relative, per square root of a year.
  public let logarithm: HullWhite

  /// Precondition: finite, neither below 0.
  public init(meanReversion: Double, volatility: Double) {
    logarithm = HullWhite(meanReversion: meanReversion, volatility: volatility)
  }
}
