import Pricing
import RiskAnalytics
import Testing

@Suite struct TailRiskTests {
  @Test("a hundred losses of 1 to 100: the 95th, and the mean of the five above it")
  func hundredLosses() throws {
    let risk = try TailRisk(profits: (1...100).shuffled().map { -Double($0) }, confidence: 0.95)
    #expect(risk.valueAtRisk == 95)
    #expect(abs(risk.expectedShortfall - 98) < 1e-12)
    #expect(risk.tail.map(\.profit) == [-100, -99, -98, -97, -96, -95])
    #expect(risk.tail.last?.weight == 0)
  }

  @Test("where the tail ends within a move, that counts in part")
  func partOfAMove() throws {
    // 50 · 0.95 = 47.5: of the 48th smallest loss a half, of the two above it all.
    let risk = try TailRisk(profits: (1...50).map { -Double($0) }, confidence: 0.95)
    #expect(risk.valueAtRisk == 48)
    #expect(abs(risk.expectedShortfall - (50 + 49 + 0.5 * 48) / 2.5) < 1e-12)
    #expect(abs(risk.tail.reduce(0) { $0 + $1.weight } - 1) < 1e-12)
  }

  @Test("gains are negative losses, and a product that misses a whole number by its last bits is one")
  func gainsAndRounding() throws {
    #expect(try TailRisk(profits: [3, 5, 4], confidence: 0.5).valueAtRisk == -4)
    for (count, confidence, place) in [
      (1_000, 0.999, 999), (40, 0.975, 39), (10_000, 0.9999, 9_999), (20, 0.95, 19),
    ] {
      let risk = try TailRisk(profits: (1...count).map { -Double($0) }, confidence: confidence)
      #expect(risk.valueAtRisk == Double(place))
    }
  }

  @Test(arguments: [(0.99, 100), (0.95, 20), (0.975, 40), (0.9, 10), (0.5, 2)])
  func tooFewMovesAreRefused(confidence: Double, fewest: Int) throws {
    #expect(TailRisk.fewestMoves(confidence) == fewest)
    _ = try TailRisk(profits: [Double](repeating: 1, count: fewest), confidence: confidence)
    #expect(throws: CellGap.self) {
      try TailRisk(profits: [Double](repeating: 1, count: fewest - 1), confidence: confidence)
    }
  }

  /// Artzner et al. (1999): homogeneous, moved by cash, and no more for the whole than for its parts.
  @Test(arguments: [0.5, 0.9, 0.95, 0.97])
  func expectedShortfallIsCoherent(confidence: Double) throws {
    var random = Generator(state: UInt64(confidence * 1_000))
    for _ in 0..<200 {
      let count = Int.random(in: 34...90, using: &random)
      // Rare large losses, with which quantiles are not sub-additive.
      func profits() -> [Double] {
        (0..<count).map { _ in
          Double.random(in: -1...1, using: &random) - (Int.random(in: 0..<20, using: &random) == 0 ? 50 : 0)
        }
      }
      let (a, b) = (profits(), profits())
      func shortfall(_ profits: [Double]) throws -> Double {
        try TailRisk(profits: profits, confidence: confidence).expectedShortfall
      }
      let (first, second) = (try shortfall(a), try shortfall(b))
      #expect(try shortfall(zip(a, b).map(+)) <= first + second + 1e-9)
      #expect(abs(try shortfall(a.map { 3 * $0 }) - 3 * first) < 1e-9)
      #expect(abs(try shortfall(a.map { $0 + 7 }) - (first - 7)) < 1e-9)
      let risk = try TailRisk(profits: a, confidence: confidence)
      #expect(risk.expectedShortfall >= risk.valueAtRisk - 1e-9)
      // The empirical distribution: as many moves as the confidence asks for lose no more.
      #expect(Double(a.count { -$0 <= risk.valueAtRisk }) >= Double(count) * confidence - 1e-9)
      #expect(Double(a.count { -$0 < risk.valueAtRisk }) < Double(count) * confidence)
    }
  }
}

/// SplitMix64.
private struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
