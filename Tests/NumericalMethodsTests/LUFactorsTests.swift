import NumericalMethods
import Testing

@Suite struct LUFactorsTests {
  /// Matrices of a fixed sequence, with a right side made from a known solution.
  @Test(arguments: 1...12)
  func solvesSeveralRightSides(_ count: Int) throws {
    var state: UInt64 = 7
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(UInt64(1) << 53) - 0.5
    }
    let matrix = (0..<count * count).map { _ in next() }
    let solution = (0..<count * 2).map { _ in next() }
    let right = (0..<count * 2).map { index in
      (0..<count).reduce(0.0) {
        $0 + matrix[index / 2 * count + $1] * solution[$1 * 2 + index % 2]
      }
    }
    let factors = try #require(LUFactors(matrix, count: count))
    for (found, wanted) in zip(factors.solve(right, columns: 2), solution) {
      #expect(abs(found - wanted) <= 1e-10)
    }
  }

  @Test func refusesWhatIsSingularOrNotANumber() {
    #expect(LUFactors([1, 2, 2, 4], count: 2) == nil)
    #expect(LUFactors([1, .nan, 2, 4], count: 2) == nil)
  }
}
