import NumericalMethods
import Testing

@Suite struct PiecewiseTests {
  @Test func linearRunsThroughItsPointsAndIsFlatBeyond() {
    let line = PiecewiseLinear(arguments: [1, 2, 4], values: [10, 30, 20])
    #expect([0, 1, 1.5, 2, 3, 4, 9].map { line($0) } == [10, 10, 20, 30, 25, 20, 20])
    #expect(PiecewiseLinear(constant: 7)(-3) == 7)
  }

  @Test func sumsOfLinesAddValues() {
    let a = PiecewiseLinear(arguments: [1, 2, 4], values: [10, 30, 20])
    let b = PiecewiseLinear(arguments: [0, 3], values: [-1, 5])
    let sum = a + b * 2 + PiecewiseLinear(constant: 0.5)
    for x in stride(from: -1.0, through: 6, by: 0.25) {
      #expect(abs(sum(x) - (a(x) + 2 * b(x) + 0.5)) <= 1e-14)
    }
    #expect((b * 0).isZero)
  }

  @Test func cubicPiecesRunOnAndAreTangentBefore() {
    let f = PiecewiseCubic(knots: [1, 2], pieces: [.init(1, 2, 3, 4), .init(10, -1)])
    #expect([0.5, 1, 1.5, 2, 5].map { f($0) } == [0, 1, 3.25, 10, 7])
    #expect([0.5, 1, 1.5, 2, 5].map { f.derivative(at: $0) } == [2, 2, 8, -1, -1])
    let ascending = [0, 0.5, 1, 1.2, 1.99, 2, 2, 3]
    #expect(f(ascending: ascending) == ascending.map { f($0) })
  }

  /// A cubic with the right slopes at both ends of an interval is that cubic; a straight line stays straight.
  @Test func monotoneCubicReproducesLines() {
    let f = PiecewiseCubic.monotone(arguments: [0, 1, 3, 4.5], values: [1, 3, 7, 10])
    for x in stride(from: -1.0, through: 6, by: 0.1) { #expect(abs(f(x) - (1 + 2 * x)) <= 1e-14) }
  }

  @Test(arguments: 1...20)
  func monotoneCubicNeverOvershoots(_ seed: UInt64) {
    var random = SplitMix(state: seed)
    var arguments = [0.0]
    var values = [0.0]
    for _ in 0..<12 {
      arguments.append(arguments.last! + Double.random(in: 0.01...5, using: &random))
      values.append(values.last! + Double.random(in: -1...3, using: &random))
    }
    let f = PiecewiseCubic.monotone(arguments: arguments, values: values)
    for index in 0..<12 {
      let (left, right) = (arguments[index], arguments[index + 1])
      #expect(f(left) == values[index])
      let low = min(values[index], values[index + 1])
      let high = max(values[index], values[index + 1])
      for step in 0...50 {
        let value = f(left + (right - left) * Double(step) / 50 * (1 - 1e-12))
        #expect(value >= low - 1e-14 && value <= high + 1e-14)
      }
    }
  }

  @Test func linearSystemsAreSolvedOrRefused() throws {
    // Needs a row exchange at once.
    let x = try #require(LinearSystem.solve([[0, 2, 1], [1, 1, 0], [3, 0, 1]], [7, 3, 6]))
    for (value, expected) in zip(x, [1.0, 2, 3]) { #expect(abs(value - expected) <= 1e-15) }
    #expect(LinearSystem.solve([[1, 2], [2, 4]], [1, 2]) == nil)
    #expect(LinearSystem.solve([[.nan]], [1]) == nil)
    #expect(LinearSystem.solve([], []) == [])
  }
}
