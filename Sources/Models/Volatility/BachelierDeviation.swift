import Glibc
import NumericalMethods

/// The inverse of Bachelier's formula.
enum BachelierDeviation {
  /// The standard deviation at expiry at which an option that is `distance` out of the money, at least 0, is worth
  /// `timeValue`, above 0; 0 when the value is too small to tell.
  ///
  /// With x = distance / deviation the value over the distance is φ(x)/x − Φ(−x). Its logarithm falls with ln x and is
  /// concave in it, so Newton's method from above converges without a bracket; that it is at most φ(0)/x, and φ(x) from 1 on,
  /// bounds x from above. Compare P. Jäckel, "Implied Normal Volatility" (2017), for the same quantities by rational functions.
  static func implied(distance: Double, timeValue: Double) -> Double {
    let atTheMoney = timeValue / NormalDistribution.density(0)
    let ratio = timeValue / distance
    // The distance is not seen beside such a value.
    guard distance > 0, ratio < 1e16 else { return atTheMoney }
    guard ratio >= .leastNormalMagnitude else { return 0 }
    let target = log(ratio)
    let bound = distance / atTheMoney
    var x =
      bound < 1
      ? bound : min(bound, max(1, (-2 * (target - log(NormalDistribution.density(0)))).squareRoot()))
    for _ in 0..<100 {
      let (logarithm, slope) = logarithmOfRatio(x)
      let step = (target - logarithm) / slope
      x *= exp(step)
      // The error that is left is about the square of the step.
      if abs(step) <= 1e-9 { break }
    }
    return distance / x
  }

  /// ln(φ(x)/x − Φ(−x)) and its derivative by ln x, for x above 0.
  private static func logarithmOfRatio(_ x: Double) -> (value: Double, slope: Double) {
    let density = NormalDistribution.density(x)
    if x < 3 {
      let ratio = density / x - NormalDistribution.cumulative(-x)
      return (log(ratio), -density / (x * ratio))
    }
    // Φ(−x)/φ(x) = 1 / (x + c) with the continued fraction c = 1/(x + 2/(x + 3/(x + …))): no digits cancel.
    var c = 0.0
    for term in (1...(x < 8 ? 60 : 12)).reversed() { c = Double(term) / (x + c) }
    let overDensity = c / (x * (x + c))
    return (-0.5 * x * x + log(0.398_942_280_401_432_7 * overDensity), -1 / (x * overDensity))
  }
}
