import Foundation
import Testing

@testable import Pricing

@Suite struct DiscountKernelTests {
  static let available = DiscountKernel.Path.allCases.filter(\.isAvailable)

  /// Contracts of any length, some on shared beginnings of a grid, some on rows of their own, some without flows.
  private static func book(contracts: Int, rowCount: Int, weightCount: Int, seed: UInt64) -> PlacedFlows {
    var random = SplitMix64(state: seed)
    var offsets = [0]
    var rows: [Int32] = []
    for _ in 0..<contracts {
      let grid = Int(random.next() % 5)
      let count = Int(random.next() % 40)
      for index in 0..<count {
        let isOffGrid = grid == 4 || random.next() % 200 == 0
        rows.append(Int32(isOffGrid ? Int(random.next() % UInt64(rowCount)) : (grid + 5 * index) % rowCount))
      }
      offsets.append(rows.count)
    }
    let weights = (0..<rows.count * weightCount).map { _ in random.unit() * 200 - 100 }
    return PlacedFlows(offsets: offsets, rows: rows, weights: weights, weightCount: weightCount)
  }

  private static func matrix(rowCount: Int, stride: Int) -> DiscountMatrix {
    DiscountMatrix(
      (0..<rowCount * stride).map { exp(-0.001 * Double($0 / stride) * (1 + 0.01 * Double($0 % stride))) },
      stride: stride)
  }

  private static func revalue(_ flows: PlacedFlows, _ matrix: DiscountMatrix, _ path: DiscountKernel.Path)
    -> [Double]
  {
    var results = [Double](
      repeating: .nan, count: flows.contractCount * flows.weightCount * matrix.stride)
    DiscountKernel.revalue(flows, on: matrix, into: &results, path: path)
    return results
  }

  /// The definition, term by term, with the sum of absolute terms as the measure of rounding.
  private static func definition(_ flows: PlacedFlows, _ matrix: DiscountMatrix) -> [(
    sum: Double, size: Double
  )] {
    var results: [(Double, Double)] = []
    for contract in 0..<flows.contractCount {
      for weight in 0..<flows.weightCount {
        for column in 0..<matrix.stride {
          var (sum, size) = (0.0, 0.0)
          for flow in flows.offsets[contract]..<flows.offsets[contract + 1] {
            let term =
              flows.weights[weight * flows.flowCount + flow] * matrix[Int(flows.rows[flow]), column]
            sum += term
            size += abs(term)
          }
          results.append((sum, size))
        }
      }
    }
    return results
  }

  /// At most 40 terms, each rounded at most twice: 80 half-ulps, 1e-14 of the sum of absolute terms; 1e-12 is asked.
  @Test(arguments: available, [4, 8, 12, 44, 52, 104])
  func everyPathGivesTheDefinedSums(path: DiscountKernel.Path, stride: Int) {
    let flows = Self.book(contracts: 150, rowCount: 90, weightCount: 1, seed: UInt64(stride))
    let matrix = Self.matrix(rowCount: 90, stride: stride)
    let results = Self.revalue(flows, matrix, path)
    let worst = zip(results, Self.definition(flows, matrix)).map { result, expected in
      abs(result - expected.sum) / max(expected.size, .leastNormalMagnitude)
    }.max()!
    #expect(worst <= 1e-14)
  }

  @Test(arguments: available, [1, 2, 3, 5])
  func severalWeightsShareTheRows(path: DiscountKernel.Path, weightCount: Int) {
    let flows = Self.book(contracts: 60, rowCount: 90, weightCount: weightCount, seed: 7)
    let matrix = Self.matrix(rowCount: 90, stride: 16)
    let results = Self.revalue(flows, matrix, path)
    let worst = zip(results, Self.definition(flows, matrix)).map { result, expected in
      abs(result - expected.sum) / max(expected.size, .leastNormalMagnitude)
    }.max()!
    #expect(worst <= 1e-14)
  }

  /// Whole numbers below 2^53 have exact sums, so no path may differ by a bit.
  @Test(arguments: available)
  func wholeNumbersAreExact(path: DiscountKernel.Path) {
    let matrix = DiscountMatrix((0..<30 * 12).map { Double($0 % 97) }, stride: 12)
    let flows = PlacedFlows(
      offsets: [0, 3, 3, 5], rows: [0, 4, 29, 0, 4], weights: [1, -2, 3, 5, 7].map { Double($0) })
    let results = Self.revalue(flows, matrix, path)
    for column in 0..<12 {
      let (a, b, c) = (matrix[0, column], matrix[4, column], matrix[29, column])
      #expect(results[column] == a - 2 * b + 3 * c)
      #expect(results[12 + column] == 0)
      #expect(results[24 + column] == 5 * a + 7 * b)
    }
  }

  /// A contract alone, in the batch, and in the batch backwards: the same bits.
  @Test(arguments: available)
  func bitsDoNotDependOnTheBatch(path: DiscountKernel.Path) {
    let flows = Self.book(contracts: 120, rowCount: 90, weightCount: 1, seed: 11)
    let matrix = Self.matrix(rowCount: 90, stride: 20)
    let together = Self.revalue(flows, matrix, path)

    var offsets = [0]
    var rows: [Int32] = []
    var weights: [Double] = []
    for contract in (0..<flows.contractCount).reversed() {
      let range = flows.offsets[contract]..<flows.offsets[contract + 1]
      rows += flows.rows[range]
      weights += flows.weights[range]
      offsets.append(rows.count)
      let alone = Self.revalue(
        PlacedFlows(
          offsets: [0, range.count], rows: Array(flows.rows[range]), weights: Array(flows.weights[range])),
        matrix, path)
      #expect(alone[...] == together[contract * 20..<contract * 20 + 20])
    }
    let backwards = Self.revalue(PlacedFlows(offsets: offsets, rows: rows, weights: weights), matrix, path)
    for contract in 0..<flows.contractCount {
      let place = flows.contractCount - 1 - contract
      #expect(backwards[place * 20..<place * 20 + 20] == together[contract * 20..<contract * 20 + 20])
    }
  }

  @Test func everyPathGivesTheSameBits() {
    let flows = Self.book(contracts: 200, rowCount: 90, weightCount: 2, seed: 13)
    let matrix = Self.matrix(rowCount: 90, stride: 104)
    let portable = Self.revalue(flows, matrix, .portable)
    for path in Self.available { #expect(Self.revalue(flows, matrix, path) == portable, "\(path)") }
  }

  /// Those named are valued, each as in the whole batch; the others' places stay as they were.
  @Test func contractsNamedAloneAreValued() {
    let flows = Self.book(contracts: 40, rowCount: 90, weightCount: 2, seed: 17)
    let matrix = Self.matrix(rowCount: 90, stride: 8)
    let whole = Self.revalue(flows, matrix, .fastest)
    let some: [Int32] = [3, 5, 6, 21, 39]
    var results = [Double](repeating: -1, count: whole.count)
    DiscountKernel.revalue(flows, contracts: some, on: matrix, into: &results)
    for contract in 0..<40 {
      let place = contract * 16..<contract * 16 + 16
      if some.contains(Int32(contract)) {
        #expect(results[place] == whole[place])
      } else {
        #expect(results[place].allSatisfy { $0 == -1 })
      }
    }
  }

  /// The witness is the list of features that the kernel of the operating system gives.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/cpuinfo")))
  func theFastestPathThatTheMachineHasIsChosen() throws {
    let text = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
    let line = text.split(separator: "\n").first { $0.hasPrefix("flags") } ?? ""
    let features = Set(line.split(separator: " "))
    let hasAVX2 = features.isSuperset(of: ["avx2", "fma"])
    let hasAVX512 = hasAVX2 && features.isSuperset(of: ["avx512f", "avx512vl"])
    #expect(DiscountKernel.Path.fastest == (hasAVX512 ? .avx512 : hasAVX2 ? .avx2 : .portable))
  }

  @Test func contractsOnOneGridAreNeighboursLongestFirst() {
    // Two grids, contracts alternating between them.
    let lengths = [5, 9, 7, 6, 8, 10]
    var offsets = [0]
    var rows: [Int32] = []
    for (contract, length) in lengths.enumerated() {
      rows += (0..<length).map { Int32(contract % 2 + 2 * $0) }
      offsets.append(rows.count)
    }
    let order = PlacedFlows(
      offsets: offsets, rows: rows, weights: Array(repeating: 1, count: rows.count)
    ).revaluationOrder(of: [0, 1, 2, 3, 4, 5])
    #expect([[4, 2, 0, 5, 1, 3], [5, 1, 3, 4, 2, 0]].contains(order))
  }

  @Test func rowsOutsideTheMatrixAreRefused() async {
    await #expect(processExitsWith: .failure) {
      let flows = PlacedFlows(offsets: [0, 1], rows: [3], weights: [1])
      var results = [Double](repeating: 0, count: 4)
      DiscountKernel.revalue(
        flows, on: DiscountMatrix(Array(repeating: 1, count: 12), stride: 4), into: &results, path: .portable)
    }
  }
}

/// Numbers that are the same in every run.
private struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// From 0 to below 1.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}
