/// Finds where a continuous function of one variable is zero, inside a bracket and within a number of steps.
///
/// Neither method ever leaves the bracket, and neither traps: what goes wrong is part of the result.
public struct RootSearch: Sendable, Hashable {
  /// The root must lie in here.
  public let bracket: ClosedRange<Double>
  /// Half width of the interval in which the root is known to lie when a search ends, beyond rounding of the
  /// root itself. 0 asks for all a double can give.
  public let tolerance: Double
  /// Function evaluations after those at the ends of the bracket.
  public let maxIterations: Int

  /// Precondition: finite bracket, `tolerance` not negative, `maxIterations` positive.
  public init(bracket: ClosedRange<Double>, tolerance: Double = 0, maxIterations: Int = 100) {
    precondition(bracket.lowerBound.isFinite && bracket.upperBound.isFinite, "a bracket is finite")
    precondition(tolerance >= 0 && maxIterations > 0, "a search needs a tolerance and a step")
    self.bracket = bracket
    self.tolerance = tolerance
    self.maxIterations = maxIterations
  }

  /// The interval below which moving the root means nothing.
  func resolution(at x: Double) -> Double { 2 * x.ulp + 0.5 * tolerance }
}

/// What a root search came to.
public enum RootResult: Sendable, Hashable {
  case converged(root: Double, iterations: Int)
  /// `best` is the argument with the smallest function value seen.
  case notConverged(RootFailure, best: Double)

  /// The root; `nil` when the search did not converge.
  public var root: Double? {
    switch self {
    case .converged(let root, _): root
    case .notConverged: nil
    }
  }
}

/// Why a root search found nothing.
public enum RootFailure: Sendable, Hashable {
  /// The function has the same sign at both ends of the bracket.
  case noSignChange
  /// The function gave infinity or not a number.
  case notFinite
  case iterationLimit
}
