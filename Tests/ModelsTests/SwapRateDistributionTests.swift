import Foundation
import Models
import NumericalMethods
import Testing

/// Expectations of swap rates against integrals over their density, and derivatives against differences.
@Suite struct SwapRateDistributionTests {
  private static let strikes = [-0.004, 0.012, 0.03, 0.0301, 0.055]
  private static let payoffs: [SwapRateDistribution.Payoff] =
    [.rate] + strikes.map { .call(strike: $0) } + strikes.map { .put(strike: $0) }
  private static let sabr = SABR(alpha: 0.009, beta: 0, rho: -0.2, nu: 0.15, expansion: .normal)!

  private static func paid(_ payoff: SwapRateDistribution.Payoff, _ rate: Double) -> Double {
    switch payoff {
    case .rate: rate
    case .call(let strike): max(0, rate - strike)
    case .put(let strike): max(0, strike - rate)
    }
  }

  /// In closed form, with one volatility: integrals over the normal variable.
  @Test(arguments: [VolatilityType.normal, .lognormal(shift: 0.02)], [0.1, 9.0])
  func closedFormsAreIntegrals(type: VolatilityType, years: Double) throws {
    let volatility = type == .normal ? 0.009 : 0.25
    let deviation = volatility * years.squareRoot()
    for payoff in Self.payoffs {
      let found = try #require(
        SwapRateDistribution(type: type, forward: 0.03, years: years, smile: .flat(volatility))
          .expectation(of: payoff))
      func rate(_ z: Double) -> Double {
        switch type {
        case .normal: 0.03 + deviation * z
        case .lognormal(let shift):
          (0.03 + shift) * exp(deviation * z - deviation * deviation / 2) - shift
        }
      }
      func integral(_ function: (Double) -> Double) -> Double {
        GaussLegendre.integral(from: -12, to: 12, parts: 4_000) {
          function(rate($0)) * NormalDistribution.density($0)
        }
      }
      let value = integral { Self.paid(payoff, $0) }
      let product = integral { $0 * Self.paid(payoff, $0) }
      // Kinks between the rule's places leave that much.
      #expect(abs(found.payoff - value) <= 1e-8, "\(payoff): \(found.payoff), \(value)")
      #expect(abs(found.product - product) <= 1e-9, "\(payoff): \(found.product), \(product)")
    }
  }

  /// A smile that is level is one volatility: to 1e-9 of the square of the rates at hand.
  @Test(arguments: [VolatilityType.normal, .lognormal(shift: 0.02)], [0.02, 1.0, 20.0])
  func aLevelSmileIsOneVolatility(type: VolatilityType, years: Double) throws {
    let volatility = type == .normal ? 0.009 : 0.25
    for payoff in Self.payoffs {
      let one = try #require(
        SwapRateDistribution(type: type, forward: 0.03, years: years, smile: .flat(volatility))
          .expectation(of: payoff))
      let many = try #require(
        SwapRateDistribution(type: type, forward: 0.03, years: years, smile: .byStrike { _ in volatility })
          .expectation(of: payoff))
      for (a, b, scale) in [
        (one.payoff, many.payoff, 1e-13), (one.product, many.product, 1e-11),
        (one.payoffDelta, many.payoffDelta, 1e-12), (one.productDelta, many.productDelta, 1e-9),
        (one.payoffVega, many.payoffVega, 1e-12), (one.productVega, many.productVega, 1e-9),
      ] {
        #expect(abs(a - b) <= scale * max(1, abs(a)), "\(payoff): \(a), \(b)")
      }
    }
  }

  /// The density is the second derivative of calls by strike.
  @Test func aSmileIsTheIntegralOverItsDensity() throws {
    let years = 5.0
    let distribution = SwapRateDistribution(
      type: .normal, forward: 0.03, years: years,
      smile: .byStrike { Self.sabr.volatility(strike: $0, forward: 0.03, years: years) })
    func call(_ strike: Double) -> Double {
      let volatility = Self.sabr.volatility(strike: strike, forward: 0.03, years: years)!
      return ForwardOption(.call, forward: 0.03, strike: strike, years: years)
        .value(volatility: volatility, .normal)!
    }
    let atTheMoney = Self.sabr.volatility(strike: 0.03, forward: 0.03, years: years)!
    let (step, reach) = (1e-4, 10 * atTheMoney * years.squareRoot())
    let count = Int(reach / step)
    for payoff in Self.payoffs {
      var (value, product) = (0.0, 0.0)
      for place in -count...count {
        let rate = 0.03 + Double(place) * step
        let share = (call(rate + step) + call(rate - step) - 2 * call(rate)) / step
        value += share * Self.paid(payoff, rate)
        product += share * rate * Self.paid(payoff, rate)
      }
      let found = try #require(distribution.expectation(of: payoff))
      // What lies beyond ten deviations, and the step, leave less than that.
      #expect(abs(found.payoff - value) <= 1e-6, "\(payoff): \(found.payoff), \(value)")
      #expect(abs(found.product - product) <= 1e-6, "\(payoff): \(found.product), \(product)")
    }
  }

  /// By the forward, volatilities of strikes held, and by all volatilities: central differences.
  @Test(arguments: [true, false])
  func derivativesAreDifferences(hasSmile: Bool) throws {
    for type in [VolatilityType.normal, .lognormal(shift: 0.02)] {
      let scale = type == .normal ? 1.0 : 25
      func expectation(_ payoff: SwapRateDistribution.Payoff, _ forward: Double, _ more: Double) throws
        -> PayoffExpectation
      {
        let smile = SwapRateDistribution.Smile.byStrike { strike in
          let distance = (strike - 0.02) / 0.02
          return scale * (0.009 + 0.0012 * distance / (1 + distance * distance).squareRoot() + more)
        }
        return try #require(
          SwapRateDistribution(
            type: type, forward: forward, years: 4, smile: hasSmile ? smile : .flat(scale * (0.009 + more))
          ).expectation(of: payoff))
      }
      for payoff in Self.payoffs {
        let here = try expectation(payoff, 0.031, 0)
        let (up, down) = (try expectation(payoff, 0.031 + 1e-5, 0), try expectation(payoff, 0.031 - 1e-5, 0))
        let (higher, lower) = (
          try expectation(payoff, 0.031, 1e-6), try expectation(payoff, 0.031, -1e-6)
        )
        let tolerance = hasSmile ? 2e-6 : 1e-7
        #expect(abs(here.payoffDelta - (up.payoff - down.payoff) / 2e-5) <= tolerance, "\(payoff)")
        #expect(abs(here.productDelta - (up.product - down.product) / 2e-5) <= tolerance, "\(payoff)")
        let move = 2e-6 * scale
        #expect(abs(here.payoffVega - (higher.payoff - lower.payoff) / move) <= tolerance, "\(payoff)")
        #expect(abs(here.productVega - (higher.product - lower.product) / move) <= tolerance, "\(payoff)")
      }
    }
  }

  @Test func whatHasNoVolatilityHasNoExpectation() {
    let below = SwapRateDistribution(type: .lognormal, forward: -0.01, years: 1, smile: .flat(0.2))
    let without = SwapRateDistribution(type: .normal, forward: 0.01, years: 1, smile: .byStrike { _ in nil })
    #expect(below.expectation(of: .rate) == nil && without.expectation(of: .rate) == nil)
    let past = SwapRateDistribution(type: .normal, forward: 0.01, years: 0, smile: .flat(0.01))
    #expect(past.expectation(of: .call(strike: 0.004))?.payoff == 0.006)
    #expect(past.expectation(of: .rate)?.product == 0.01 * 0.01)
  }
}
