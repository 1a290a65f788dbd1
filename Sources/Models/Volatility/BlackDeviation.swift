import Glibc
import NumericalMethods

/// The inverse of Black's formula.
enum BlackDeviation {
  /// The standard deviation of the logarithm at expiry at which the option that is out of the money is worth `timeValue`,
  /// above 0: `nil` when no deviation gives as much, 0 when the value is too small to tell. Forward and strike are above 0.
  ///
  /// Divided by √(forward·strike) the value is b(s) = e^(x/2)·Φ(x/s + s/2) − e^(−x/2)·Φ(x/s − s/2), x = −|ln(F/K)|. It turns from
  /// convex to concave at s = √(2|x|). Above, Newton's method goes by ln(e^(x/2) − b), which is concave in s since b′ is
  /// logarithmically so, and converges from there. Below it goes by ln b as a function of 1/s², of which it is almost linear while
  /// s is small, inside a bracket. Compare P. Jäckel, "Let's Be Rational", Wilmott (2015), for the same transformations with
  /// rational guesses.
  static func implied(forward: Double, strike: Double, timeValue: Double) -> Double? {
    let (root, limit) = (forward.squareRoot() * strike.squareRoot(), min(forward, strike))
    guard timeValue < limit else { return nil }
    let x = -abs(log(forward / strike))
    let target = timeValue / root
    guard target >= .leastNormalMagnitude else { return 0 }
    let middle = (-2 * x).squareRoot()
    if target < value(x, middle).value { return below(x, middle, target) }
    return above(x, middle, target, missing: (limit - timeValue) / root)
  }

  private static func below(_ x: Double, _ middle: Double, _ target: Double) -> Double {
    let logarithm = log(target)
    var (low, high) = (0.0, middle)
    var s = middle
    for _ in 0..<200 {
      let (value, slope) = value(x, s)
      if value < target { low = s } else { high = s }
      // dw = −2·ds/s³ with w = 1/s².
      let step = value > 0 && slope > 0 ? (log(value) - logarithm) * value / slope * 2 / (s * s * s) : 0
      let newton = 1 / (1 / (s * s) + step).squareRoot()
      let isInside = step != 0 && newton > low && newton < high
      let next = isInside ? newton : 0.5 * (low + high)
      let change = abs(next / s - 1)
      s = next
      // After a step of Newton's the error that is left is about the square of the change.
      if change <= (isInside ? 1e-9 : 1e-15) { break }
    }
    return s
  }

  private static func above(_ x: Double, _ middle: Double, _ target: Double, missing: Double) -> Double {
    let logarithm = log(missing)
    var s = max(middle, target / NormalDistribution.density(0))
    for _ in 0..<100 {
      // What is missing from the limit, without a difference.
      let missing =
        exp(x / 2) * NormalDistribution.cumulative(-(x / s) - s / 2)
        + exp(-x / 2) * NormalDistribution.cumulative(x / s - s / 2)
      let (value, slope) = value(x, s)
      guard missing > 0, slope > 0 else { break }
      // Far from the limit the difference of values has the better digits.
      let step =
        value < missing ? (target - value) / slope : (log(missing) - logarithm) * missing / slope
      s += step
      if abs(step) <= 1e-9 * s { break }
    }
    return s
  }

  /// b(s) and its derivative.
  private static func value(_ x: Double, _ s: Double) -> (value: Double, slope: Double) {
    guard s > 0 else { return (0, NormalDistribution.density(0)) }
    let (h, t) = (x / s, s / 2)
    let slope = NormalDistribution.density(0) * exp(-0.5 * (h * h + t * t))
    if x == 0 { return (erf(t * 0.5.squareRoot()), slope) }
    return (
      exp(x / 2) * NormalDistribution.cumulative(h + t) - exp(-x / 2) * NormalDistribution.cumulative(h - t),
      slope
    )
  }
}
