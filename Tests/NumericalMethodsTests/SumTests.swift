import NumericalMethods
import Testing

@Suite struct SumTests {
  /// Magnitudes from cents to tens of billions with both signs, as position values are.
  static func amounts(_ count: Int, seed: UInt64) -> [Double] {
    var random = SplitMix(state: seed)
    return (0..<count).map { _ in
      var magnitude = 0.01
      for _ in 0..<Int.random(in: 0...12, using: &random) { magnitude *= 10 }
      return Double.random(in: -1...1, using: &random) * magnitude
    }
  }

  @Test func fixedPointSumDoesNotDependOnOrder() throws {
    var values = Self.amounts(5_000, seed: 1)
    var expected = FixedPointSum()
    for value in values { try expected.add(value) }
    var random = SplitMix(state: 2)
    for _ in 0..<20 {
      values.shuffle(using: &random)
      var sum = FixedPointSum()
      for value in values { try sum.add(value) }
      #expect(sum == expected)
      #expect(sum.value.bitPattern == expected.value.bitPattern)
    }
  }

  @Test func partsAddedUpElsewhereGiveTheSameBits() throws {
    var expected = FixedPointSum()
    var wholes: Int128 = 0
    var remainders: Int128 = 0
    // Ties, numbers between the units, and both signs.
    for value in Self.amounts(5_000, seed: 4) + [0x1p-41, -0x1p-41, 0x3p-41, -1.5, 0x1p-50, 8e18, -8e18] {
      try expected.add(value)
      let whole = value.rounded(.towardZero)
      wholes += Int128(whole)
      remainders += Int128(((value - whole) * 0x1p40).rounded(.toNearestOrEven))
    }
    #expect(try FixedPointSum(wholes: wholes, remainders: remainders) == expected)
    #expect(throws: FixedPointSumError.sumOutOfRange) {
      try FixedPointSum(wholes: Int128.max / 2, remainders: 0)
    }
  }

  @Test(arguments: [1, 2, 5, 64])
  func fixedPointSumDoesNotDependOnParts(_ parts: Int) throws {
    let values = Self.amounts(5_000, seed: 3)
    var whole = FixedPointSum()
    for value in values { try whole.add(value) }
    var merged = FixedPointSum()
    for part in 0..<parts {
      var sum = FixedPointSum()
      for index in stride(from: part, to: values.count, by: parts) { try sum.add(values[index]) }
      try merged.merge(try #require(FixedPointSum(bytes: sum.bytes)))
    }
    #expect(merged == whole)
  }

  /// n terms are off by n·2⁻⁴¹ at most; the compensated sum by about one rounding of the result.
  @Test func fixedPointAndCompensatedSumsAgree() throws {
    let values = Self.amounts(10_000, seed: 4)
    var fixed = FixedPointSum()
    for value in values { try fixed.add(value) }
    let compensated = CompensatedSum(values).value
    #expect(abs(fixed.value - compensated) <= 10_000 * 0x1p-41 + 2 * compensated.ulp)
  }

  /// Neumaier's own example, where plain and Kahan summation give 0.
  @Test func compensatedSumKeepsWhatRoundingDrops() {
    #expect(CompensatedSum([1, 1e100, 1, -1e100]).value == 2)
    #expect(CompensatedSum(Array(repeating: 0.1, count: 10)).value == 1)
  }

  @Test func fixedPointRoundsToNearestEven() throws {
    let unit = 0x1p-40
    for (term, units) in [(0.5, 0.0), (0.75, 1), (1.5, 2), (2.5, 2), (-0.5, 0), (-1.5, -2)] {
      var sum = FixedPointSum()
      try sum.add(term * unit)
      #expect(sum.value == units * unit, "\(term)")
    }
  }

  @Test func fixedPointRefusesWhatItCannotHold() throws {
    var sum = FixedPointSum()
    for value in [Double.nan, .infinity, 0x1p80, -0x1p80] {
      #expect(!FixedPointSum.isInRange(value))
      #expect(throws: FixedPointSumError.self) { try sum.add(value) }
    }
    #expect(sum == FixedPointSum())
    let largest = 0x1p80.nextDown
    for _ in 0..<128 { try sum.add(largest) }
    let full = sum
    #expect(throws: FixedPointSumError.sumOutOfRange) { try sum.add(largest) }
    #expect(throws: FixedPointSumError.sumOutOfRange) { try sum.merge(full) }
    #expect(sum == full)
    #expect(sum.value == 128 * largest)
  }

  /// −1 in units of 2⁻⁴⁰ is 2¹²⁸ − 2⁴⁰.
  @Test func bytesAreLittleEndianTwosComplement() throws {
    var sum = FixedPointSum()
    try sum.add(-1)
    #expect(sum.bytes == [0, 0, 0, 0, 0] + Array(repeating: 255, count: 11))
    try sum.add(1 + 0x1p-40)
    #expect(sum.bytes == [1] + Array(repeating: 0, count: 15))
    #expect(FixedPointSum(bytes: Array(repeating: 0, count: 15)) == nil)
  }
}

/// Repeatable random numbers. Source: G. Steele et al., "Fast splittable pseudorandom number generators" (2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
