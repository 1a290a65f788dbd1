/// How well the parameters at the maximum of a likelihood are known.
public struct LikelihoodErrors: Sendable, Hashable {
  /// Roots of the diagonal of the inverse of the observed information, which takes observations as independent.
  public let standard: [Double]
  /// Roots of the diagonal of information⁻¹ · (Σ s·sᵀ · G / (G − 1)) · information⁻¹ over the scores s of G clusters: right also where
  /// observations of a cluster move together. `nil` where there are no more clusters than parameters.
  ///
  /// Huber (1967), White (1982); Liang and Zeger (1986) for clusters.
  public let clustered: [Double]?

  /// `nil` where the likelihood is not at a maximum, or flat in some direction.
  ///
  /// - Parameters:
  ///   - information: second derivatives of the log likelihood, negative; symmetric.
  ///   - scores: first derivatives of the log likelihood of each cluster, which add up to zero at the maximum.
  public init?(information: [[Double]], scores: [[Double]]) {
    let count = information.count
    var inverse: [[Double]] = []
    for column in 0..<count {
      let unit = (0..<count).map { $0 == column ? 1.0 : 0 }
      guard let solved = LinearSystem.solve(information, unit), solved[column] > 0 else { return nil }
      inverse.append(solved)
    }
    standard = (0..<count).map { inverse[$0][$0].squareRoot() }
    guard scores.count > count else {
      clustered = nil
      return
    }
    // One step of Newton's search for each cluster alone; their squares are the diagonal of the product.
    var squares = [Double](repeating: 0, count: count)
    for score in scores {
      for column in 0..<count {
        let step = zip(inverse[column], score).reduce(0) { $0 + $1.0 * $1.1 }
        squares[column] += step * step
      }
    }
    let scale = Double(scores.count) / Double(scores.count - 1)
    clustered = squares.map { ($0 * scale).squareRoot() }
  }
}
