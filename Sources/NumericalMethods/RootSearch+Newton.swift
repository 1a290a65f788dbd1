extension RootSearch {
  /// Newton's method kept inside a bracket that shrinks with every evaluation: a step that would leave it, or that
  /// does not halve the distance moved two steps ago, is replaced by bisection.
  ///
  /// - Parameters:
  ///   - guess: where to start; moved into the bracket when outside.
  ///   - function: value and derivative.
  public func newton(from guess: Double, _ function: (Double) -> (value: Double, slope: Double)) -> RootResult
  {
    var (low, high) = (bracket.lowerBound, bracket.upperBound)
    let (atLow, atHigh) = (function(low).value, function(high).value)
    guard atLow.isFinite, atHigh.isFinite else {
      return .notConverged(.notFinite, best: atLow.isFinite ? low : high)
    }
    if atLow == 0 { return .converged(root: low, iterations: 0) }
    if atHigh == 0 { return .converged(root: high, iterations: 0) }
    let rises = atHigh > 0
    guard (atLow < 0) == rises else {
      return .notConverged(.noSignChange, best: abs(atLow) < abs(atHigh) ? low : high)
    }
    var x = min(max(guess.isFinite ? guess : 0.5 * (low + high), low), high)
    var (stepBefore, step) = (high - low, high - low)
    var (best, bestValue) = (x, Double.infinity)
    for iteration in 1...maxIterations {
      let (value, slope) = function(x)
      guard value.isFinite, slope.isFinite else { return .notConverged(.notFinite, best: best) }
      if abs(value) < bestValue { (best, bestValue) = (x, abs(value)) }
      if value == 0 { return .converged(root: x, iterations: iteration) }
      if (value > 0) == rises { high = x } else { low = x }
      let newton = slope == 0 ? Double.infinity : -value / slope
      let lands = x + newton > low && x + newton < high && abs(newton) <= 0.5 * abs(stepBefore)
      stepBefore = step
      step = lands ? newton : 0.5 * (low + high) - x
      x += step
      if abs(step) <= resolution(at: x) { return .converged(root: x, iterations: iteration) }
    }
    return .notConverged(.iterationLimit, best: best)
  }
}
