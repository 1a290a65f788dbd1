extension RootSearch {
  /// Brent's method: inverse quadratic steps while they help, bisection when they do not.
  ///
  /// Source: R. P. Brent, "Algorithms for Minimization without Derivatives" (1973), chapter 4.
  public func brent(_ function: (Double) -> Double) -> RootResult {
    // b is the best estimate, a the one before it, and the root lies between b and c.
    var (a, b) = (bracket.lowerBound, bracket.upperBound)
    var (fa, fb) = (function(a), function(b))
    guard fa.isFinite, fb.isFinite else { return .notConverged(.notFinite, best: fa.isFinite ? a : b) }
    if fa == 0 { return .converged(root: a, iterations: 0) }
    if fb == 0 { return .converged(root: b, iterations: 0) }
    guard (fa < 0) != (fb < 0) else {
      return .notConverged(.noSignChange, best: abs(fa) < abs(fb) ? a : b)
    }
    var (c, fc) = (a, fa)
    var step = b - a
    var stepBefore = step
    for iteration in 1...maxIterations {
      if abs(fc) < abs(fb) {
        (a, b, c) = (b, c, b)
        (fa, fb, fc) = (fb, fc, fb)
      }
      let resolution = resolution(at: b)
      let half = 0.5 * (c - b)
      if abs(half) <= resolution || fb == 0 { return .converged(root: b, iterations: iteration - 1) }
      let trial =
        abs(stepBefore) >= resolution && abs(fa) > abs(fb)
        ? RootSearch.interpolatedStep(a, b, c, fa, fb, fc) : nil
      if let trial, abs(trial) < min(1.5 * abs(half) - 0.5 * resolution, 0.5 * abs(stepBefore)),
        (trial < 0) == (half < 0)
      {
        stepBefore = step
        step = trial
      } else {
        step = half
        stepBefore = half
      }
      (a, fa) = (b, fb)
      b += abs(step) > resolution ? step : (half > 0 ? resolution : -resolution)
      fb = function(b)
      guard fb.isFinite else { return .notConverged(.notFinite, best: a) }
      if (fb < 0) == (fc < 0) {
        (c, fc) = (a, fa)
        step = b - a
        stepBefore = step
      }
    }
    return .notConverged(.iterationLimit, best: abs(fc) < abs(fb) ? c : b)
  }

  /// The step from b to where the inverse quadratic through the three points, or the secant when only two differ,
  /// is zero.
  private static func interpolatedStep(
    _ a: Double, _ b: Double, _ c: Double, _ fa: Double, _ fb: Double, _ fc: Double
  ) -> Double {
    let s = fb / fa
    if a == c { return (c - b) * s / (s - 1) }
    let q = fa / fc
    let r = fb / fc
    let numerator = s * ((c - b) * q * (q - r) - (b - a) * (r - 1))
    let denominator = (q - 1) * (r - 1) * (s - 1)
    return -numerator / denominator
  }
}
