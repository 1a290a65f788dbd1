import Foundation
import Testing

@testable import Models

/// The mortgage of Caflisch, Morokoff and Owen (1997), "nearly linear" case: 360 monthly rates i = e^(0.02·z − 0.0002) times the one before, from
/// 0.7%, of 1 a month a share 0.01 − 0.005·atan(10·i + 0.5) of what is left prepaid each month. Published value 131.787.
@Suite struct MortgageBenchmarkTests {
  static let months = 360

  /// What is left to pay after each payment, at the first rate, for 1 a month.
  static let balances: [Double] = (1...months).map { month in
    (0...months - month).reduce(0) { $0 + pow(1.007, -Double($1)) }
  }

  static func values(_ source: PathSource, blocks: Int) -> [Double] {
    let (width, size) = (PathBlock.width, months * PathBlock.width)
    let normals = PathNormals(source, times: (1...months).map(Double.init), factors: 1)
    var storage = [Double](repeating: 0, count: 2 * size)
    var values: [Double] = []
    for block in 0..<blocks {
      storage.withUnsafeMutableBufferPointer {
        normals.fill(block: block, [$0.baseAddress!], scratch: $0.baseAddress! + size)
      }
      for lane in 0..<width {
        var (rate, discount, left, value) = (0.007, 1.0, 1.0, 0.0)
        for month in 0..<months {
          discount /= 1 + rate
          rate *= exp(0.02 * storage[month * width + lane] - 0.0002)
          let prepaid = 0.01 - 0.005 * atan(10 * rate + 0.5)
          value += discount * left * (1 - prepaid + prepaid * balances[month])
          left *= 1 - prepaid
        }
        values.append(value)
      }
    }
    return values
  }

  /// Each within four standard errors of the published value, which is rounded to 0.0005. With 4,096 paths each: mirror images take the
  /// variance to a hundredth at most, Sobol points over 16 seeds to a thousandth.
  @Test func isThePublishedValue() {
    let plain = Estimate(Self.values(.independent(seed: 1), blocks: 64), of: .independent(seed: 1))
    let mirrored = Estimate(Self.values(.antithetic(seed: 1), blocks: 64), of: .antithetic(seed: 1))
    let sobol = Estimate(
      independent: (0..<16).map {
        Estimate(Self.values(.sobol(seed: $0), blocks: 4), of: .sobol(seed: $0)).mean
      })
    for estimate in [plain, mirrored, sobol] {
      #expect(abs(estimate.mean - 131.787) <= 4 * estimate.standardError + 0.0005, "\(estimate)")
    }
    func gain(_ estimate: Estimate) -> Double { pow(plain.standardError / estimate.standardError, 2) }
    #expect(gain(mirrored) > 100, "\(gain(mirrored))")
    #expect(gain(sobol) > 1_000, "\(gain(sobol))")
  }
}
