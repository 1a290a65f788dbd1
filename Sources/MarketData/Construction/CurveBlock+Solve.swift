import NumericalMethods

extension CurveBlock {
  /// Largest value of an equation, per unit of notional.
  static let tolerance = 1e-12
  /// Zero rates are sought between −100% and +1000%.
  private static let bracket = -1.0...10.0
  private static let maxIterations = 60

  /// What is asked of a block: quotes, the curves before it, and how its own curves run between pillars.
  struct Question {
    /// Of all curves of the block, one after the other.
    let quotes: [Double]
    /// Curves known by number.
    let known: [Int: ZeroCurve]
    let interpolations: [CurveInterpolation]
    let turns: [[RateTurn]]
  }

  /// The curves at which every equation is 0, within 1e-12 of the notional, by Newton steps with the exact Jacobian.
  ///
  /// Steps go on until values are rounding errors, so that the answer does not show where they began: at `guess`, zero
  /// rates of all pillars one after the other.
  func solve(_ question: Question, from guess: [Double]) -> CurveSolution {
    var rates = guess
    var solution = solution(question, rates)
    var lastDerivatives: LUFactors?
    for _ in 0..<CurveBlock.maxIterations {
      let worst = solution.worst
      if worst <= 4 * Double.ulpOfOne { break }
      let derivatives = LUFactors(jacobian(question, solution), count: rates.count) ?? lastDerivatives
      guard let derivatives else { break }
      lastDerivatives = derivatives
      let next = zip(rates, derivatives.solve(solution.values)).map {
        min(max($0 - min(max($1, -0.5), 0.5), CurveBlock.bracket.lowerBound), CurveBlock.bracket.upperBound)
      }
      let following = self.solution(question, next)
      // At the level of rounding, steps only shuffle the last bits.
      if worst <= CurveBlock.tolerance, following.worst >= worst { break }
      (rates, solution) = (next, following)
    }
    return solution
  }

  /// The block's curves with these zero rates at the pillars, and what the equations come to on them.
  private func solution(_ question: Question, _ rates: [Double]) -> CurveSolution {
    var built: [ZeroCurve] = []
    var first = 0
    for (position, years) in pillars.enumerated() {
      built.append(
        ZeroCurve(
          years: years, zeroRates: Array(rates[first..<first + years.count]),
          interpolation: question.interpolations[position], turns: question.turns[position]))
      first += years.count
    }
    let exponents = exponents(question, built)
    return CurveSolution(
      curves: built, exponents: exponents,
      values: equations.values(quotes: question.quotes, exponents: exponents))
  }

  /// −ln of discount factors at every node.
  private func exponents(_ question: Question, _ built: [ZeroCurve]) -> [Double] {
    looks.flatMap { look in curve(look.curve, question, built).exponents(ascending: look.years) }
  }

  private func curve(_ number: Int, _ question: Question, _ built: [ZeroCurve]) -> ZeroCurve {
    if let position = curves.firstIndex(of: number) { return built[position] }
    guard let known = question.known[number] else { preconditionFailure("curves are solved in order") }
    return known
  }

  /// The derivative of every equation by the zero rates of the block's pillars; a row an equation.
  func jacobian(_ question: Question, _ solution: CurveSolution) -> [Double] {
    var firstColumns: [Int: (column: Int, curve: ZeroCurve)] = [:]
    var column = 0
    for (position, number) in curves.enumerated() {
      firstColumns[number] = (column, solution.curves[position])
      column += pillars[position].count
    }
    return derivatives(question, solution, by: firstColumns, columns: column)
  }

  /// The derivative of every equation by the zero rates of an earlier curve's pillars; a row an equation. `nil` when none
  /// looks at it.
  func jacobian(_ question: Question, _ solution: CurveSolution, by number: Int, _ curve: ZeroCurve)
    -> [Double]?
  {
    guard looks.contains(where: { $0.curve == number }) else { return nil }
    return derivatives(question, solution, by: [number: (0, curve)], columns: curve.years.count)
  }

  private func derivatives(
    _ question: Question, _ solution: CurveSolution, by curves: [Int: (column: Int, curve: ZeroCurve)],
    columns: Int
  ) -> [Double] {
    var ofNodes = Array(repeating: 0.0, count: nodeCount * columns)
    for look in looks {
      guard let (column, curve) = curves[look.curve] else { continue }
      let width = curve.years.count
      let rows = curve.exponentDerivatives(ascending: look.years)
      for row in look.years.indices {
        for pillar in 0..<width {
          ofNodes[(look.firstNode + row) * columns + column + pillar] = rows[row * width + pillar]
        }
      }
    }
    return equations.derivatives(
      quotes: question.quotes, exponents: solution.exponents, nodeDerivatives: ofNodes, unknowns: columns)
  }
}

/// Curves of a block, −ln of discount factors at its nodes, and the values of its equations.
struct CurveSolution {
  let curves: [ZeroCurve]
  let exponents: [Double]
  let values: [Double]

  var worst: Double { values.reduce(0) { $1.isFinite ? max($0, abs($1)) : .infinity } }
}
