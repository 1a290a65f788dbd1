import Models
import Testing

/// The batch of formulas against the single ones, which are tested against QuantLib.
@Suite struct OptionDerivativesTests {
  /// 1e-14 of forward plus strike plus shift; gamma relative to itself.
  @Test(arguments: [VolatilityType.normal, .lognormal(shift: 0.03)], [OptionRight.call, .put])
  func equalSingleOptions(type: VolatilityType, right: OptionRight) throws {
    let forwards = [-0.02, 0, 0.0125, 0.03, 0.031, 0.08, 0.03]
    let volatilities = [0.009, 0.011, 0.004, 0.01, 0.02, 0.008, 0]
    for strike in [-0.01, 0.03, 0.055] {
      for years in [0.1, 4] {
        let found = OptionBatch.derivatives(
          right, type, forwards: forwards, strike: strike,
          deviations: volatilities.map { (type == .normal ? 1 : 20) * $0 * years.squareRoot() })
        for (index, forward) in forwards.enumerated() {
          let single = try #require(
            ForwardOption(right, forward: forward, strike: strike, years: years)
              .sensitivities(volatility: (type == .normal ? 1 : 20) * volatilities[index], type))
          #expect(abs(found.values[index] - single.value) <= 2e-15)
          #expect(abs(found.deltas[index] - single.delta) <= 1e-13)
          #expect(abs(found.gammas[index] - single.gamma) <= 1e-12 * single.gamma)
          #expect(abs(found.vegas[index] * years.squareRoot() - single.vega) <= 1e-14)
        }
      }
    }
  }

  @Test func whatHasNoValueIsNotANumber() {
    let found = OptionBatch.derivatives(
      .call, .lognormal(shift: 0.01), forwards: [-0.01, 0.02, 0.02], strike: 0.02,
      deviations: [0.1, .nan, 0.1])
    #expect(found.values[0].isNaN && found.deltas[0].isNaN && found.values[1].isNaN && found.values[2] > 0)
    // A strike that the rate never goes below: the call is the forward.
    let sure = OptionBatch.derivatives(
      .call, .lognormal(shift: 0.01), forwards: [0.02], strike: -0.02, deviations: [0.1])
    #expect(sure.values == [0.04] && sure.deltas == [1] && sure.vegas == [0])
  }
}
