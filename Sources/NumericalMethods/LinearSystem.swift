/// Solves small dense systems of linear equations.
public enum LinearSystem {
  /// The x for which `matrix`·x = `right`; `nil` when the matrix is singular to working precision or not finite.
  ///
  /// Gaussian elimination with partial pivoting: n³/3 multiplications. Precondition: `matrix` has as many rows and
  /// columns as `right` has elements.
  public static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
    let count = right.count
    precondition(matrix.count == count && matrix.allSatisfy { $0.count == count }, "a square system")
    var rows = matrix
    var result = right
    for column in 0..<count {
      var pivot = column
      for row in column..<count where abs(rows[row][column]) > abs(rows[pivot][column]) { pivot = row }
      let scale = rows[pivot][column]
      guard scale.isFinite, scale != 0 else { return nil }
      rows.swapAt(column, pivot)
      result.swapAt(column, pivot)
      for row in column + 1..<max(count, column + 1) {
        let factor = rows[row][column] / scale
        if factor == 0 { continue }
        for later in column..<count { rows[row][later] -= factor * rows[column][later] }
        result[row] -= factor * result[column]
      }
    }
    for row in (0..<count).reversed() {
      for later in row + 1..<max(count, row + 1) { result[row] -= rows[row][later] * result[later] }
      result[row] /= rows[row][row]
    }
    return result.allSatisfy(\.isFinite) ? result : nil
  }
}
