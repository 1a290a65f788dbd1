import BenchmarkTiming
import Collateral
import DatesAndConventions
import Foundation
import Instruments

/// Times pools of loans month by month: 10,000 loans of 360 months under speeds, under models of prepayment, default and loss, and
/// with roll rates of 30, 60 and 90 days in place of a rate of default; and the same loans gathered into lines. Prints JSON; `pools.py` calls it and does the same in numpy.
///
/// Bound, before measuring: 3.6 million months of a loan of about 60 additions and multiplications and two divisions each; a division
/// takes 4 to 5 ns where each month waits for the one before: 12 ns, 45 ms. A model adds two exponentials and four divisions: 30 ns, 110 ms.
@main struct PoolsBenchmark {
  static let loanCount = 10_000
  static let months = 360

  /// The same numbers as `pools.py` draws.
  struct Draws {
    private var state: UInt64 = 20_260_131

    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / 0x1p53
    }
  }

  static func loans() throws -> [PoolLoan] {
    var draws = Draws()
    return try (0..<loanCount).map { number in
      try PoolLoan(
        id: "\(number)", balance: 50_000 + 500_000 * draws.next(), noteRate: 0.03 + 0.05 * draws.next(),
        servicingFee: 0.0025, age: Int(60 * draws.next()), remainingTerm: months,
        score: 600 + Int(220 * draws.next()), originalLTV: 0.4 + 0.6 * draws.next())
    }
  }

  static func main() throws {
    let loans = try loans()
    let speeds = CollateralAssumptions(
      prepayment: .speed(.psa(1.5)), defaults: .speed(.cdr(0.02)), severity: .curve([0.35]),
      liquidationLag: 12,
      servicerAdvances: true)
    var models = speeds
    models.prepayment = .model(
      PrepaymentModel(
        name: "B", version: "1", source: "benchmark",
        form: .turnoverAndRefinancing(
          TurnoverAndRefinancing(
            turnover: .init(
              annualRate: 0.07, seasoningMonths: 30,
              seasonality: [0.75, 0.72, 0.92, 1, 1.12, 1.22, 1.18, 1.16, 1.04, 1.02, 0.96, 0.91],
              lockInSlope: 20,
              lockInFloor: 0.4),
            refinancing: .init(
              least: 0.0005, most: 0.06, midpoint: 0.009, steepness: 400, seasoningMonths: 12, lagMonths: 2,
              scoreEffect: RiskEffect(reference: 740, slope: 0.004, least: 0.4, most: 1.4),
              loanToValueEffect: RiskEffect(reference: 0.75, slope: -2, least: 0.2, most: 1.2)),
            burnout: .init(activeShare: 0.75, passiveRefinancing: 0.2), curtailment: 0.01))))
    models.defaults = .model(
      DefaultModel(
        name: "B", version: "1", source: "benchmark", form: .hazard(DefaultHazard(base: .cdr(0.02))),
        loanToValueEffect: RiskEffect(reference: 0.75, slope: 4, least: 0.1, most: 20),
        scoreEffect: RiskEffect(reference: 740, slope: -0.012, least: 0.1, most: 10)))
    models.economy = CollateralEconomy(
      firstMonth: YearMonth(year: 2024, month: 1),
      mortgageRates: MonthSeries((0..<months).map { 0.06 + 0.015 * sin(Double($0) / 20) }),
      nationalHousePrices: MonthSeries((0..<months).map { 1 + 0.002 * Double($0) }))

    var rolling = models
    rolling.defaults = .model(
      DefaultModel(
        name: "B", version: "1", source: "benchmark",
        form: .rollRates(
          RollRates(
            current: [0.98, 0.02, 0, 0, 0], days30: [0.4, 0.35, 0.25, 0, 0],
            days60: [0.15, 0.1, 0.3, 0.45, 0],
            days90: [0.05, 0, 0.05, 0.7, 0.2])),
        loanToValueEffect: RiskEffect(reference: 0.75, slope: 4, least: 0.1, most: 20),
        scoreEffect: RiskEffect(reference: 740, slope: -0.012, least: 0.1, most: 10)))

    var report: [String: Double] = [:]
    for (name, assumptions) in [("speeds", speeds), ("models", models), ("rolling", rolling)] {
      let projection = try CollateralProjection(assumptions)
      let flows = try projection.flows(loans)
      for (column, amounts) in [
        ("prepaid", flows.prepayment), ("scheduled", flows.scheduledPrincipal), ("defaults", flows.defaults),
        ("loss", flows.loss), ("interest", flows.interest),
      ] {
        report["\(name)_\(column)"] = amounts.reduce(0, +)
      }
      report["\(name)_ms"] = try BestOf.processorMilliseconds(10) { _ = try projection.flows(loans) }
    }
    var lines: [PoolLoan] = []
    report["grouping_ms"] = BestOf.processorMilliseconds(5) { lines = LineGrouping().lines(loans) }
    report["lines"] = Double(lines.count)
    let error = try GroupingError(loans: loans, lines: lines, speeds)
    report["lines_balance_error"] = error.balance
    let projection = try CollateralProjection(speeds)
    report["lines_ms"] = try BestOf.processorMilliseconds(10) { _ = try projection.flows(lines) }
    print(
      String(
        decoding: try JSONSerialization.data(withJSONObject: report, options: .sortedKeys), as: UTF8.self))
  }
}
