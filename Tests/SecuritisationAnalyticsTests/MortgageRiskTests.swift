import Collateral
import Foundation
import Models
import Testing

@testable import SecuritisationAnalytics

@Suite struct MortgageRiskTests {
  static let keys = KeyRate.tents([0.5, 2, 5, 10, 20, 30])

  static func risk(
    _ mark: MortgageAnalysis.Mark, _ model: PrepaymentModel = Markets.refinancing(),
    moves: MortgageAnalysis.Moves
  ) throws -> MortgageRisk {
    let paths = StoredPaths(
      Markets.hullWhite, PathPlan(.sobol, seed: 2, sets: 4, blocksPerSet: 1), .monthly(180, delay: 24 / 365))
    let pools = SimulatedPools(
      [[try Markets.passThrough(months: 180)]], try CollateralSimulation(Markets.assumptions(model)))
    let analysis = MortgageAnalysis(paths, Markets.scenario)
    return try #require(try analysis.risks(pools, [mark], moves)[0])
  }

  /// A pass-through at the money: options cost, durations are shorter than without them, convexity is negative, and the parts add up.
  @Test func passThroughIsShortItsBorrowersOptions() throws {
    let risk = try Self.risk(.value(100), moves: .init(keyRates: Self.keys))
    #expect(abs(risk.value.mean - 100) < 1e-9)
    #expect(risk.spreadError < 3e-4)
    let cost = try #require(risk.optionCost)
    #expect(cost > 0.001 && cost < 0.02)
    let parts = try #require(risk.curvePart) + cost + risk.spread
    #expect(abs(parts - (try #require(risk.nominalSpread))) < 1e-15)
    #expect(risk.effectiveDuration.mean > 1 && risk.effectiveDuration.mean < risk.spreadDuration)
    #expect(risk.effectiveDuration.standardError < 0.2)
    #expect(risk.effectiveConvexity.mean < 0)
    // Higher volatility makes the borrowers' options dearer.
    #expect(try #require(risk.volatilityDuration).mean > 0)
    let keys = risk.keyRateDurations.reduce(0) { $0 + $1.mean }
    #expect(abs(keys - risk.effectiveDuration.mean) < 0.02)
  }

  /// From value to spread and back: the same risk.
  @Test func marksAgree() throws {
    let moves = MortgageAnalysis.Moves(volatility: nil, prepayment: nil)
    let one = try Self.risk(.value(99), moves: moves)
    let other = try Self.risk(.spread(one.spread), moves: moves)
    #expect(abs(other.value.mean - 99) < 1e-9)
    #expect(abs(other.effectiveDuration.mean - one.effectiveDuration.mean) < 1e-9)
    #expect(one.volatilityDuration == nil && one.prepaymentDuration == nil)
  }

  /// Each number by hand: another market, the same paths, the same spread.
  @Test func movesAreRevaluations() throws {
    let risk = try Self.risk(
      .spread(0.004), moves: .init(rates: 0.001, keyRates: [Self.keys[3]], volatility: 0.05, prepayment: 0.2))
    let plan = PathPlan(.sobol, seed: 2, sets: 4, blocksPerSet: 1)
    func value(
      _ shift: @escaping @Sendable (Double) -> Double = { _ in 0 }, sigma: Double = 0.01, speed: Double = 1
    ) throws -> Double {
      let paths = StoredPaths(
        .hullWhite(HullWhite(meanReversion: 0.04, volatility: sigma)), plan, .monthly(180, delay: 24 / 365))
      var assumptions = Markets.assumptions(Markets.refinancing())
      assumptions.multipliers.prepayment = speed
      let rates = SimulatedRates(
        paths,
        RateScenario(
          discountFactor: { Markets.curve($0) * exp(-shift($0) * $0) }, mortgageRate: Markets.mortgageRate))
      return try CollateralSimulation(assumptions).cash([[Markets.passThrough(months: 180)]], on: rates)[0]
        .value(
          spread: 0.004)
    }
    let base = try value()
    func expect(_ estimate: Estimate?, _ up: Double, _ down: Double, _ move: Double) throws {
      #expect(abs(try #require(estimate).mean - (down - up) / (2 * move * base)) < 1e-8)
    }
    let (up, down) = (try value { _ in 0.001 }, try value { _ in -0.001 })
    try expect(risk.effectiveDuration, up, down, 0.001)
    #expect(abs(risk.effectiveConvexity.mean - (up + down - 2 * base) / (1e-6 * base)) < 1e-4)
    let ten: @Sendable (Double) -> Double = { max(0, min(($0 - 5) / 5, (20 - $0) / 10)) }
    try expect(risk.keyRateDurations[0], value { 0.001 * ten($0) }, value { -0.001 * ten($0) }, 0.001)
    try expect(risk.volatilityDuration, value(sigma: 0.0105), value(sigma: 0.0095), 0.05)
    try expect(risk.prepaymentDuration, value(speed: 1.2), value(speed: 0.8), 0.2)
  }

  /// Speeds that no rate moves: no option, and durations are those of static cash.
  @Test func speedsHaveNoOption() throws {
    let paths = StoredPaths(Markets.hullWhite, PathPlan(sets: 2, blocksPerSet: 1), .monthly(180))
    let pools = SimulatedPools(
      [[try Markets.passThrough(months: 180)]],
      try CollateralSimulation(CollateralAssumptions(prepayment: .speed(.psa(1.5)))))
    let risk = try #require(
      try MortgageAnalysis(paths, RateScenario(discountFactor: Markets.flat)).risks(
        pools, [.value(101)], .init(rates: 1e-4))[0])
    #expect(abs(try #require(risk.optionCost)) < 1e-9)
    #expect(abs(risk.effectiveDuration.mean - risk.spreadDuration) < 1e-4)
    #expect(abs(try #require(risk.volatilityDuration).mean) < 1e-9)
    // On a flat curve the zero-volatility spread is the nominal one.
    #expect(abs(try #require(risk.curvePart)) < 1e-9)
  }

  @Test func refusesAMarkWithoutASpread() throws {
    let paths = StoredPaths(Markets.hullWhite, .certain, .monthly(180))
    let pools = SimulatedPools(
      [[try Markets.passThrough(months: 180)]],
      try CollateralSimulation(Markets.assumptions(Markets.refinancing())))
    let risks = try MortgageAnalysis(paths, Markets.scenario).risks(pools, [.value(-5)])
    #expect(risks == [nil])
  }

  @Test func tentsAddUpToAParallelMove() {
    for time in [0.1, 0.5, 1.3, 7, 25, 40] {
      #expect(abs(Self.keys.reduce(0) { $0 + $1.weight(time) } - 1) < 1e-15)
    }
    #expect(Self.keys.map(\.name) == ["0.5Y", "2Y", "5Y", "10Y", "20Y", "30Y"])
  }
}
