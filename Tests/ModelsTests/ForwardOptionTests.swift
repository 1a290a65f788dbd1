import Foundation
import Models
import NumericalMethods
import Testing

@Suite struct ForwardOptionTests {
  struct Case: Decodable {
    let right: String
    let years, forward, strike, volatility: Double
    let shift: Double?
    let value, delta, gamma, vega, theta: Double

    var type: VolatilityType { shift.map { .lognormal(shift: $0) } ?? .normal }
    var option: ForwardOption {
      ForwardOption(right == "call" ? .call : .put, forward: forward, strike: strike, years: years)
    }
  }

  /// Every type, strikes up to five deviations away, a day to 30 years: what rounding of the forward leaves, 1e-13 of it.
  @Test func equalsQuantLib() throws {
    let cases = Goldens.cases("forward_options", of: Case.self)
    #expect(cases.count == 400)
    for golden in cases {
      let found = try #require(golden.option.sensitivities(volatility: golden.volatility, golden.type))
      let scale = abs(golden.forward) + abs(golden.shift ?? 0) + abs(golden.strike)
      #expect(abs(found.value - golden.value) <= 1e-13 * scale, "\(golden)")
      #expect(abs(found.delta - golden.delta) <= 1e-13, "\(golden)")
      #expect(abs(found.gamma - golden.gamma) <= 1e-11 * abs(golden.gamma) + 1e-13, "\(golden)")
      #expect(abs(found.vega - golden.vega) <= 1e-11 * abs(golden.vega) + 1e-15, "\(golden)")
      #expect(abs(found.theta - golden.theta) <= 1e-11 * abs(golden.theta) + 1e-15, "\(golden)")
    }
  }

  static let types: [VolatilityType] = [.normal, .lognormal, .lognormal(shift: 0.03)]

  /// A volatility of about the same size for each type at a forward of 0.03.
  static func volatility(_ type: VolatilityType) -> Double {
    switch type {
    case .normal: 0.01
    case .lognormal(let shift): 0.01 / (0.03 + shift)
    }
  }

  /// Call less put is the forward contract, to rounding; so are their deltas.
  @Test(arguments: types)
  func putCallParity(type: VolatilityType) throws {
    for strike in stride(from: -0.05, through: 0.2, by: 0.001) {
      for years in [0, 0.01, 1, 20.0] {
        let both = try [OptionRight.call, .put].map {
          try #require(
            ForwardOption($0, forward: 0.03, strike: strike, years: years).sensitivities(
              volatility: Self.volatility(type), type))
        }
        #expect(abs(both[0].value - both[1].value - (0.03 - strike)) <= 1e-16)
        #expect(abs(both[0].delta - both[1].delta - 1) <= 3e-16)
        #expect(both[0].gamma == both[1].gamma && both[0].vega == both[1].vega)
      }
    }
  }

  /// Derivatives against central differences: 1e-7 of the scale is what a difference can show.
  @Test(arguments: types)
  func derivativesAreThoseOfTheValue(type: VolatilityType) throws {
    let volatility = Self.volatility(type)
    for strike in [0.005, 0.02, 0.03, 0.05] {
      func value(_ forward: Double, _ years: Double, _ volatility: Double) -> Double {
        ForwardOption(.put, forward: forward, strike: strike, years: years).value(
          volatility: volatility, type) ?? .nan
      }
      let found = try #require(
        ForwardOption(.put, forward: 0.03, strike: strike, years: 2).sensitivities(
          volatility: volatility, type))
      let h = 1e-6
      let delta = (value(0.03 + h, 2, volatility) - value(0.03 - h, 2, volatility)) / (2 * h)
      #expect(abs(found.delta - delta) <= 1e-7)
      let bend = value(0.03 + 1e-4, 2, volatility) + value(0.03 - 1e-4, 2, volatility) - 2 * found.value
      #expect(abs(found.gamma * 1e-8 / bend - 1) <= 1e-3)
      let vega = (value(0.03, 2, volatility + h) - value(0.03, 2, volatility - h)) / (2 * h)
      #expect(abs(found.vega - vega) <= 1e-7)
      let theta = -(value(0.03, 2 + 1e-4, volatility) - value(0.03, 2 - 1e-4, volatility)) / 2e-4
      #expect(abs(found.theta - theta) <= 1e-9)
    }
  }

  /// More volatility is worth more, a higher strike makes a call worth less, and nothing is below intrinsic value.
  @Test(arguments: types)
  func valuesAreMonotone(type: VolatilityType) throws {
    for strike in stride(from: -0.02, through: 0.3, by: 0.005) {
      var before = -1.0
      for volatility in [0, 1e-8, 0.001, 0.01, 0.1, 0.5, 2, 10] {
        let option = ForwardOption(.call, forward: 0.03, strike: strike, years: 3)
        let value = try #require(option.value(volatility: volatility, type))
        #expect(value >= before - 1e-17)
        #expect(value >= option.intrinsicValue - 1e-17)
        let next = ForwardOption(.call, forward: 0.03, strike: strike + 0.005, years: 3)
        #expect(try #require(next.value(volatility: volatility, type)) <= value + 1e-17)
        before = value
      }
    }
  }

  /// With nothing left that could move, an option is its intrinsic value, and its delta whether it pays.
  @Test(arguments: types)
  func withoutVarianceOnlyIntrinsicValueIsLeft(type: VolatilityType) throws {
    for (strike, delta) in [(0.02, 1.0), (0.03, 0.5), (0.04, 0)] {
      for (years, volatility) in [(0.0, 0.2), (1, 0)] {
        let option = ForwardOption(.call, forward: 0.03, strike: strike, years: years)
        let found = try #require(option.sensitivities(volatility: volatility, type))
        #expect(
          found
            == OptionSensitivities(value: max(0, 0.03 - strike), delta: delta, gamma: 0, vega: 0, theta: 0))
      }
    }
  }

  /// Where the model ends there is no number, and none that is not one.
  @Test func whatHasNoValueHasNone() {
    func value(
      _ forward: Double, _ strike: Double, _ years: Double, _ volatility: Double, _ type: VolatilityType
    )
      -> Double?
    {
      ForwardOption(.call, forward: forward, strike: strike, years: years).value(volatility: volatility, type)
    }
    #expect(value(-0.01, 0.01, 1, 0.2, .lognormal) == nil)
    #expect(value(-0.01, 0.01, 1, 0.2, .lognormal(shift: 0.01)) == nil)
    #expect(value(-0.01, 0.01, 1, 0.2, .lognormal(shift: 0.02)) != nil)
    #expect(value(-0.01, 0.01, 1, 0.01, .normal) != nil)
    #expect(value(0.01, 0.01, -1, 0.2, .lognormal) == nil)
    #expect(value(0.01, 0.01, 1, -0.2, .normal) == nil)
    for bad in [Double.nan, .infinity] {
      #expect(value(bad, 0.01, 1, 0.2, .normal) == nil)
      #expect(value(0.01, bad, 1, 0.2, .normal) == nil)
      #expect(value(0.01, 0.01, bad, 0.2, .lognormal) == nil)
      #expect(value(0.01, 0.01, 1, bad, .lognormal) == nil)
    }
    // A lognormal forward never falls to such a strike.
    #expect(value(0.01, -0.02, 1, 0.2, .lognormal(shift: 0.02)) == 0.03)
    #expect(value(0.01, 0.01, 1, 1e9, .lognormal) == 0.01)
  }
}
