import Foundation
import Models
import Testing

@Suite struct OptionBatchTests {
  /// Every option of the batch is the option alone, to what the formulas' rounding leaves of forward and strike.
  @Test(arguments: ForwardOptionTests.types)
  func equalsOneByOne(type: VolatilityType) throws {
    var random = RepeatableRandom(seed: 3)
    var (forwards, strikes, deviations): ([Double], [Double], [Double]) = ([], [], [])
    for index in 0..<5_003 {
      forwards.append(Double.random(in: 0.001...0.1, using: &random))
      strikes.append(index % 50 == 0 ? forwards[index] : Double.random(in: -0.05...0.2, using: &random))
      deviations.append(index % 97 == 0 ? 0 : pow(10, Double.random(in: -4...0.5, using: &random)))
    }
    for right in OptionRight.allCases {
      let values = try #require(
        OptionBatch.values(right, type, forwards: forwards, strikes: strikes, deviations: deviations))
      for index in values.indices {
        let option = ForwardOption(right, forward: forwards[index], strike: strikes[index], years: 1)
        let expected = try #require(option.value(volatility: deviations[index], type))
        #expect(
          abs(values[index] - expected) <= 1e-14
            * (0.03 + forwards[index] + abs(strikes[index]) + deviations[index]),
          "\(option) \(deviations[index])")
      }
    }
  }

  @Test func whatHasNoValueHasNone() {
    func values(_ forward: Double, _ strike: Double, _ deviation: Double, _ type: VolatilityType) -> [Double]?
    {
      OptionBatch.values(
        .call, type, forwards: [0.03, forward], strikes: [0.03, strike], deviations: [0.1, deviation])
    }
    #expect(values(-0.01, 0.01, 0.1, .lognormal) == nil)
    #expect(values(-0.01, 0.01, 0.1, .normal) != nil)
    #expect(values(0.01, .nan, 0.1, .normal) == nil)
    #expect(values(0.01, 0.01, -0.1, .lognormal) == nil)
    #expect(values(0.01, -0.02, 0.1, .lognormal)?[1] == 0.03)
    #expect(OptionBatch.values(.put, .normal, forwards: [], strikes: [], deviations: []) == [])
  }
}
