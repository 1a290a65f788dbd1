import Foundation
import Models
import NumericalMethods
import Testing

@Suite struct ImpliedVolatilityTests {
  /// Out of the money from 1e-300 up: what the value's own rounding leaves: up to 2e-13 at 36 deviations, and more for Black's difference of two
  /// probabilities as the deviation gets small.
  @Test(arguments: ForwardOptionTests.types)
  func undoesTheValue(type: VolatilityType) throws {
    var count = 0
    for years in [1 / 365.0, 0.5, 10, 60] {
      for deviations in [0, 1e-6, 0.01, 0.5, 1, 2, 4, 8, 15, 25, 36] {
        for deviation in [1e-3, 0.02, 0.2, 0.8, 2.5] {
          for right in OptionRight.allCases {
            let strike: Double
            let volatility: Double
            switch type {
            case .normal:
              volatility = 0.04 * deviation / years.squareRoot()
              strike = 0.03 + right.sign * deviations * deviation * 0.04
            case .lognormal(let shift):
              volatility = deviation / years.squareRoot()
              strike = (0.03 + shift) * exp(right.sign * deviations * deviation) - shift
            }
            let option = ForwardOption(right, forward: 0.03, strike: strike, years: years)
            let value = try #require(option.value(volatility: volatility, type))
            guard value > 1e-300, option.intrinsicValue == 0 else { continue }
            count += 1
            let found = try option.impliedVolatility(value: value, type).get()
            let shown = "\(type) \(right) strike \(strike) years \(years) deviation \(deviation): \(found)"
            #expect(abs(found / volatility - 1) <= 5e-13 + 1e-14 / deviation, "\(shown) \(volatility)")
          }
        }
      }
    }
    #expect(count > 250)
  }

  /// In the money the value has digits for intrinsic value first; what is left must still be told.
  @Test(arguments: ForwardOptionTests.types)
  func inTheMoneyToTheDigitsThatAreLeft(type: VolatilityType) throws {
    let volatility = ForwardOptionTests.volatility(type)
    for strike in stride(from: 0.009, through: 0.029, by: 0.002) {
      let option = ForwardOption(.call, forward: 0.03, strike: strike, years: 1)
      let exact = try #require(option.sensitivities(volatility: volatility, type))
      let found = try option.impliedVolatility(value: exact.value, type).get()
      #expect(abs(found - volatility) <= 1e-12 * volatility + 4 * 0.03.ulp / exact.vega)
    }
  }

  /// Near the highest value that a lognormal call can have; 1e-9 is what is left of the digits there.
  @Test func highLognormalVolatilities() throws {
    for volatility in [3.0, 6, 9, 12] {
      let option = ForwardOption(.call, forward: 0.03, strike: 0.035, years: 1)
      let value = try #require(option.value(volatility: volatility, .lognormal))
      let found = try option.impliedVolatility(value: value, .lognormal).get()
      #expect(abs(found / volatility - 1) <= 1e-15 / (1 - value / 0.03) + 1e-12)
    }
  }

  /// Strikes a hundred deviations away, a second to expiry, huge and tiny forwards: a number above 0 or a reason, at random.
  @Test func neverGivesWhatIsNotANumber() {
    var generator = RepeatableRandom(seed: 1)
    for _ in 0..<20_000 {
      func size() -> Double { pow(10, Double.random(in: -14...4, using: &generator)) }
      let option = ForwardOption(
        OptionRight.allCases.randomElement(using: &generator)!, forward: size(), strike: size(),
        years: size() * 1e-3)
      for type in ForwardOptionTests.types {
        let value = Bool.random(using: &generator) ? option.intrinsicValue + size() * size() : size()
        switch option.impliedVolatility(value: value, type) {
        case .success(let volatility):
          #expect(volatility > 0 && volatility.isFinite, "\(option) \(value)")
        case .failure(.undefined), .failure(.expired): Issue.record("\(option) is an option")
        case .failure(.belowIntrinsic), .failure(.noTimeValue), .failure(.aboveLimit): break
        }
      }
    }
  }

  @Test func whatHasNoVolatilityHasAReason() {
    func reason(
      _ right: OptionRight, _ strike: Double, _ value: Double, _ type: VolatilityType, years: Double = 1
    ) -> ImpliedVolatilityFailure? {
      switch ForwardOption(right, forward: 0.03, strike: strike, years: years).impliedVolatility(
        value: value, type)
      {
      case .success: nil
      case .failure(let reason): reason
      }
    }
    #expect(reason(.call, 0.02, 0.009, .normal) == .belowIntrinsic)
    #expect(reason(.call, 0.02, 0.01, .normal) == .noTimeValue)
    #expect(reason(.call, 0.04, 0, .lognormal) == .noTimeValue)
    #expect(reason(.call, 0.04, .leastNonzeroMagnitude, .lognormal) == .noTimeValue)
    #expect(reason(.put, 0.02, .leastNonzeroMagnitude, .normal) == .noTimeValue)
    #expect(reason(.call, 0.04, 0.03, .lognormal) == .aboveLimit)
    #expect(reason(.put, 0.02, 0.02, .lognormal) == .aboveLimit)
    #expect(reason(.put, 0.02, 0.02, .lognormal(shift: 0.001)) == nil)
    #expect(reason(.call, 0.04, 0.001, .normal, years: 0) == .expired)
    #expect(reason(.call, 0.04, .nan, .normal) == .undefined)
    #expect(reason(.call, .nan, 0.001, .normal) == .undefined)
    #expect(reason(.call, 0.04, 0.001, .lognormal(shift: -0.03)) == .undefined)
    #expect(reason(.call, -0.01, 0.0401, .lognormal) == .aboveLimit)
  }

  /// At the money Bachelier's value is σ·√(T/2π), whatever the forward.
  @Test func atTheMoneyIsClosedForm() throws {
    let option = ForwardOption(.put, forward: -0.01, strike: -0.01, years: 4)
    let value = 0.008 * 2 / (2 * Double.pi).squareRoot()
    #expect(abs(try #require(option.value(volatility: 0.008, .normal)) - value) <= 1e-17)
    #expect(abs(try option.impliedVolatility(value: value, .normal).get() / 0.008 - 1) <= 1e-15)
  }
}
