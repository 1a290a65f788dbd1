import NumericalMethods

/// A polynomial of a few variables, fitted by least squares.
struct StatePolynomial: Sendable, Hashable {
  /// Means and inverted deviations of the variables, so that powers stay of the size of 1.
  private let centres: [Double]
  private let scales: [Double]
  /// Degrees of each variable, and what each term counts.
  private let exponents: [[Int]]
  private let coefficients: [Double]

  /// - Parameters:
  ///   - targets: at least one.
  ///   - states: for each variable its value for each target.
  ///   - degree: highest total degree; taken back where the states cannot tell so many terms apart.
  init(fitting targets: [Double], states: [[Double]], degree: Int) {
    let centres = states.map(Estimate.mean)
    let scales = zip(states, centres).map { state, centre in
      let variance = Estimate.mean(state.map { ($0 - centre) * ($0 - centre) })
      // A state that does not vary, but for rounding, says nothing.
      return variance > 1e-24 * centre * centre ? 1 / variance.squareRoot() : 0
    }
    self.centres = centres
    self.scales = scales
    for degree in stride(from: degree, through: 1, by: -1) {
      let exponents = Self.exponents(variables: states.count, degree: degree).filter {
        zip($0, scales).allSatisfy { $0 == 0 || $1 > 0 }
      }
      guard exponents.count < targets.count else { continue }
      var powers = Powers(exponents, centres: centres, scales: scales)
      if let coefficients = powers.fit(targets, states) {
        self.exponents = exponents
        self.coefficients = coefficients
        return
      }
    }
    exponents = [[Int](repeating: 0, count: states.count)]
    coefficients = [Estimate.mean(targets)]
  }

  /// - Parameter states: as in `init`, of which element `place` counts.
  func value(_ states: [[Double]], at place: Int) -> Double {
    var sum = 0.0
    for (exponents, coefficient) in zip(exponents, coefficients) {
      var term = coefficient
      for (variable, exponent) in exponents.enumerated() {
        let x = (states[variable][place] - centres[variable]) * scales[variable]
        for _ in 0..<exponent { term *= x }
      }
      sum += term
    }
    return sum
  }

  /// All of at most `degree` in total.
  private static func exponents(variables: Int, degree: Int) -> [[Int]] {
    guard variables > 0 else { return [[]] }
    return (0...degree).flatMap { first in
      exponents(variables: variables - 1, degree: degree - first).map { [first] + $0 }
    }
  }
}

/// The terms of a polynomial at one state after another.
private struct Powers {
  private let exponents: [[Int]]
  private let centres: [Double]
  private let scales: [Double]
  private var terms: [Double]

  init(_ exponents: [[Int]], centres: [Double], scales: [Double]) {
    self.exponents = exponents
    self.centres = centres
    self.scales = scales
    terms = [Double](repeating: 0, count: exponents.count)
  }

  /// The normal equations; `nil` when they cannot be told apart.
  mutating func fit(_ targets: [Double], _ states: [[Double]]) -> [Double]? {
    let count = exponents.count
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    var right = [Double](repeating: 0, count: count)
    for (place, target) in targets.enumerated() {
      for (term, exponents) in exponents.enumerated() {
        var product = 1.0
        for (variable, exponent) in exponents.enumerated() where exponent > 0 {
          let x = (states[variable][place] - centres[variable]) * scales[variable]
          for _ in 0..<exponent { product *= x }
        }
        terms[term] = product
      }
      for row in 0..<count {
        for column in 0...row { matrix[row][column] += terms[row] * terms[column] }
        right[row] += terms[row] * target
      }
    }
    for row in 0..<count {
      for column in 0..<row { matrix[column][row] = matrix[row][column] }
      // Terms that make up each other share what they count for.
      matrix[row][row] *= 1 + 1e-12
    }
    return LinearSystem.solve(matrix, right)
  }
}
