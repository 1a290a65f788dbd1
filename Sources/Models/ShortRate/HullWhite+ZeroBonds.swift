import Glibc

/// Zero bonds later, given x then.
extension HullWhite {
  /// Variance of the integral of x over `years` from a known x: σ²·∫₀^years b(s)² ds.
  public func integralVariance(_ years: Double) -> Double {
    let u = meanReversion * years
    let share: Double
    if u < 0.5 {
      // The closed form loses digits here: the sum over n from 3 of (2ⁿ⁻¹ − 2)·(−1)ⁿ⁺¹·uⁿ⁻³ / n!.
      var (sum, power) = (0.0, 1.0 / 6)
      for n in 3..<22 {
        sum += power * (exp2(Double(n - 1)) - 2)
        power *= -u / Double(n + 1)
      }
      share = sum
    } else {
      share = (u + 2 * expm1(-u) - 0.5 * expm1(-2 * u)) / (u * u * u)
    }
    return volatility * volatility * years * years * years * share
  }

  /// The logarithm of the zero bond from `time` to `time` + `years` over its forward price today, less its part that is
  /// −b(years)·x: the price is P(0, time + years) / P(0, time)·e^(this − b·x).
  public func zeroBondShift(at time: Double, years: Double) -> Double {
    0.5 * (integralVariance(years) - integralVariance(time + years) + integralVariance(time))
  }

  /// Price at `time` of 1 paid `years` later, when the factor is `x`.
  ///
  /// - Parameter forward: P(0, time + years) / P(0, time).
  public func zeroBond(at time: Double, years: Double, x: Double, forward: Double) -> Double {
    forward * exp(zeroBondShift(at: time, years: years) - sensitivity(years) * x)
  }
}
