import NumericalMethods
import Testing

@Suite struct NormalDistributionTests {
  /// Abramowitz and Stegun, Handbook of Mathematical Functions, table 26.1, to its 15 digits.
  @Test func agreesWithTheHandbook() {
    let table = [(0.5, 0.691_462_461_274_013), (1.0, 0.841_344_746_068_543), (2.0, 0.977_249_868_051_821)]
    for (x, probability) in table {
      #expect(abs(NormalDistribution.cumulative(x) - probability) < 1e-15)
      #expect(abs(NormalDistribution.cumulative(-x) - (1 - probability)) < 1e-15)
    }
    #expect(abs(NormalDistribution.density(1) - 0.241_970_724_519_143) < 1e-15)
  }

  /// Far below, where 1 − Φ has no digits left: Φ(−30) = 4.906713927148187e-198.
  @Test func keepsItsPrecisionInTheTail() {
    #expect(abs(NormalDistribution.cumulative(-30) / 4.906_713_927_148_187e-198 - 1) < 1e-13)
  }

  @Test func theQuantileUndoesTheProbability() {
    for x in stride(from: -37.0, through: 8, by: 0.31) {
      // Above 0 the probability itself is known to within 1e-16 only.
      let tolerance = max(1e-13 * max(1, abs(x)), 2.3e-16 / NormalDistribution.density(x) * (x > 0 ? 1 : 0))
      #expect(abs(NormalDistribution.quantile(NormalDistribution.cumulative(x)) - x) <= tolerance, "\(x)")
    }
    #expect(NormalDistribution.quantile(0) == -.infinity)
    #expect(NormalDistribution.quantile(1) == .infinity)
    #expect(NormalDistribution.quantile(-0.1).isNaN)
  }
}
