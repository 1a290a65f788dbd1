import Glibc

/// The one-factor model of Hull and White: dr = (θ(t) − a·r)·dt + σ·dW, with θ chosen so that zero bonds have the prices of
/// any given curve.
///
/// Written as r(t) = x(t) + α(t), x is an Ornstein-Uhlenbeck process from 0 that knows nothing of the curve. Rates are
/// normal and may be negative.
///
/// Hull, J., White, A. (1990): Pricing interest-rate derivative securities, Review of Financial Studies 3(4).
public struct HullWhite: Sendable, Hashable {
  /// a: the pull towards the mean, a year; at least 0, where 0 is the model of Ho and Lee.
  public let meanReversion: Double
  /// σ: absolute volatility of the short rate, a decimal per square root of a year; at least 0.
  public let volatility: Double

  /// Precondition: finite, neither below 0.
  public init(meanReversion: Double, volatility: Double) {
    precondition(
      meanReversion >= 0 && volatility >= 0 && meanReversion.isFinite && volatility.isFinite,
      "mean reversion and volatility are finite and not below 0")
    self.meanReversion = meanReversion
    self.volatility = volatility
  }

  /// The part of x that is expected to be left after `years`: e^(−a·years).
  public func persistence(_ years: Double) -> Double { exp(-meanReversion * years) }

  /// How much the logarithm of a zero bond of `years` falls per unit of x: b = (1 − e^(−a·years)) / a, in years.
  public func sensitivity(_ years: Double) -> Double {
    meanReversion * years < 1e-9 ? years : -expm1(-meanReversion * years) / meanReversion
  }

  /// How far discounting shifts the weight of x after `years` downward: its mean with the zero bond of that time as
  /// numeraire is this below 0; σ²·b²/2 with b = `sensitivity`. The short rate is f(0, t) + x + this, f the curve's
  /// instantaneous forward rate.
  public func discountingShift(_ years: Double) -> Double {
    let b = sensitivity(years)
    return volatility * volatility * b * b / 2
  }

  /// Variance of x after `years`, its present value known: σ²·(1 − e^(−2a·years)) / 2a.
  public func variance(_ years: Double) -> Double {
    let doubled = 2 * meanReversion
    // Below this the exact form has lost more digits than the limit.
    return volatility * volatility * (doubled * years < 1e-9 ? years : -expm1(-doubled * years) / doubled)
  }
}
