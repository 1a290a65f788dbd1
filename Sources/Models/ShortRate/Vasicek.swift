import Glibc

/// Vasicek's model: dr = k·(θ − r)·dt + σ·dW with constants, and so with a curve of its own that fits a given one only by chance; `HullWhite` is
/// the same with a θ of time that fits every curve.
///
/// Vasicek, O. (1977): An equilibrium characterization of the term structure, Journal of Financial Economics 5.
public struct Vasicek: Sendable, Hashable {
  /// r(0), a decimal a year.
  public let shortRate: Double
  /// θ: where the rate is drawn to under the pricing measure, a decimal a year.
  public let level: Double
  /// k and σ.
  public let dynamics: HullWhite

  public init(shortRate: Double, level: Double, dynamics: HullWhite) {
    self.shortRate = shortRate
    self.level = level
    self.dynamics = dynamics
  }

  /// Price today of 1 paid after `years`.
  public func discountFactor(_ years: Double) -> Double {
    let b = dynamics.sensitivity(years)
    return exp(-shortRate * b - level * (years - b) + 0.5 * dynamics.integralVariance(years))
  }
}
