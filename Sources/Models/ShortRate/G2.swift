import Glibc
import NumericalMethods

/// The two-factor Gaussian model: the short rate is x + y + a function of time that fits any curve, each factor an Ornstein-Uhlenbeck
/// process from 0 with mean reversion and volatility of its own, their shocks correlated.
///
/// Equivalent to the two-factor model of Hull and White. Rates of different terms need not move together, as they do in `HullWhite`.
///
/// Brigo, D., Mercurio, F. (2006): Interest Rate Models, 2nd edition, section 4.2 (G2++).
public struct G2: Sendable, Hashable {
  /// Mean reversion and volatility of x.
  public let first: HullWhite
  /// Mean reversion and volatility of y.
  public let second: HullWhite
  /// ρ: of the factors' shocks, −1 to 1.
  public let correlation: Double

  /// Precondition: a correlation.
  public init(first: HullWhite, second: HullWhite, correlation: Double) {
    precondition(-1...1 ~= correlation, "a correlation lies between -1 and 1")
    self.first = first
    self.second = second
    self.correlation = correlation
  }

  /// Covariance of x and y after `years`.
  public func covariance(_ years: Double) -> Double {
    let together = HullWhite(meanReversion: first.meanReversion + second.meanReversion, volatility: 0)
    return volatilityProduct * together.sensitivity(years)
  }

  /// Variance of the integral of x + y over `years` from known factors.
  public func integralVariance(_ years: Double) -> Double {
    first.integralVariance(years) + second.integralVariance(years)
      + 2 * volatilityProduct * integral(years) { first.sensitivity($0) * second.sensitivity($0) }
  }

  /// How the price at a time of a zero bond of so many years follows from the factors.
  public func zeroBondFormula(at time: Double, years: Double) -> ZeroBondFormula {
    ZeroBondFormula(
      shift: 0.5 * (integralVariance(years) - integralVariance(time + years) + integralVariance(time)),
      sensitivities: [first.sensitivity(years), second.sensitivity(years)])
  }

  /// How far below 0 the means of x and y after `years` are with the zero bond of that time as numeraire.
  func discountingShifts(_ years: Double) -> (first: Double, second: Double) {
    (
      first.discountingShift(years)
        + volatilityProduct * integral(years) { first.persistence($0) * second.sensitivity($0) },
      second.discountingShift(years)
        + volatilityProduct * integral(years) { second.persistence($0) * first.sensitivity($0) }
    )
  }

  /// ρ·σ·η
  private var volatilityProduct: Double { correlation * first.volatility * second.volatility }

  /// From 0 to `years`, in parts over which no factor reverts by more than e^(−2): the closed forms lose their digits where a mean
  /// reversion is small.
  private func integral(_ years: Double, _ function: (Double) -> Double) -> Double {
    let fastest = 2 * max(first.meanReversion, second.meanReversion)
    let parts = max(1, Int(min(fastest * years / 2, 10_000).rounded(.up)))
    return GaussLegendre.integral(from: 0, to: years, parts: parts, function)
  }
}
