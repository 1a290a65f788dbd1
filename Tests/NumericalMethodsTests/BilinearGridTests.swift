import NumericalMethods
import Testing

@Suite struct BilinearGridTests {
  static let grid = BilinearGrid(rows: [1, 2, 5], columns: [0, 10], values: [1, 2, 3, 5, 4, 8])

  @Test func isItsNodes() {
    for (row, x) in Self.grid.rows.enumerated() {
      for (column, y) in Self.grid.columns.enumerated() {
        #expect(Self.grid(x, y) == Self.grid[row, column])
      }
    }
  }

  /// Bilinear functions are their own interpolation.
  @Test func keepsBilinearFunctions() {
    func f(_ x: Double, _ y: Double) -> Double { 2 + 3 * x - y + 0.5 * x * y }
    let (rows, columns) = ([0.0, 1, 4], [-1.0, 2, 3, 8])
    let grid = BilinearGrid(
      rows: rows, columns: columns, values: rows.flatMap { x in columns.map { f(x, $0) } })
    for x in stride(from: 0, through: 4, by: 0.37) {
      for y in stride(from: -1, through: 8, by: 0.59) { #expect(abs(grid(x, y) - f(x, y)) <= 1e-14) }
    }
  }

  @Test func isConstantBeyondTheEdges() {
    #expect(Self.grid(0, -5) == 1 && Self.grid(9, 99) == 8)
    #expect(Self.grid(1.5, 20) == 3.5 && Self.grid(1.5, -1) == 2)
    #expect(BilinearGrid(constant: 7)(3, -4) == 7)
  }

  /// Grids that are 1 at one node and 0 at the others add up to 1 everywhere.
  @Test func nodesShareEveryPoint() {
    for (x, y) in [(0.5, 3.0), (1.7, 9), (3, 4), (6, 12)] {
      let sum = (0..<6).reduce(0.0) { sum, node in
        var values = [Double](repeating: 0, count: 6)
        values[node] = 1
        return sum + BilinearGrid(rows: [1, 2, 5], columns: [0, 10], values: values)(x, y)
      }
      #expect(abs(sum - 1) <= 1e-15)
      let place = Self.grid.place(x, y)
      let weighted = place.weights.reduce(0.0) { $0 + $1.weight * Self.grid.values[$1.node] }
      #expect(abs(weighted - Self.grid(x, y)) <= 1e-15 * 8)
      #expect(abs(place.weights.reduce(0.0) { $0 + $1.weight } - 1) <= 1e-15)
    }
  }
}

@Suite struct ClampedSplineTests {
  /// A cubic is its own spline when the end slopes are its own; beyond the ends it is the tangent.
  @Test func keepsCubics() {
    func f(_ x: Double) -> Double { 1 - 2 * x + 0.5 * x * x + 0.25 * x * x * x }
    func slope(_ x: Double) -> Double { -2 + x + 0.75 * x * x }
    let knots = [-1.0, 0, 0.3, 2, 2.5, 4]
    let spline = PiecewiseCubic.clamped(
      arguments: knots, values: knots.map(f), startSlope: slope(-1), endSlope: slope(4))
    for x in stride(from: -1, through: 4, by: 0.07) {
      #expect(abs(spline(x) - f(x)) <= 1e-13)
      #expect(abs(spline.derivative(at: x) - slope(x)) <= 1e-13)
    }
    #expect(abs(spline(5) - (f(4) + slope(4))) <= 1e-13 && abs(spline(-3) - (f(-1) - 2 * slope(-1))) <= 1e-13)
  }

  /// Slope and curvature do not jump at the points.
  @Test func isSmooth() {
    let knots = [0.0, 1, 1.5, 4]
    let spline = PiecewiseCubic.clamped(arguments: knots, values: [3, 1, 2, 2])
    for knot in [1.0, 1.5] {
      let h = 1e-6
      #expect(abs(spline.derivative(at: knot + h) - spline.derivative(at: knot - h)) <= 1e-4)
      let left = (spline.derivative(at: knot - h) - spline.derivative(at: knot - 2 * h)) / h
      let right = (spline.derivative(at: knot + 2 * h) - spline.derivative(at: knot + h)) / h
      #expect(abs(left - right) <= 1e-3 * max(1, abs(left)))
    }
    #expect(spline(-10) == 3 && spline(10) == 2)
    #expect(PiecewiseCubic.clamped(arguments: [0, 2], values: [1, 1])(1) == 1)
  }
}
