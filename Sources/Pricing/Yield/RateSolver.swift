import Foundation

/// Finds the rate at which a value that falls with the rate reaches a target.
enum RateSolver {
  /// A value with its first and second derivatives in the rate.
  struct Evaluation {
    let value: Double
    let slope: Double
    let curvature: Double
  }

  /// Newton steps on the logarithm of the value, which is convex for positive flows and nearly straight, so that a
  /// step from anywhere lands on the side from which all later steps close in. Steps are kept inside what is known of
  /// the root and, at first, short; a few suffice from a near guess.
  ///
  /// `nil` when no rate is found in 200 steps. Precondition: `target` positive and finite.
  static func solve(target: Double, start: Double, _ evaluate: (Double) -> Evaluation) -> Double? {
    var rate = start.isFinite ? start : 0
    var low = -Double.infinity
    var high = Double.infinity
    var longestStep = 1.0
    for _ in 0..<200 {
      let found = evaluate(rate)
      let isUsable = found.value.isFinite && found.value > 0 && found.slope < 0 && found.slope.isFinite
      let error = isUsable ? log(found.value / target) : .nan
      // An overflow means a rate too low; a value of 0 or less, one too high.
      let isTooLow = error.isNaN ? !(found.value <= 0) : error > 0
      if isTooLow { low = max(low, rate) } else { high = min(high, rate) }

      var step = -error * found.value / found.slope
      // Newton squares the error: after a step this small there is none left to see.
      if isUsable, abs(step) <= 1e-9 * (1 + abs(rate)) { return rate + step }
      if !step.isFinite { step = isTooLow ? longestStep : -longestStep }
      if abs(step) > longestStep {
        step = step > 0 ? longestStep : -longestStep
        longestStep *= 2
      }
      rate += step
      if rate <= low || rate >= high, high - low < .infinity { rate = 0.5 * (low + high) }
    }
    return nil
  }
}
