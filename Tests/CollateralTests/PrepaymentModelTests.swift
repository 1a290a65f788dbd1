import Collateral
import DatesAndConventions
import Foundation
import Instruments
import Testing

/// Models of prepayment against published values and closed forms.
struct PrepaymentModelTests {
  private let richardRoll = RichardRoll(
    level: 0.2406, amplitude: 0.1389, steepness: 5.952, midpoint: 1.089, seasoningMonths: 30,
    seasonality: [0.94, 0.76, 0.74, 0.95, 0.98, 0.92, 0.98, 1.10, 1.18, 1.22, 1.23, 0.98], burnoutFloor: 0.3,
    lagMonths: 0)

  private func economy(_ rates: MonthSeries, from month: String = "2024-01") -> CollateralEconomy {
    CollateralEconomy(firstMonth: YearMonth(month)!, mortgageRates: rates)
  }

  private func loan(
    rate: Double = 0.07, age: Int = 60, term: Int = 300, score: Int? = nil, value: Double? = nil
  ) throws -> PoolLoan {
    try PoolLoan(
      id: "L", balance: 1_000, noteRate: rate, age: age, remainingTerm: term,
      repayment: LoanRepayment(interestOnlyMonths: term), score: score, originalLTV: value)
  }

  /// SMM by month of a loan of interest alone: what is prepaid of the balance before.
  private func smm(_ form: PrepaymentModel.Form, _ loan: PoolLoan, _ economy: CollateralEconomy) throws
    -> [Double]
  {
    let model = PrepaymentModel(name: "M", version: "1", source: "test", form: form)
    let flows = try CollateralProjection(
      CollateralAssumptions(prepayment: .model(model), economy: economy)
    ).flows([loan])
    var before = flows.openingBalance
    return zip(flows.prepayment, flows.balance).map { prepaid, balance in
      defer { before = balance }
      return before > 0 ? prepaid / before : 0
    }
  }

  /// The published curve at ratios of the note rate to the mortgage rate.
  @Test(arguments: [(0.8, 0.09556), (1.0, 0.172935), (1.089, 0.2406), (1.2, 0.321696), (1.5, 0.404883)])
  func richardAndRollRefinance(ratio: Double, annual: Double) {
    #expect(abs(richardRoll.refinancing(noteRate: ratio * 0.06, mortgageRate: 0.06) - annual) < 6e-6)
  }

  @Test func richardAndRollMultiplyTheirFactors() throws {
    // Loan of 10 months at the rate of the market, from March: month 11 of 30, then 12, then 13; nothing burnt out at first.
    let found = try smm(
      .richardRoll(richardRoll), try loan(rate: 0.06, age: 10), economy(MonthSeries([0.06]), from: "2024-03"))
    var left = 1.0
    for (month, season) in [0.74, 0.95, 0.98, 0.92].enumerated() {
      let annual = 0.172935 * Double(11 + month) / 30 * season * (0.3 + 0.7 * left)
      let expected = 1 - pow(1 - annual, 1.0 / 12)
      #expect(abs(found[month] - expected) < 1e-7, "\(month)")
      left *= 1 - expected
    }
  }

  private func twoKinds(
    active: Double = 1, passive: Double = 0.2, lag: Int = 0, score: RiskEffect = .none,
    value: RiskEffect = .none,
    turnover: Double = 0, lockIn: Double = 0, curtailment: Double = 0
  ) -> TurnoverAndRefinancing {
    TurnoverAndRefinancing(
      turnover: .init(
        annualRate: turnover, seasoningMonths: 30, seasonality: [Double](repeating: 1, count: 12),
        lockInSlope: lockIn, lockInFloor: 0.4),
      refinancing: .init(
        least: 0.001, most: 0.051, midpoint: 0.01, steepness: 300, seasoningMonths: 10, lagMonths: lag,
        scoreEffect: score, loanToValueEffect: value),
      burnout: .init(activeShare: active, passiveRefinancing: passive), curtailment: curtailment)
  }

  /// Half way up at the midpoint, and the logistic curve elsewhere.
  @Test func refinancingIsAnSCurve() throws {
    let curve = twoKinds().refinancing
    #expect(abs(curve.smm(incentive: 0.01) - 0.026) < 1e-15)
    #expect(abs(curve.smm(incentive: 0.02) - (0.001 + 0.05 / (1 + exp(-3.0)))) < 1e-15)
    #expect(abs(curve.smm(incentive: -1) - 0.001) < 1e-15 && abs(curve.smm(incentive: 1) - 0.051) < 1e-15)
  }

  /// Two kinds of borrower who each leave at one rate: S(n) = a (1 − x)^n + (1 − a)(1 − y)^n.
  @Test func poolsBurnOutAsTheActiveLeave() throws {
    let found = try smm(
      .turnoverAndRefinancing(twoKinds(active: 0.7)), try loan(rate: 0.08, age: 12),
      economy(MonthSeries([0.06])))
    let x = 0.001 + 0.05 / (1 + exp(-3.0))
    let y = 0.2 * x
    func surviving(_ n: Int) -> Double { 0.7 * pow(1 - x, Double(n)) + 0.3 * pow(1 - y, Double(n)) }
    // Interest alone: what is scheduled in the last month is not prepaid.
    for n in 1..<300 {
      #expect(abs(found[n - 1] - (1 - surviving(n) / surviving(n - 1))) < 1e-12, "\(n)")
    }
    #expect(found[0] > found[100] && abs(found[298] - y) < 1e-3)
  }

  /// A loan of 24 months whose chances are known is as far as a new one is after 24 months at the same rates.
  @Test func historyHasBurntLoansOut() throws {
    let model = PrepaymentModel.Form.turnoverAndRefinancing(twoKinds(active: 0.7, turnover: 0.06))
    let rates = (0..<360).map { 0.06 + 0.01 * sin(Double($0) / 11) }
    let new = try smm(model, try loan(age: 0, term: 324), economy(MonthSeries(rates)))
    let old = try smm(
      model, try loan(age: 24, term: 300), economy(MonthSeries(rates, firstMonth: -24), from: "2026-01"))
    for month in 0..<299 { #expect(abs(new[month + 24] - old[month]) < 1e-12, "\(month)") }
    // Without history the old loan starts with all its active borrowers.
    let forgetful = try smm(model, try loan(age: 24, term: 300), economy(MonthSeries(Array(rates[24...]))))
    #expect(forgetful[0] > old[0])
  }

  @Test func ratesActAfterTheirLag() throws {
    let falling = MonthSeries([0.07, 0.07, 0.07, 0.05, 0.05])
    let prompt = try smm(.turnoverAndRefinancing(twoKinds()), try loan(), economy(falling))
    let late = try smm(.turnoverAndRefinancing(twoKinds(lag: 2)), try loan(), economy(falling))
    #expect(prompt[2] < 0.01 && prompt[3] > 0.04)
    #expect(late[4] < 0.01 && late[5] > 0.04)
  }

  @Test func ownersBelowTheMarketStay() throws {
    let model = PrepaymentModel.Form.turnoverAndRefinancing(twoKinds(turnover: 0.06, lockIn: 20))
    func speed(_ market: Double) throws -> Double {
      try smm(model, try loan(rate: 0.04), economy(MonthSeries([market])))[0]
    }
    let monthly = 1 - pow(0.94, 1.0 / 12)
    // Three per cent above: 1 − 20 · 0.02 = 0.6 at two, the floor of 0.4 at three and more; refinancing is 0.001 and a little.
    for (market, part) in [(0.06, 0.6), (0.07, 0.4), (0.10, 0.4)] {
      let refinanced = twoKinds().refinancing.smm(incentive: 0.04 - market)
      #expect(abs(try speed(market) - (1 - (1 - part * monthly) * (1 - refinanced))) < 1e-12, "\(market)")
    }
  }

  @Test func scoreAndValueMoveRefinancing() throws {
    let score = RiskEffect(reference: 740, slope: 0.004, least: 0.5, most: 1.5)
    let value = RiskEffect(reference: 0.8, slope: -2, least: 0.1, most: 2)
    let model = PrepaymentModel.Form.turnoverAndRefinancing(twoKinds(score: score, value: value))
    func speed(_ points: Int?, _ ratio: Double?) throws -> Double {
      try smm(model, try loan(rate: 0.09, score: points, value: ratio), economy(MonthSeries([0.06])))[0]
    }
    let plain = try speed(nil, nil)
    #expect(abs(try speed(690, nil) / plain - exp(-0.2)) < 1e-12)
    #expect(abs(try speed(500, nil) / plain - 0.5) < 1e-12)
    #expect(abs(try speed(740, 1) / plain - exp(-0.4)) < 1e-12)
    #expect(abs(try speed(740, 0.8) / plain - 1) < 1e-12)
  }

  /// Curtailments come on top: 1 − (1 − turnover)(1 − curtailment)(1 − refinancing).
  @Test func sourcesOfPrepaymentCompound() throws {
    let model = twoKinds(turnover: 0.06, curtailment: 0.02)
    let found = try smm(.turnoverAndRefinancing(model), try loan(rate: 0.08), economy(MonthSeries([0.06])))[0]
    let kept = pow(0.94 * 0.98, 1.0 / 12) * (1 - model.refinancing.smm(incentive: 0.02))
    #expect(abs(found - (1 - kept)) < 1e-12)
  }

  @Test func theMortgageRateIsALineOfZeroRates() {
    let model = MortgageRateModel(
      name: "M", version: "1", source: "test", intercept: 0.024,
      terms: [.init(years: 2, weight: 0.2), .init(years: 10, weight: 0.6)])
    #expect(abs(model.rate { $0 == 2 ? 0.04 : 0.045 } - 0.059) < 1e-15)
    #expect(model.problems.isEmpty)
  }

  @Test func modelsNeedAnEconomyAndGoodParameters() throws {
    let model = PrepaymentModel(name: "M", version: "1", source: "test", form: .richardRoll(richardRoll))
    #expect(throws: CollateralError.self) {
      try CollateralProjection(CollateralAssumptions(prepayment: .model(model)))
    }
    let bad = PrepaymentModel(
      name: "M", version: "1", source: "test", form: .turnoverAndRefinancing(twoKinds(active: 1.5)))
    let error = #expect(throws: CollateralError.self) {
      try CollateralProjection(
        CollateralAssumptions(prepayment: .model(bad), economy: self.economy(MonthSeries([0.06]))))
    }
    #expect(error?.message.contains("turnover_and_refinancing.burnout.active_share") == true)
  }
}
