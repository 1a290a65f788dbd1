import CRandomKernel
import Foundation
import NumericalMethods
import Testing

@testable import Models

@Suite struct PathNormalsTests {
  struct Bridge: Decodable {
    let times: [Double]
    let normals: [Double]
    let steps: [Double]
  }

  /// QuantLib 1.44's bridge, by `Tools/goldens/simulation.py`; 1e-13 is rounding.
  @Test func theBridgeIsQuantLibs() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "Goldens/brownian-bridge.json")
    let goldens = try JSONDecoder().decode([Bridge].self, from: Data(contentsOf: file))
    #expect(goldens.count == 6)
    for golden in goldens {
      var rows = golden.normals.flatMap { [$0, -2 * $0] }
      var scratch = rows
      rows.withUnsafeMutableBufferPointer { rows in
        scratch.withUnsafeMutableBufferPointer { scratch in
          BrownianBridge(times: golden.times).apply(
            rows.baseAddress!, width: 2, scratch: scratch.baseAddress!)
        }
      }
      for (place, step) in golden.steps.enumerated() {
        #expect(abs(rows[2 * place] - step) < 1e-13 && abs(rows[2 * place + 1] + 2 * step) < 1e-13)
      }
    }
  }

  /// Every set of instructions gives Philox's own numbers, for any first stream, and the same quantiles, bit by bit.
  @Test(arguments: RandomPath.allCases)
  func everyPathGivesTheSameBits(path: RandomPath) {
    guard path.isAvailable else { return }
    for (stream, number, key) in [(0, 0, 0), (4_294_967_290, 7, 1 << 40), (12, 1 << 33, 99)]
      as [(
        UInt64, UInt64, UInt64
      )]
    {
      var (first, second) = ([Double](repeating: 0, count: 16), [Double](repeating: 0, count: 16))
      tenor_philox_uniforms(&first, &second, 16, stream, number, key, path.kernel)
      for lane in 0..<16 {
        let (a, b) = Philox.uniforms(stream: stream + UInt64(lane), number: number, key: key)
        #expect(first[lane] == a && second[lane] == b)
      }
    }
    let probabilities = Self.probabilities
    var (quantiles, portable) = (probabilities, probabilities)
    tenor_normal_quantiles(&quantiles, Int64(probabilities.count), path.kernel)
    tenor_normal_quantiles(&portable, Int64(probabilities.count), tenor_random_portable)
    #expect(quantiles == portable)
  }

  /// Both ends, both borders between formulas, and much between.
  static let probabilities: [Double] =
    [0x1p-53, 1 - 0x1p-53, 1e-11, 1.3e-11, 1.5e-11, 0.075, 0.925, 0.5, 0.499_999_999]
    + (0..<1_000).map { Philox.uniforms(stream: $0, number: 0, key: 3).0 }
    + (1...300).map { Double($0) * 1e-4 }

  /// The plain routine with the C library's logarithm; 4e-15 relative is a few roundings. And an element does not depend on
  /// its place.
  @Test func quantilesAreThoseOfTheDistribution() {
    var quantiles = Self.probabilities
    tenor_normal_quantiles(&quantiles, Int64(quantiles.count), RandomPath.best.kernel)
    for (probability, quantile) in zip(Self.probabilities, quantiles) {
      let plain = NormalDistribution.quantile(probability)
      #expect(abs(quantile - plain) <= 4e-15 * abs(plain), "\(probability)")
      var alone = probability
      tenor_normal_quantiles(&alone, 1, RandomPath.best.kernel)
      #expect(alone == quantile)
    }
  }

  static func columns(_ source: PathSource, block: Int, steps: Int, factors: Int) -> [[Double]] {
    let size = steps * PathBlock.width
    var flat = [Double](repeating: 0, count: (factors + 1) * size)
    let normals = PathNormals(source, times: (1...steps).map { 0.25 * Double($0) }, factors: factors)
    flat.withUnsafeMutableBufferPointer { flat in
      let start = flat.baseAddress!
      normals.fill(block: block, (0..<factors).map { start + $0 * size }, scratch: start + factors * size)
    }
    return (0..<factors).map { Array(flat[$0 * size..<($0 + 1) * size]) }
  }

  /// Number d of path p is one of pair d / 2 of stream p.
  @Test(arguments: [1, 2, 3])
  func aPathsNumbersAreItsOwn(factors: Int) {
    let steps = 5
    let columns = Self.columns(.independent(seed: 9), block: 3, steps: steps, factors: factors)
    for lane in 0..<PathBlock.width {
      for draw in 0..<factors * steps {
        let pair = Philox.uniforms(
          stream: UInt64(3 * PathBlock.width + lane), number: UInt64(draw / 2), key: 9)
        let plain = NormalDistribution.quantile(draw % 2 == 0 ? pair.0 : pair.1)
        let found = columns[draw % factors][draw / factors * PathBlock.width + lane]
        #expect(abs(found - plain) <= 4e-15 * abs(plain))
      }
    }
  }

  @Test func theSecondHalfMirrorsTheFirst() {
    let columns = Self.columns(.antithetic(seed: 9), block: 2, steps: 3, factors: 2)
    for column in columns {
      for (place, value) in column.enumerated() where place % PathBlock.width < PathBlock.width / 2 {
        #expect(column[place + PathBlock.width / 2] == -value)
      }
    }
  }

  /// Beyond the last dimension of Sobol's points numbers are independent ones; all are there, with mean 0 and variance 1
  /// over 64 blocks within 6 standard errors of independent numbers, and the first factor's end far within: it is one dimension.
  @Test func sobolNumbersGoOnBeyondTheLastDimension() {
    let (steps, factors, blocks) = (400, 3, 64)
    let count = Double(blocks * PathBlock.width)
    var ends = 0.0
    var (sums, squares) = ([Double](repeating: 0, count: steps), [Double](repeating: 0, count: steps))
    for block in 0..<blocks {
      let columns = Self.columns(.sobol(seed: 4), block: block, steps: steps, factors: factors)
      for step in 0..<steps {
        for lane in 0..<PathBlock.width {
          let value = columns[2][step * PathBlock.width + lane]
          sums[step] += value
          squares[step] += value * value - 1
          ends += columns[0][step * PathBlock.width + lane]
        }
      }
    }
    #expect(sums.allSatisfy { abs($0) < 6 * count.squareRoot() })
    #expect(squares.allSatisfy { abs($0) < 6 * (2 * count).squareRoot() })
    // 400 equal steps: their sum is 20 times the standard normal number of the end.
    #expect(abs(ends) < 0.01 * 20 * count.squareRoot())
  }

  /// Directed points likewise; and the first number of a point decides how far its path goes in the first direction, so that the mean of
  /// that over 4,096 points is far within what independent numbers give.
  @Test func directedNumbersAreStandardNormal() {
    let (steps, factors, blocks) = (400, 3, 64)
    let count = Double(blocks * PathBlock.width)
    let directions = PathDirections(times: (1...steps).map { 0.25 * Double($0) })
    var along = 0.0
    var (sums, squares) = ([Double](repeating: 0, count: steps), [Double](repeating: 0, count: steps))
    for block in 0..<blocks {
      let columns = Self.columns(.directedSobol(seed: 4), block: block, steps: steps, factors: factors)
      for step in 0..<steps {
        let part = directions.parts[step * directions.count]
        for lane in 0..<PathBlock.width {
          let value = columns[2][step * PathBlock.width + lane]
          sums[step] += value
          squares[step] += value * value - 1
          along += part * columns[0][step * PathBlock.width + lane]
        }
      }
    }
    #expect(sums.allSatisfy { abs($0) < 6 * count.squareRoot() })
    #expect(squares.allSatisfy { abs($0) < 6 * (2 * count).squareRoot() })
    #expect(abs(along) < 0.01 * count.squareRoot())
  }
}
