/// Finds parameters that make the sum of squares of residuals as small as it gets near a first guess.
///
/// Steps solve (JᵀJ + λ·diag(JᵀJ))·δ = −Jᵀr; λ falls while steps help and grows until they do. The Jacobian is made of central
/// differences. For a few parameters: normal equations lose half the digits of an ill conditioned problem.
///
/// Marquardt, D. (1963): An algorithm for least-squares estimation of nonlinear parameters, SIAM Journal 11(2).
public struct LevenbergMarquardt: Sendable, Hashable {
  /// Steps that helped, at most.
  public let maxIterations: Int
  /// The search ends when a step improves the sum of squares by less than this part of it, or the sum falls below its square.
  public let tolerance: Double

  /// Precondition: both above 0.
  public init(maxIterations: Int = 100, tolerance: Double = 1e-12) {
    precondition(maxIterations > 0 && tolerance > 0, "a search needs a tolerance and a step")
    self.maxIterations = maxIterations
    self.tolerance = tolerance
  }

  /// Where the search came to; `nil` when the residuals are not finite at `start`.
  ///
  /// - Parameter residuals: always as many, at least one; not finite where parameters are not allowed, which makes a step
  ///   there be taken back.
  public func minimise(from start: [Double], _ residuals: ([Double]) -> [Double]) -> LeastSquaresFit? {
    var parameters = start
    var current = residuals(start)
    var sum = LevenbergMarquardt.sumOfSquares(current)
    guard sum.isFinite else { return nil }
    var damping = 1e-3
    for iteration in 0..<maxIterations {
      if sum <= tolerance * tolerance { return LeastSquaresFit(parameters, current, iteration, true) }
      guard let jacobian = LevenbergMarquardt.jacobian(parameters, residuals) else {
        return LeastSquaresFit(parameters, current, iteration, false)
      }
      var improved = false
      while damping < 1e12 {
        if let step = LevenbergMarquardt.step(jacobian, current, damping) {
          let trial = zip(parameters, step).map { $0 + $1 }
          let found = residuals(trial)
          let foundSum = LevenbergMarquardt.sumOfSquares(found)
          if foundSum < sum {
            let gain = (sum - foundSum) / sum
            (parameters, current, sum) = (trial, found, foundSum)
            damping = max(damping / 10, 1e-12)
            if gain <= tolerance { return LeastSquaresFit(parameters, current, iteration + 1, true) }
            improved = true
            break
          }
        }
        damping *= 4
      }
      // No step helps any more, however small.
      if !improved { return LeastSquaresFit(parameters, current, iteration, true) }
    }
    return LeastSquaresFit(parameters, current, maxIterations, false)
  }

  private static func sumOfSquares(_ residuals: [Double]) -> Double {
    residuals.reduce(0) { $0 + $1 * $1 }
  }

  /// Derivatives of all residuals, an array for each parameter; `nil` where they are not finite.
  private static func jacobian(_ parameters: [Double], _ residuals: ([Double]) -> [Double]) -> [[Double]]? {
    var columns: [[Double]] = []
    for index in parameters.indices {
      // The cube root of a double's resolution balances rounding and curvature.
      let width = 6e-6 * max(1, abs(parameters[index]))
      var (up, down) = (parameters, parameters)
      up[index] += width
      down[index] -= width
      let column = zip(residuals(up), residuals(down)).map { ($0 - $1) / (2 * width) }
      guard column.allSatisfy(\.isFinite) else { return nil }
      columns.append(column)
    }
    return columns
  }

  private static func step(_ jacobian: [[Double]], _ residuals: [Double], _ damping: Double) -> [Double]? {
    func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    var matrix = jacobian.map { row in jacobian.map { product(row, $0) } }
    // A parameter that nothing depends on stays where it is.
    for index in matrix.indices {
      matrix[index][index] = matrix[index][index] == 0 ? 1 : matrix[index][index] * (1 + damping)
    }
    return LinearSystem.solve(matrix, jacobian.map { -product($0, residuals) })
  }
}

/// What a least squares search came to.
public struct LeastSquaresFit: Sendable, Hashable {
  public let parameters: [Double]
  public let residuals: [Double]
  /// Steps that helped.
  public let iterations: Int
  /// Whether the search ended by itself; otherwise by its limit, or where derivatives end.
  public let converged: Bool

  init(_ parameters: [Double], _ residuals: [Double], _ iterations: Int, _ converged: Bool) {
    self.parameters = parameters
    self.residuals = residuals
    self.iterations = iterations
    self.converged = converged
  }
}
