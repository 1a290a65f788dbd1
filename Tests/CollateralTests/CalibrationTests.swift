import Collateral
import DatesAndConventions
import Foundation
import NumericalMethods
import Testing

/// Parameters found from histories that were made with known ones.
struct DefaultCalibrationTests {
  private let start = YearMonth("2005-01")!
  private let economy = EconomyHistory(
    nationalHousePrices: EconomyHistory.Series(
      firstMonth: YearMonth("2000-01")!, values: (0..<180).map { 100 + 20 * sin(Double($0) / 20) }),
    unemployment: EconomyHistory.Series(
      firstMonth: YearMonth("2000-01")!, values: (0..<180).map { 0.06 + 0.03 * cos(Double($0) / 15) }))

  /// 1% a month in the first year, 2% in the second, 0.5% after that, times e^(2 (LTV − 0.7) − 0.01 (score − 700) + 8 (u − 0.06)).
  private let truth = DefaultModel(
    name: "TRUE", version: "1", source: "test",
    form: .hazard(
      DefaultHazard(
        base: DefaultSpeed(
          .mdr,
          SpeedVector(
            [Double](repeating: 0.01, count: 12) + [Double](repeating: 0.02, count: 12) + [0.005],
            by: .loanAge)))),
    loanToValueEffect: RiskEffect(reference: 0.7, slope: 2),
    scoreEffect: RiskEffect(reference: 700, slope: -0.01),
    unemploymentEffect: RiskEffect(reference: 0.06, slope: 8))

  private func loan(_ number: Int) throws -> PoolLoan {
    try PoolLoan(
      id: "L\(number)", balance: 100, noteRate: 0.05, age: number % 3 * 6, remainingTerm: 120,
      score: 620 + 20 * (number % 9),
      originalLTV: 0.6 + 0.05 * Double(number % 5))
  }

  /// MDR of a loan in each month, from a projection of that loan alone.
  private func rates(_ loan: PoolLoan, _ model: DefaultModel, from month: YearMonth) throws -> [Double] {
    let flows = try CollateralProjection(
      CollateralAssumptions(
        defaults: .model(model), severity: .curve([1]), defaultsEndBeforeMaturity: false,
        economy: economy.economy(from: month))
    ).flows([loan])
    var before = flows.openingBalance
    return flows.defaults.indices.map { month in
      defer { before = flows.balance[month] }
      return before > 1e-9 ? flows.defaults[month] / before : 0
    }
  }

  private func parameter(_ name: String, _ fit: DefaultCalibration.Fit) throws -> FittedParameter {
    try #require(fit.parameters.first { $0.name == name })
  }

  /// As many defaults as expected, fractions and all: the likelihood is greatest at the truth.
  @Test func expectedDefaultsGiveTheTruthBack() throws {
    let histories = try (0..<60).map { number in
      let loan = try loan(number)
      let month = start.adding(months: number)
      let rates = try rates(loan, truth, from: month).prefix(48)
      return LoanHistory(
        loan, firstMonth: month, exposed: rates.map { _ in 1_000 }, defaulted: rates.map { 1_000 * $0 },
        prepaid: rates.map { _ in 0 })
    }
    let fit = try DefaultCalibration(ageBands: [1, 13, 25], effects: DefaultCalibration.Effect.allCases)
      .fit(histories, economy, name: "FIT", version: "1", source: "test")
    #expect(abs(try parameter("loan_to_value_effect.slope", fit).value - 2) < 1e-7)
    #expect(abs(try parameter("score_effect.slope", fit).value + 0.01) < 1e-9)
    #expect(abs(try parameter("unemployment_effect.slope", fit).value - 8) < 1e-6)
    // References differ, and the rates at them; rates of loans are the same.
    for number in [1, 5, 30] {
      let loan = try loan(number)
      let month = start.adding(months: number)
      let expected = try rates(loan, truth, from: month)
      let found = try rates(loan, fit.model, from: month)
      for month in 0..<48 { #expect(abs(found[month] / expected[month] - 1) < 1e-6, "\(number) \(month)") }
    }
    #expect(fit.exposure == 60 * 48 * 1_000 && fit.model.problems.isEmpty)
  }

  /// Loans that end by chance: the truth is within three standard errors, and out of sample nearly nothing is lost.
  @Test func loansByChanceGiveTheTruthWithinItsErrors() throws {
    var histories: [LoanHistory] = []
    for number in 0..<2_400 {
      let loan = try loan(number)
      let month = start.adding(months: number % 60)
      let rates = try rates(loan, truth, from: month).prefix(36)
      let dies = rates.indices.first {
        Philox.uniforms(stream: UInt64(number), number: UInt64($0), key: 5).0 < rates[$0]
      }
      histories.append(
        LoanHistory(
          loan, firstMonth: month, months: dies.map { $0 + 1 } ?? 36, ending: dies == nil ? .none : .defaulted
        ))
    }
    let (own, others) = (Array(histories[..<1_200]), Array(histories[1_200...]))
    let fit = try DefaultCalibration(ageBands: [1, 13, 25], effects: DefaultCalibration.Effect.allCases)
      .fit(own, economy, name: "FIT", version: "1", source: "test")
    for (name, expected) in [
      ("loan_to_value_effect.slope", 2.0), ("score_effect.slope", -0.01), ("unemployment_effect.slope", 8),
    ] {
      let found = try parameter(name, fit)
      let error = try #require(found.standardError)
      #expect(abs(found.value - expected) < 3 * error && error < abs(expected) / 2, "\(found)")
    }
    let baseline = fit.defaults / fit.exposure
    let test = CalibrationTest(
      fit.model, others, economy, baselineRate: baseline, ageBands: [1, 13, 25])
    let best = CalibrationTest(truth, others, economy, baselineRate: baseline, ageBands: [1])
    #expect(test.logLoss < test.baselineLogLoss && test.logLoss < best.logLoss + 2e-4)
    // Some 300 defaults: four roots of that, and as much again for the fit.
    #expect(abs(test.expected / test.observed - 1) < 0.3 && test.areaUnderCurve > 0.6)
    #expect(test.deciles.count == 10)
    // Errors by loan are those of months, but for chance: months of a loan are independent here.
    for parameter in fit.parameters {
      let ratio = try #require(parameter.clusteredError) / (try #require(parameter.standardError))
      #expect((0.9...1.1).contains(ratio), "\(parameter)")
    }
    #expect(test.ages.map(\.start) == [1, 13, 25] && test.incentives.isEmpty)
    #expect(abs(test.ages.reduce(0) { $0 + $1.observed } - test.observed) < 1e-9)
  }

  @Test func whatCannotBeFoundIsSaid() throws {
    let alive = LoanHistory(try loan(1), firstMonth: start, months: 24, ending: .none)
    let dead = LoanHistory(try loan(2), firstMonth: start, months: 6, ending: .defaulted)
    func message(_ bands: [Int], _ effects: [DefaultCalibration.Effect], _ histories: [LoanHistory]) -> String
    {
      do throws(CalibrationError) {
        _ = try DefaultCalibration(ageBands: bands, effects: effects).fit(
          histories, EconomyHistory(), name: "F", version: "1", source: "test")
        return ""
      } catch {
        return error.message
      }
    }
    #expect(message([2, 13], [], [dead]).contains("rise from month 1"))
    #expect(message([1, 19], [], [alive, dead]).contains("from loan month 19 on"))
    #expect(
      message([1], [.unemployment], [alive, dead]).contains("'unemployment' is the same for all loans"))
    #expect(message([1], [.score], [alive, dead]) == "")
  }
}

struct PrepaymentCalibrationTests {
  private let economy = EconomyHistory(
    mortgageRates: EconomyHistory.Series(
      firstMonth: YearMonth("2000-01")!, values: (0..<240).map { 0.055 + 0.015 * sin(Double($0) / 14) }))

  private func model(
    turnover: Double, most: Double, midpoint: Double, steepness: Double, active: Double
  ) -> PrepaymentModel {
    PrepaymentModel(
      name: "M", version: "1", source: "test",
      form: .turnoverAndRefinancing(
        TurnoverAndRefinancing(
          turnover: .init(
            annualRate: turnover, seasoningMonths: 30, seasonality: [Double](repeating: 1, count: 12),
            lockInSlope: 10, lockInFloor: 0.4),
          refinancing: .init(
            least: 0.0005, most: most, midpoint: midpoint, steepness: steepness, seasoningMonths: 12,
            lagMonths: 2),
          burnout: .init(activeShare: active, passiveRefinancing: 0.2), curtailment: 0.01)))
  }

  /// As many prepayments as expected, over cohorts of several rates: five parameters are found from far away.
  @Test func expectedPrepaymentsGiveTheTruthBack() throws {
    let truth = model(turnover: 0.07, most: 0.06, midpoint: 0.008, steepness: 350, active: 0.7)
    let histories = try (0..<12).map { number in
      let month = YearMonth("2003-01")!.adding(months: 5 * number)
      let loan = try PoolLoan(
        id: "L\(number)", balance: 100, noteRate: 0.045 + 0.0025 * Double(number), remainingTerm: 360,
        repayment: LoanRepayment(interestOnlyMonths: 360))
      let flows = try CollateralProjection(
        CollateralAssumptions(prepayment: .model(truth), economy: economy.economy(from: month))
      ).flows([loan])
      var before = flows.openingBalance
      let rates = (0..<96).map { month in
        defer { before = flows.balance[month] }
        return flows.prepayment[month] / before
      }
      return LoanHistory(
        loan, firstMonth: month, exposed: rates.map { _ in 1_000 }, defaulted: rates.map { _ in 0 },
        prepaid: rates.map { 1_000 * $0 })
    }
    let start = model(turnover: 0.05, most: 0.04, midpoint: 0.005, steepness: 250, active: 0.5)
    let fit = try PrepaymentCalibration().fit(
      histories, economy, from: start, name: "FIT", version: "1", source: "test")
    let expected = [0.07, 0.06, 0.008, 350, 0.7]
    for (found, expected) in zip(fit.parameters, expected) {
      #expect(abs(found.value / expected - 1) < 1e-5, "\(found)")
    }
    #expect(fit.model.name == "FIT" && fit.model.problems.isEmpty && fit.exposure == 12 * 96 * 1_000)
    let test = CalibrationTest(
      .model(fit.model), histories, economy, baselineRate: fit.prepayments / fit.exposure, ageBands: [1, 31])
    #expect(abs(test.expected / test.observed - 1) < 1e-6 && test.logLoss < test.baselineLogLoss)
    for group in test.ages + test.incentives { #expect(abs(group.expected / group.observed - 1) < 1e-4) }
    #expect(test.incentives.count > 5 && test.incentives.contains { $0.start < 0 })
    // The larger the incentive the more is refinanced, up to burnout.
    let rates = test.incentives.map { $0.observed / $0.exposure }
    #expect(rates[0] < rates[rates.count - 1] / 2)
  }

  private struct Golden: Decodable {
    let exposed, prepaid: [[Double]]
    let parameters, standardErrors, clusteredErrors: [Double]
    let logLikelihood: Double
  }

  /// Prepayments by chance, fitted by scipy with the model written anew (Tools/goldens/prepayment_fits.py): the same maximum, to what
  /// either search comes to (a thousandth of an error), and errors as near as their differences are exact. The truth is within
  /// three errors.
  @Test func theFitAndItsErrorsAreThoseOfAnotherProgram() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "Goldens/prepayment-fits.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let golden = try decoder.decode(Golden.self, from: Data(contentsOf: file))
    let histories = try golden.exposed.indices.map { line in
      LoanHistory(
        try PoolLoan(
          id: "L\(line)", balance: 100, noteRate: 0.045 + 0.0025 * Double(line), remainingTerm: 360,
          repayment: LoanRepayment(interestOnlyMonths: 360)),
        firstMonth: YearMonth("2003-01")!.adding(months: 5 * line), exposed: golden.exposed[line],
        defaulted: golden.exposed[line].map { _ in 0 }, prepaid: golden.prepaid[line])
    }
    let start = model(turnover: 0.05, most: 0.04, midpoint: 0.005, steepness: 250, active: 0.5)
    let fit = try PrepaymentCalibration().fit(
      histories, economy, from: start, name: "FIT", version: "1", source: "test")
    #expect(abs(fit.logLikelihood - golden.logLikelihood) < 1e-4)
    let truth = [0.07, 0.06, 0.008, 350, 0.7]
    for (index, found) in fit.parameters.enumerated() {
      let error = golden.standardErrors[index]
      #expect(abs(found.value - golden.parameters[index]) < 2e-3 * error, "\(found)")
      #expect(abs(try #require(found.standardError) / error - 1) < 5e-3, "\(found)")
      #expect(abs(try #require(found.clusteredError) / golden.clusteredErrors[index] - 1) < 5e-3, "\(found)")
      #expect(abs(found.value - truth[index]) < 3 * error, "\(found)")
    }
  }

  @Test func startsAndHistoriesAreLookedAt() throws {
    let loan = try PoolLoan(id: "L", balance: 100, noteRate: 0.05, remainingTerm: 360)
    let alive = LoanHistory(loan, firstMonth: YearMonth("2005-01")!, months: 12, ending: .none)
    let good = model(turnover: 0.07, most: 0.06, midpoint: 0.008, steepness: 350, active: 0.7)
    let bad = model(turnover: 0.07, most: 0.06, midpoint: 0.008, steepness: 350, active: 1.7)
    func message(_ start: PrepaymentModel, _ economy: EconomyHistory) -> String? {
      let error = #expect(throws: CalibrationError.self) {
        try PrepaymentCalibration().fit([alive], economy, from: start, name: "F", version: "1", source: "t")
      }
      return error?.message
    }
    #expect(message(good, economy) == "no loan was prepaid")
    #expect(message(good, EconomyHistory())?.contains("history of mortgage rates") == true)
    #expect(message(bad, economy)?.contains("burnout.active_share") == true)
    // A search has to look to both sides.
    let gone = LoanHistory(loan, firstMonth: YearMonth("2005-01")!, months: 12, ending: .prepaid)
    let edge = model(turnover: 0.07, most: 0.06, midpoint: 0.008, steepness: 350, active: 1)
    let error = #expect(throws: CalibrationError.self) {
      try PrepaymentCalibration([.activeShare]).fit(
        [alive, gone], economy, from: edge, name: "F", version: "1", source: "t")
    }
    #expect(error?.message.contains("does not end") == true)
  }
}

struct EconomyHistoryTests {
  @Test func seriesAreSeenFromAnyMonth() {
    let economy = EconomyHistory(
      unemployment: EconomyHistory.Series(firstMonth: YearMonth("2010-06")!, values: [0.05, 0.06, 0.07]))
    let later = economy.economy(from: YearMonth("2010-08")!).unemployment
    #expect([-3, -2, -1, 0, 1].map(later.value) == [0.05, 0.05, 0.06, 0.07, 0.07])
    let earlier = economy.economy(from: YearMonth("2010-04")!).unemployment
    #expect([0, 1, 2, 3, 4, 9].map(earlier.value) == [0.05, 0.05, 0.05, 0.06, 0.07, 0.07])
  }
}
