import Glibc
import NumericalMethods
import Testing

@Suite struct VectorFunctionTests {
  static func logarithms(_ values: [Double]) -> [Double] {
    var values = values
    Logarithm.logInPlace(&values)
    return values
  }

  static func probabilities(_ values: [Double]) -> [Double] {
    var values = values
    NormalDistribution.cumulativeInPlace(&values)
    return values
  }

  /// Against the C library, itself within 1 ulp: two such results differ by 2 ulp at most.
  @Test func logarithmsAgreeWithTheCLibrary() {
    var random = SplitMix(state: 7)
    let values = (0..<40_000).map { index in
      index % 2 == 0
        ? Double.random(in: 0.5...2, using: &random)
        : Glibc.exp(Double.random(in: -700...700, using: &random))
    }
    for (x, found) in zip(values, Self.logarithms(values)) {
      #expect(abs(found - Glibc.log(x)) <= 2 * Glibc.log(x).ulp, "\(x)")
    }
  }

  @Test func logarithmsEndAsTheyShould() {
    let found = Self.logarithms([1, .infinity, 0, -1, .nan])
    #expect(found[0] == 0 && found[1] == .infinity)
    #expect(found[2].isNaN && found[3].isNaN && found[4].isNaN)
    #expect(Self.logarithms([]) == [])
  }

  /// Against erfc: 4e-16 absolutely, and relatively 3e-13 down to where doubles end, where rounding the argument's square by one
  /// ulp is 1.5e-13.
  @Test func probabilitiesAgreeWithTheErrorFunction() {
    let values = Array(stride(from: -37.3, through: 12, by: 0.0037))
    for (x, found) in zip(values, Self.probabilities(values)) {
      let expected = NormalDistribution.cumulative(x)
      #expect(abs(found - expected) <= min(4e-16, 3e-13 * expected), "\(x)")
    }
  }

  @Test func probabilitiesEndAsTheyShould() {
    let found = Self.probabilities([0, .infinity, -.infinity, 1e300, -1e300, -38.6, .nan])
    #expect(found[0...5] == [0.5, 1, 0, 1, 0, 0])
    #expect(found[6].isNaN)
  }

  @Test func everyLaneAndLengthGivesTheSameBits() {
    let values = (0..<11).map { 0.1 + 0.73 * Double($0) }
    let (logarithms, probabilities) = (Self.logarithms(values), Self.probabilities(values))
    for count in 0...values.count {
      #expect(Self.logarithms(Array(values.prefix(count))) == Array(logarithms.prefix(count)))
      #expect(Self.probabilities(Array(values.prefix(count))) == Array(probabilities.prefix(count)))
    }
  }
}
