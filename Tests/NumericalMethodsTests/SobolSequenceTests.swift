import Foundation
import NumericalMethods
import Testing

@Suite struct SobolSequenceTests {
  struct Golden: Decodable {
    let dimensions: [Int]
    let points: [UInt32]
    let coordinates: [[UInt32]]
  }

  /// scipy 1.17.1 and QuantLib 1.44 in units of 2⁻³², by `Tools/goldens/simulation.py`: to the last bit.
  @Test func hasThePointsOfJoeAndKuo() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/sobol.json")
    let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
    let sequence = SobolSequence(dimensions: SobolSequence.dimensionLimit)
    #expect(sequence.dimensions == 1_111 && golden.points.count == 16)
    for (point, coordinates) in zip(golden.points, golden.coordinates) {
      for (dimension, bits) in zip(golden.dimensions, coordinates) {
        #expect(sequence.bits(point, dimension: dimension) == bits, "point \(point), dimension \(dimension)")
      }
    }
  }

  /// A row is what its points are one by one, wherever it begins.
  @Test(arguments: [nil, 5] as [UInt64?], [0, 64, 1_000, UInt32.max - 99])
  func aRowIsItsPoints(seed: UInt64?, first: UInt32) {
    let sequence = SobolSequence(dimensions: 3, seed: seed)
    var row = [Double](repeating: 0, count: 100)
    row.withUnsafeMutableBufferPointer { sequence.fill($0, first: first, dimension: 2) }
    for (place, value) in row.enumerated() {
      let bits = sequence.bits(first + UInt32(place), dimension: 2)
      #expect(value == (Double(bits) + 0.5) / 4_294_967_296)
    }
  }

  /// Scrambled or not, of 2ᵏ points exactly one lies in each 2⁻ᵏ of every dimension, and in the first two dimensions
  /// exactly one in each rectangle of area 2⁻ᵏ with sides that are powers of two.
  @Test(arguments: [nil, 1, 2, 99] as [UInt64?])
  func pointsFillEvenly(seed: UInt64?) {
    let sequence = SobolSequence(dimensions: 40, seed: seed)
    for dimension in 0..<40 {
      let cells = Set((UInt32(0)..<256).map { sequence.bits($0, dimension: dimension) >> 24 })
      #expect(cells.count == 256)
    }
    for split in UInt32(0)...8 {
      let cells = Set(
        (UInt32(0)..<256).map { point -> UInt64 in
          let x = UInt64(sequence.bits(point, dimension: 0)) >> (32 - UInt64(split))
          let y = UInt64(sequence.bits(point, dimension: 1)) >> (24 + UInt64(split))
          return x << 32 | y
        })
      #expect(cells.count == 256)
    }
  }

  /// Owen's scrambling permutes nested intervals: what two points share in their upper bits they still share, and the bit
  /// in which they first differ still differs. And each point is uniform over the seeds: mean ½ within 4.5 standard errors.
  @Test func scramblingKeepsNestedIntervals() {
    let plain = SobolSequence(dimensions: 8)
    let scrambled = SobolSequence(dimensions: 8, seed: 42)
    for dimension in 0..<8 {
      for (a, b) in [(3, 4), (17, 1_000), (5, 70_000), (123, 123 + 65_536)] as [(UInt32, UInt32)] {
        let before = plain.bits(a, dimension: dimension) ^ plain.bits(b, dimension: dimension)
        let after = scrambled.bits(a, dimension: dimension) ^ scrambled.bits(b, dimension: dimension)
        #expect(before.leadingZeroBitCount == after.leadingZeroBitCount)
      }
    }
    let seeds = 2_000
    for point in [0, 1, 77] as [UInt32] {
      var sum = 0.0
      for seed in 0..<UInt64(seeds) {
        sum +=
          Double(SobolSequence(dimensions: 2, seed: seed).bits(point, dimension: 1)) / 4_294_967_296 - 0.5
      }
      #expect(abs(sum) < 4.5 * (Double(seeds) / 12).squareRoot())
    }
  }
}
