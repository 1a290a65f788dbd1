import Models
import Testing

@Suite struct OptionReplicationTests {
  /// Forwards and strikes of the replication are worth the option, and are its delta; the density gives vega.
  @Test func isWorthTheOption() throws {
    var checked = 0
    for strike in [0.2, 1, 145.0] {
      let forwards = [0.5, 0.9, 1, 1.02, 1.7].map { $0 * strike }
      for deviation in [0.001, 0.05, 0.3, 1.5] {
        let found = OptionBatch.replication(
          forwards: forwards, strike: strike, deviations: forwards.map { _ in deviation })
        for (index, forward) in forwards.enumerated() {
          let option = ForwardOption(.call, forward: forward, strike: strike, years: 1)
          let expected = try #require(option.sensitivities(volatility: deviation, .lognormal))
          let value = forward * found.forwards[index] - strike * found.strikes[index]
          #expect(abs(value - expected.value) <= 1e-14 * (forward + strike))
          #expect(abs(found.forwards[index] - expected.delta) <= 1e-14)
          #expect(abs(forward * found.densities[index] - expected.vega) <= 1e-13 * forward)
          checked += 1
        }
      }
    }
    #expect(checked == 60)
  }

  @Test func withoutDeviationItIsExercisedOrNot() {
    let found = OptionBatch.replication(forwards: [1.1, 1, 0.9], strike: 1, deviations: [0, 0, 0])
    #expect(found.forwards == [1, 0.5, 0] && found.strikes == [1, 0.5, 0] && found.densities == [0, 0, 0])
  }
}
