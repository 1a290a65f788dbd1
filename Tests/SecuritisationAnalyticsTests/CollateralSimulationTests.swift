import CMortgageKernel
import Collateral
import Foundation
import Instruments
import Models
import Testing

@testable import SecuritisationAnalytics

/// Cash on paths beside the projection that takes loan by loan and path by path.
@Suite struct CollateralSimulationTests {
  /// Interest and principal of each month, discounted and averaged over the paths of one set, by the slow way.
  static func projected(
    _ loans: [PoolLoan], _ simulation: CollateralSimulation, _ rates: SimulatedRates
  ) throws -> (interest: [Double], principal: [Double]) {
    var interest = [Double](repeating: 0, count: rates.times.count)
    var principal = interest
    for path in 0..<rates.plan.paths {
      let flows = try simulation.flows(loans, path: path, of: rates)
      for month in 0..<flows.months {
        let discount = rates.discountFactors(month: month)[path] / Double(rates.plan.paths)
        interest[month] +=
          discount * (flows.interest[month] - flows.servicingFee[month] + flows.prepaymentPenalty[month])
        principal[month] +=
          discount * (flows.scheduledPrincipal[month] + flows.prepayment[month] + flows.recovery[month])
      }
    }
    return (interest, principal)
  }

  static func expectSame(
    _ loans: [PoolLoan], _ assumptions: CollateralAssumptions, _ dynamics: RateDynamics, _ label: String
  ) throws {
    let simulation = try CollateralSimulation(assumptions)
    let paths = StoredPaths(
      dynamics, PathPlan(.sobol, seed: 3, sets: 1, blocksPerSet: 1), .monthly(162, delay: 0.07))
    var scenario = Markets.scenario
    scenario.indices = [SimulatedIndex(name: "INDEX", years: 1)]
    let rates = SimulatedRates(paths, scenario)
    let cash = try simulation.cash([loans], on: rates)[0]
    let (interest, principal) = try projected(loans, simulation, rates)
    let all = (interest.reduce(0, +), principal.reduce(0, +))
    let scale = loans.reduce(0) { $0 + $1.balance }
    for spread in [0, 0.02] {
      for (part, months) in [(SimulatedCash.Part.interest, interest), (.principal, principal)] {
        let value = zip(months, rates.times.payments).reduce(0) { $0 + $1.0 * exp(-spread * $1.1) }
        #expect(abs(cash.value(spread: spread, of: part) - value) < 1e-10 * scale, "\(label), \(part)")
      }
    }
    #expect(all.0 >= 0 && all.1 > 0.5 * scale)
  }

  @Test(arguments: [Markets.refinancing(effects: true), Markets.richardRoll])
  func givesTheProjectionsNumbers(model: PrepaymentModel) throws {
    for loan in try Markets.kinds() {
      try Self.expectSame([loan], Markets.assumptions(model), Markets.hullWhite, loan.id)
    }
    try Self.expectSame(try Markets.kinds(), Markets.assumptions(model), Markets.twoFactors, "two factors")
  }

  @Test(arguments: [Markets.refinancing(effects: true), Markets.richardRoll])
  func givesTheProjectionsNumbersWithDefaults(model: PrepaymentModel) throws {
    for (advances, ends, lag) in [(true, true, 12), (false, false, 9), (true, false, 0)] {
      var assumptions = Markets.assumptions(model)
      assumptions.defaults = .model(Markets.defaults)
      assumptions.severity = .model(Markets.severity)
      assumptions.liquidationLag = lag
      assumptions.servicerAdvances = advances
      assumptions.defaultsEndBeforeMaturity = ends
      assumptions.multipliers = SpeedMultipliers(prepayment: 1.3, defaults: 1.5, severity: 0.8)
      try Self.expectSame(try Markets.kinds(), assumptions, Markets.hullWhite, "lag \(lag)")
    }
  }

  /// Loans that follow an index, speeds in place of models, and curves too steep for the kernel go through the projection itself.
  @Test func takesOtherLoansThroughTheProjection() throws {
    let adjustable = try PoolLoan(
      id: "A", balance: 100, noteRate: 0.04, servicingFee: 0.004, age: 3, remainingTerm: 120,
      rateTerms: .adjustable(
        AdjustableRate(index: "INDEX", margin: 0.0225, monthsToReset: 9, resetMonths: 12, lifetimeCap: 0.09)))
    let loans = try Markets.kinds() + [adjustable]
    try Self.expectSame(loans, Markets.assumptions(Markets.refinancing()), Markets.hullWhite, "adjustable")
    try Self.expectSame(
      loans, Markets.assumptions(Markets.refinancing(steepness: 30_000)), Markets.hullWhite, "steep")
    try Self.expectSame(
      loans,
      CollateralAssumptions(
        prepayment: .speed(.psa(1.5)), defaults: .speed(.cdr(0.03)), severity: .curve([0.4]),
        liquidationLag: 6),
      Markets.hullWhite, "speeds")
  }

  /// The same bits for any number of threads, and whichever pools are beside a pool.
  @Test func isTheSameForAnyNumberOfThreads() throws {
    let paths = StoredPaths(Markets.twoFactors, PathPlan(sets: 4, blocksPerSet: 1), .monthly(170))
    let rates = SimulatedRates(paths, Markets.scenario)
    let simulation = try CollateralSimulation(Markets.assumptions(Markets.refinancing()))
    let pools = try Markets.kinds().map { [$0] } + [Markets.kinds()]
    let alone = try simulation.cash(pools, on: rates)
    for threads in [2, 3, 7] {
      let again = SimulatedRates(
        StoredPaths(Markets.twoFactors, paths.plan, paths.times, threads: threads), Markets.scenario,
        threads: threads)
      let cash = try simulation.cash(pools, on: again, threads: threads)
      #expect(cash == alone)
    }
    let single = try simulation.cash([pools[3]], on: rates)
    #expect(single == [alone[3]])
  }

  /// More lines than are prepared at once.
  @Test func takesPoolsOfManyLines() throws {
    let paths = StoredPaths(Markets.hullWhite, PathPlan(sets: 2, blocksPerSet: 1), .monthly(24))
    let rates = SimulatedRates(paths, Markets.scenario)
    let simulation = try CollateralSimulation(Markets.assumptions(Markets.refinancing()))
    let loan = try Markets.passThrough(months: 24)
    let count = CollateralSimulation.linesTogether + 100
    let cash = try simulation.cash([[loan], [PoolLoan](repeating: loan, count: count), [loan]], on: rates)
    #expect(abs(cash[1].value() / cash[0].value() - Double(count)) < 1e-9 * Double(count))
    #expect(cash[0] == cash[2])
  }

  /// All instructions give the same bits.
  @Test(arguments: [Markets.refinancing(effects: true), Markets.richardRoll])
  func isTheSameForAllInstructions(model: PrepaymentModel) throws {
    var assumptions = Markets.assumptions(model)
    assumptions.defaults = .speed(.cdr(0.02))
    assumptions.severity = .curve([0.3])
    assumptions.liquidationLag = 5
    let paths = StoredPaths(Markets.hullWhite, PathPlan(sets: 1, blocksPerSet: 1), .monthly(162))
    let market = try PoolMarket(assumptions, SimulatedRates(paths, Markets.scenario))
    let lines = try PreparedLines(Markets.kinds(), market)
    let model = try #require(market.model)
    var room = [Double](repeating: 0, count: 6 * PathBlock.width)
    let results = MortgagePath.all.map { path in
      var interest = [Double](repeating: 0, count: 162)
      var (principal, flows) = (interest, [Double](repeating: 0, count: 11 * 162 * PathBlock.width))
      for line in lines.lines {
        line.withKernel(model, market, 0, &room) { line in
          tenor_mortgage_sums(line, &interest, &principal, path)
          flows.withUnsafeMutableBufferPointer {
            var rows = tenor_mortgage_rows(first: $0.baseAddress, months: 162, columns: 11, adds: true)
            tenor_mortgage_flows(line, &rows, path)
          }
        }
      }
      return interest + principal + flows
    }
    #expect(lines.lines.count == 7)
    #expect(results.allSatisfy { $0 == results[0] })
    #expect(results[0].allSatisfy { $0.isFinite })
  }

  @Test func refusesWhatItCannotSimulate() throws {
    let paths = StoredPaths(Markets.hullWhite, .certain, .monthly(100))
    let simulation = try CollateralSimulation(Markets.assumptions(Markets.refinancing()))
    #expect(throws: CollateralError.self) {
      try simulation.cash([[Markets.passThrough(months: 101)]], on: SimulatedRates(paths, Markets.scenario))
    }
    let withoutModel = SimulatedRates(paths, RateScenario(discountFactor: Markets.curve))
    #expect(throws: CollateralError.self) {
      try simulation.cash([[Markets.passThrough(months: 100)]], on: withoutModel)
    }
    let adjustable = try PoolLoan(
      id: "A", balance: 100, noteRate: 0.04, remainingTerm: 100,
      rateTerms: .adjustable(AdjustableRate(index: "OTHER", margin: 0.02, monthsToReset: 9, resetMonths: 12)))
    #expect(throws: CollateralError.self) {
      try simulation.cash([[adjustable]], on: SimulatedRates(paths, Markets.scenario))
    }
  }
}
