import Glibc

/// The model of Cox, Ingersoll and Ross: dr = k·(θ − r)·dt + σ·√r·dW with constants. Rates do not fall below 0; its curve is its own and fits a given
/// one only by chance.
///
/// Cox, J., Ingersoll, J., Ross, S. (1985): A theory of the term structure of interest rates, Econometrica 53.
public struct CoxIngersollRoss: Sendable, Hashable {
  /// r(0), a decimal a year; at least 0.
  public let shortRate: Double
  /// k: the pull towards the mean, a year; above 0.
  public let meanReversion: Double
  /// θ: where the rate is drawn to under the pricing measure, a decimal a year; at least 0.
  public let level: Double
  /// σ: volatility at a rate of 100%, a decimal per square root of a year; above 0.
  public let volatility: Double

  /// Precondition: what the properties say.
  public init(shortRate: Double, meanReversion: Double, level: Double, volatility: Double) {
    precondition(
      shortRate >= 0 && meanReversion > 0 && level >= 0 && volatility > 0,
      "no rate below 0, mean reversion and volatility above it")
    self.shortRate = shortRate
    self.meanReversion = meanReversion
    self.level = level
    self.volatility = volatility
  }

  /// Price today of 1 paid after `years`.
  public func discountFactor(_ years: Double) -> Double {
    let (k, variance) = (meanReversion, volatility * volatility)
    let h = (k * k + 2 * variance).squareRoot()
    let growth = expm1(h * years)
    let denominator = 2 * h + (k + h) * growth
    let a = log(2 * h / denominator) + 0.5 * (k + h) * years
    return exp(2 * k * level / variance * a - 2 * growth / denominator * shortRate)
  }
}
