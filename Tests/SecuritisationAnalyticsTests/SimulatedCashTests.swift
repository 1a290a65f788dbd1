import Collateral
import Foundation
import Models
import NumericalMethods
import Testing

@testable import SecuritisationAnalytics

@Suite struct SimulatedCashTests {
  static let plan = PathPlan(.sobol, seed: 11, sets: 8, blocksPerSet: 1)

  static func cash(_ plan: PathPlan = plan, _ dynamics: RateDynamics = Markets.hullWhite) throws
    -> SimulatedCash
  {
    let paths = StoredPaths(dynamics, plan, .monthly(180, delay: 24 / 365))
    let simulation = try CollateralSimulation(Markets.assumptions(Markets.refinancing()))
    return try simulation.cash(
      [[Markets.passThrough(months: 180)]], on: SimulatedRates(paths, Markets.scenario))[0]
  }

  /// A spread from a value and back, within a hundredth of a basis point.
  @Test func spreadAndValueGoTogether() throws {
    let cash = try Self.cash()
    for spread in [-0.02, 0, 0.0035, 0.05] {
      let estimate = cash.estimate(spread: spread)
      let back = try #require(cash.spread(value: estimate.mean).root)
      #expect(abs(back - spread) < 1e-10)
      #expect(cash.spreadError(spread: spread) < 2e-4)
    }
    #expect(cash.spread(value: 1e9).root == nil)
    #expect(cash.value(spread: 0.01) < cash.value())
    let bump = 1e-5
    let slope = (cash.value(spread: 0.01 + bump) - cash.value(spread: 0.01 - bump)) / (2 * bump)
    #expect(abs(cash.derivatives(spread: 0.01).first / slope - 1) < 1e-7)
  }

  @Test func interestAndPrincipalAreAll() throws {
    let cash = try Self.cash()
    let parts = cash.value(spread: 0.01, of: .interest) + cash.value(spread: 0.01, of: .principal)
    #expect(abs(parts - cash.value(spread: 0.01)) < 1e-11)
    let twice = SimulatedCash.sum([(cash, 1.5), (cash, 0.5)])
    #expect(abs(twice.value(spread: 0.01) - 2 * cash.value(spread: 0.01)) < 1e-10)
  }

  /// Other numbers give the same value within four standard errors; Sobol points the nearest.
  @Test func numbersAgree() throws {
    let sobol = try Self.cash(PathPlan(.sobol, seed: 5, sets: 8, blocksPerSet: 2)).estimate()
    let antithetic = try Self.cash(PathPlan(.antithetic, seed: 5, sets: 16, blocksPerSet: 1)).estimate()
    let independent = try Self.cash(PathPlan(.independent, seed: 5, sets: 16, blocksPerSet: 1)).estimate()
    for other in [antithetic, independent] {
      #expect(abs(other.mean - sobol.mean) < 4 * (other.standardError + sobol.standardError))
      #expect(sobol.standardError < other.standardError)
    }
  }

  /// A two-factor model whose second factor stands still is Hull and White's.
  @Test func twoFactorsContainOne() throws {
    let two = RateDynamics.twoFactors(
      G2(
        first: HullWhite(meanReversion: 0.04, volatility: 0.01),
        second: HullWhite(meanReversion: 0.3, volatility: 0), correlation: 0))
    let (one, other) = (try Self.cash().estimate(), try Self.cash(Self.plan, two).estimate())
    #expect(abs(one.mean - other.mean) < 4 * (one.standardError + other.standardError))
  }

  /// Without volatility: the projection along the curve's own forward rates, discounted on the curve.
  @Test func withoutVolatilityIsStatic() throws {
    let cash = try Self.cash(.certain, Markets.hullWhite.multiplied(0))
    let rates = (0..<180).map { month in
      let time = Double(month) / 12
      return Markets.mortgageRate.rate { -log(Markets.curve(time + $0) / Markets.curve(time)) / $0 }
    }
    var assumptions = Markets.assumptions(Markets.refinancing())
    let history = (-36..<0).map(Markets.economy.mortgageRates.value)
    assumptions.economy = CollateralEconomy(
      firstMonth: Markets.economy.firstMonth, mortgageRates: MonthSeries(history + rates, firstMonth: -36),
      nationalHousePrices: Markets.economy.nationalHousePrices, unemployment: Markets.economy.unemployment)
    let flows = try CollateralProjection(assumptions).flows([Markets.passThrough(months: 180)])
    func value(_ spread: Double) -> Double {
      (0..<flows.months).reduce(0) { sum, month in
        let time = Double(month + 1) / 12 + 24.0 / 365
        let interest = flows.interest[month] - flows.servicingFee[month]
        return sum + (interest + flows.scheduledPrincipal[month] + flows.prepayment[month])
          * Markets.curve(time) * exp(-spread * time)
      }
    }
    #expect(abs(cash.value() - value(0)) < 1e-9)
    let spread = RootSearch(bracket: -0.1...0.1, tolerance: 1e-14).brent { value($0) - 99 }
    #expect(abs(try #require(cash.spread(value: 99).root) - (try #require(spread.root))) < 1e-10)
    #expect(cash.estimate().standardError.isNaN)
  }
}
