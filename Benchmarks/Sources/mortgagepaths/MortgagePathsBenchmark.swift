import BenchmarkTiming
import Collateral
import DatesAndConventions
import Foundation
import Instruments
import Models
import SecuritisationAnalytics
import StructuredDeals

/// Times pools on simulated paths of 360 months: what a month of a path costs under the full model of prepayment, and option-adjusted
/// spreads of 1,000 pools. Prints JSON; `mortgage_paths.py` calls it and does the same in numpy.
///
/// Bound, before measuring: a month of a path takes two divisions and some 35 other operations, of which eight paths share one
/// instruction. A division of eight takes 16 to 24 cycles: about 60 cycles for eight paths, 2.5 ns each at 3 GHz; 16 cycles and 5 ns where
/// instructions have four.
@main struct MortgagePathsBenchmark {
  static let months = 360
  static let poolCount = 1_000

  static let curve: @Sendable (Double) -> Double = { exp(-(0.045 - 0.01 * exp(-$0 / 8)) * $0) }

  static let model = TurnoverAndRefinancing(
    turnover: .init(
      annualRate: 0.07, seasoningMonths: 30,
      seasonality: [0.75, 0.72, 0.92, 1, 1.12, 1.22, 1.18, 1.16, 1.04, 1.02, 0.96, 0.91], lockInSlope: 20,
      lockInFloor: 0.4),
    refinancing: .init(
      least: 0.0005, most: 0.06, midpoint: 0.009, steepness: 400, seasoningMonths: 12, lagMonths: 2),
    burnout: .init(activeShare: 0.75, passiveRefinancing: 0.2), curtailment: 0.01)

  static let richardRoll = RichardRoll(
    level: 0.2406, amplitude: 0.1389, steepness: 5.952, midpoint: 1.089, seasoningMonths: 30,
    seasonality: [0.94, 0.76, 0.74, 0.95, 0.98, 0.92, 0.98, 1.10, 1.18, 1.22, 1.23, 0.98], burnoutFloor: 0.3,
    lagMonths: 0)

  static func pool(_ number: Int) throws -> [PoolLoan] {
    let coupon = 0.035 + 0.0045 * Double(number % 10)
    return [
      try PoolLoan(
        id: "\(number)", balance: 100, noteRate: coupon + 0.006, servicingFee: 0.006, age: number / 10 % 60,
        remainingTerm: months)
    ]
  }

  static func assumptions(_ form: PrepaymentModel.Form) -> CollateralAssumptions {
    var assumptions = CollateralAssumptions(
      prepayment: .model(PrepaymentModel(name: "B", version: "1", source: "benchmark", form: form)))
    assumptions.economy = CollateralEconomy(
      firstMonth: YearMonth(year: 2024, month: 1),
      mortgageRates: MonthSeries(
        (0..<60).map { 0.05 + 0.012 * sin(Double($0) / 6) } + [0.06], firstMonth: -60))
    return assumptions
  }

  /// Four bonds, one after the other; what is left of the interest goes to a residual.
  static let sequential = Deal(
    name: "CMO",
    collateral: [CollateralGroup(name: "pool", interestTo: "interest", principalTo: "principal")],
    bonds: zip(["A", "B", "C", "D"], [40.0, 30, 20, 10]).map { DealBond(name: $0, balance: $1, coupon: 0.05) }
      + [
        DealBond(name: "R", balance: 0)
      ],
    accounts: [DealAccount(name: "interest"), DealAccount(name: "principal")],
    waterfall: [
      Step(.payInterest(PayInterest(["A", "B", "C", "D"], order: .proRata, from: "interest"))),
      Step(
        .payPrincipal(
          PayPrincipal(.sequential(["A", "B", "C", "D"].map { .bond($0) }), from: "principal"))),
      Step(.release(Release(from: "interest", to: "R"))), Step(.release(Release(from: "principal", to: "R"))),
    ])

  static func main() throws {
    let plan = PathPlan(.sobol, seed: 1, sets: 4, blocksPerSet: 4)
    let dynamics = RateDynamics.hullWhite(HullWhite(meanReversion: 0.04, volatility: 0.01))
    let times = MonthTimes.monthly(months, delay: 24.0 / 365)
    let scenario = RateScenario(
      discountFactor: curve,
      mortgageRate: MortgageRateModel(
        name: "B", version: "1", source: "benchmark", intercept: 0.024,
        terms: [.init(years: 2, weight: 0.2), .init(years: 10, weight: 0.6)]))
    var report: [String: Double] = ["paths": Double(plan.paths)]
    let paths = StoredPaths(dynamics, plan, times)
    let rates = SimulatedRates(paths, scenario)
    report["paths_ms"] = BestOf.processorMilliseconds(5) { _ = StoredPaths(dynamics, plan, times) }
    report["rates_ms"] = BestOf.processorMilliseconds(5) { _ = SimulatedRates(paths, scenario) }

    let pools = try (0..<poolCount).map(pool)
    var withDefaults = assumptions(.turnoverAndRefinancing(model))
    withDefaults.defaults = .speed(.cdr(0.02))
    withDefaults.severity = .curve([0.35])
    withDefaults.liquidationLag = 12
    for (name, assumptions) in [
      ("turnover", assumptions(.turnoverAndRefinancing(model))), ("defaults", withDefaults),
      ("richard_roll", assumptions(.richardRoll(richardRoll))),
    ] {
      let simulation = try CollateralSimulation(assumptions)
      report["\(name)_ms"] = try BestOf.processorMilliseconds(3) { _ = try simulation.cash(pools, on: rates) }
      report["\(name)_value"] = try simulation.cash([pools[123]], on: rates)[0].value(spread: 0.005)
    }

    let simulation = try CollateralSimulation(assumptions(.turnoverAndRefinancing(model)))
    for threads in [1, 2] {
      report["oas_ms_\(threads)"] = try BestOf.milliseconds(3) {
        let paths = StoredPaths(dynamics, plan, times, threads: threads)
        let rates = SimulatedRates(paths, scenario, threads: threads)
        for cash in try simulation.cash(pools, on: rates, threads: threads) { _ = cash.spread(value: 99) }
      }
    }
    let deal = DealSimulation(
      try Waterfall(sequential),
      groups: [
        "pool": .init(try pool(5), try CollateralSimulation(assumptions(.turnoverAndRefinancing(model))))
      ])
    report["deal_ms"] = try BestOf.processorMilliseconds(3) { _ = try deal.cash(on: rates) }
    let keyRates = KeyRate.tents([0.25, 0.5, 1, 2, 3, 5, 7, 10, 15, 20, 30])
    func risks(_ moves: MortgageAnalysis.Moves, threads: Int) throws {
      let analysis = MortgageAnalysis(
        StoredPaths(dynamics, plan, times, threads: threads), scenario, threads: threads)
      _ = try analysis.risks(deal, [.value(40), .value(30), .value(20), .value(10), .spread(0)], moves)
    }
    var indexed = scenario
    indexed.indices = [SimulatedIndex(name: "SOFR", years: 0.25)]
    let indexedRates = SimulatedRates(paths, indexed)
    let samples = URL(fileURLWithPath: #filePath).appending(path: "../../../../Samples/deals").standardized
    for sample in try SampleDeal.all(Self.assumptions(.turnoverAndRefinancing(model))) {
      let deal = try sample.simulation(samples: samples)
      report["\(sample.name)_ms"] = try BestOf.processorMilliseconds(3) {
        _ = try deal.cash(on: indexedRates)
      }
      report["\(sample.name)_pools_ms"] = try BestOf.processorMilliseconds(3) {
        _ = try sample.pools(on: indexedRates)
      }
      report["\(sample.name)_value"] = try deal.cash(on: indexedRates)[0].value()
    }
    // Spread, durations, convexity and key rates; then volatility and prepayment durations too.
    let rateMoves = MortgageAnalysis.Moves(keyRates: keyRates, volatility: nil, prepayment: nil)
    let allMoves = MortgageAnalysis.Moves(keyRates: keyRates)
    report["deal_rate_risk_processor_ms"] = try BestOf.processorMilliseconds(2) {
      try risks(rateMoves, threads: 1)
    }
    report["deal_rate_risk_ms"] = try BestOf.milliseconds(2) { try risks(rateMoves, threads: 2) }
    report["deal_risk_processor_ms"] = try BestOf.processorMilliseconds(2) { try risks(allMoves, threads: 1) }
    report["deal_risk_ms"] = try BestOf.milliseconds(2) { try risks(allMoves, threads: 2) }
    report.merge(try SpeedGridTiming.report(sequential, pool(5))) { $1 }
    report.merge(
      try SimulationErrors(
        dynamics: dynamics, times: times, scenario: scenario, pool: pools[5], simulation: simulation
      ).report()
    ) { $1 }

    // Rates and discount factors for the peer: rows of a month.
    var rows = Data()
    for month in 0..<months {
      for factor in rates.discountFactors(month: month) {
        withUnsafeBytes(of: factor) { rows.append(contentsOf: $0) }
      }
    }
    for path in 0..<plan.paths {
      for rate in rates.mortgageRates(path: path) {
        withUnsafeBytes(of: rate) { rows.append(contentsOf: $0) }
      }
    }
    if let file = CommandLine.arguments.dropFirst().first { try rows.write(to: URL(fileURLWithPath: file)) }
    let json = try JSONEncoder().encode(report)
    print(String(decoding: json, as: UTF8.self))
  }
}
