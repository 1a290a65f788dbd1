import NumericalMethods

/// Least squares on polynomials of simulated states, for many targets on the same paths.
///
/// Powers of the states are worked out once. Each part of the paths has a polynomial of its own, so that what is learnt from one
/// part can be used on another.
public struct StateRegression: Sendable {
  /// Standard deviations from the mean, beyond which a state counts as there: too few paths go farther for what one part has learnt of
  /// them to hold for the other.
  private static let farthest = 3.0
  /// Of each term its value on every path, the constant first.
  private let terms: [[Double]]
  public let parts: [Range<Int>]
  /// Of each part its normal equations' matrix.
  private let matrices: [[[Double]]]

  /// - Parameters:
  ///   - states: for each variable its value on every path.
  ///   - degree: highest total degree; a state that does not vary is left out.
  ///   - parts: Of the paths.
  ///
  /// Precondition: a number of paths, and of those in each part, that 8 divides.
  public init(states: [[Double]], degree: Int, parts: [Range<Int>]) {
    precondition(
      states.allSatisfy { $0.count.isMultiple(of: 8) } && parts.allSatisfy { $0.count.isMultiple(of: 8) },
      "paths in eights")
    self.parts = parts
    var scaled: [[Double]] = []
    for state in states {
      let centre = Estimate.mean(state)
      let variance = Estimate.mean(state.map { ($0 - centre) * ($0 - centre) })
      guard variance > 1e-24 * centre * centre, variance > 0 else { continue }
      let scale = 1 / variance.squareRoot()
      scaled.append(state.map { min(max(($0 - centre) * scale, -Self.farthest), Self.farthest) })
    }
    // Hermite's polynomials, which are nearly orthogonal where states are nearly normal.
    let ones = [Double](repeating: 1, count: states.first?.count ?? 0)
    let powers = scaled.map { state in
      var powers = [ones, state]
      for n in 1..<max(degree, 1) {
        let scale = 1 / Double(n + 1).squareRoot()
        powers.append(
          state.indices.map {
            (state[$0] * powers[n][$0] - Double(n).squareRoot() * powers[n - 1][$0]) * scale
          })
      }
      return powers
    }
    var terms = [ones]
    for exponents in Self.exponents(variables: scaled.count, degree: degree).dropFirst() {
      var term = ones
      for (variable, exponent) in exponents.enumerated() where exponent > 0 {
        for path in term.indices { term[path] *= powers[variable][exponent][path] }
      }
      terms.append(term)
    }
    self.terms = terms
    matrices = parts.map { part in
      terms.indices.map { row in
        terms.indices.map { column in
          let product = Self.dot(terms[row], terms[column], part)
          // Terms that make up each other share what they count for.
          return row == column ? product * (1 + 1e-12) : product
        }
      }
    }
  }

  /// The polynomial that fits `targets` best over a part; their mean where states cannot tell the terms apart.
  public func coefficients(_ targets: [Double], part: Int) -> [Double] {
    let right = terms.map { Self.dot($0, targets, parts[part]) }
    if let found = LinearSystem.solve(matrices[part], right) { return found }
    return [right[0] / Double(parts[part].count)] + [Double](repeating: 0, count: terms.count - 1)
  }

  /// Writes the polynomial's values on the paths of a part.
  public func values(_ coefficients: [Double], part: Int, into values: inout [Double]) {
    let range = parts[part]
    values.withUnsafeMutableBufferPointer { values in
      for path in range { values[path] = coefficients[0] }
      for (coefficient, term) in zip(coefficients, terms).dropFirst() {
        term.withUnsafeBufferPointer { term in
          for path in range { values[path] += coefficient * term[path] }
        }
      }
    }
  }

  /// All of at most `degree` in total, that of the constant first.
  private static func exponents(variables: Int, degree: Int) -> [[Int]] {
    guard variables > 0 else { return [[]] }
    return (0...degree).flatMap { first in
      exponents(variables: variables - 1, degree: degree - first).map { [first] + $0 }
    }
  }

  /// In eight sums that are added at the end: the same order on every machine.
  private static func dot(_ a: [Double], _ b: [Double], _ range: Range<Int>) -> Double {
    a.withUnsafeBytes { a in
      b.withUnsafeBytes { b in
        var sum = SIMD8<Double>(repeating: 0)
        for start in stride(from: range.lowerBound * 8, to: range.upperBound * 8, by: 64) {
          sum +=
            a.loadUnaligned(fromByteOffset: start, as: SIMD8<Double>.self)
            * b.loadUnaligned(fromByteOffset: start, as: SIMD8<Double>.self)
        }
        var total = 0.0
        for lane in 0..<8 { total += sum[lane] }
        return total
      }
    }
  }
}
