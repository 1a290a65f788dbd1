/// A square matrix factored once, to solve several systems with it.
public struct LUFactors: Sendable {
  private let count: Int
  /// Row-major: below the diagonal the multipliers of elimination, on and above it what is left of the rows.
  private let factors: [Double]
  /// Which row of the matrix each row of the factors is.
  private let order: [Int]

  /// The factors of a row-major matrix of `count` rows; `nil` when it is singular to working precision or not finite.
  ///
  /// Gaussian elimination with partial pivoting: n³/3 multiplications. Precondition: `matrix` has `count`² elements.
  public init?(_ matrix: [Double], count: Int) {
    precondition(matrix.count == count * count, "a square matrix")
    var rows = matrix
    var order = Array(0..<count)
    let isRegular = rows.withUnsafeMutableBufferPointer { a in
      for column in 0..<count {
        var pivot = column
        for row in column..<count
        where abs(a[row * count + column]) > abs(a[pivot * count + column]) { pivot = row }
        let scale = a[pivot * count + column]
        guard scale.isFinite, scale != 0 else { return false }
        if pivot != column {
          order.swapAt(pivot, column)
          for index in 0..<count { a.swapAt(pivot * count + index, column * count + index) }
        }
        for row in column + 1..<max(count, column + 1) where a[row * count + column] != 0 {
          let factor = a[row * count + column] / scale
          a[row * count + column] = factor
          for index in column + 1..<max(count, column + 1) {
            a[row * count + index] -= factor * a[column * count + index]
          }
        }
      }
      return true
    }
    guard isRegular, rows.allSatisfy(\.isFinite) else { return nil }
    self.count = count
    self.order = order
    factors = rows
  }

  /// The X for which matrix · X = `right`, both row-major with `columns` columns.
  ///
  /// n² multiplications a column. Precondition: `right` has as many rows as the matrix.
  public func solve(_ right: [Double], columns: Int = 1) -> [Double] {
    precondition(right.count == count * columns, "a row for each row of the matrix")
    var x = order.flatMap { right[$0 * columns..<($0 + 1) * columns] }
    x.withUnsafeMutableBufferPointer { x in
      for row in 0..<count {
        for before in 0..<row where factors[row * count + before] != 0 {
          let factor = factors[row * count + before]
          for column in 0..<columns { x[row * columns + column] -= factor * x[before * columns + column] }
        }
      }
      for row in (0..<count).reversed() {
        for after in row + 1..<max(count, row + 1) where factors[row * count + after] != 0 {
          let factor = factors[row * count + after]
          for column in 0..<columns { x[row * columns + column] -= factor * x[after * columns + column] }
        }
        let scale = factors[row * count + row]
        for column in 0..<columns { x[row * columns + column] /= scale }
      }
    }
    return x
  }
}
