import Collateral
import DatesAndConventions
import Foundation
import Instruments
import Testing

/// Models of default and loss against arithmetic by hand.
struct DefaultModelTests {
  private func economy(
    prices: MonthSeries = MonthSeries([1]), regional: [String: MonthSeries] = [:],
    jobless: MonthSeries = MonthSeries([0.05])
  ) -> CollateralEconomy {
    CollateralEconomy(
      firstMonth: YearMonth("2024-01")!, mortgageRates: MonthSeries([0.06]), housePrices: regional,
      nationalHousePrices: prices, unemployment: jobless)
  }

  private func loan(
    age: Int = 40, status: DelinquencyStatus = .current, score: Int? = nil, value: Double? = nil,
    insurance: Double = 0, region: String? = nil
  ) throws -> PoolLoan {
    try PoolLoan(
      id: "L", balance: 1_000, noteRate: 0.06, age: age, remainingTerm: 60,
      repayment: LoanRepayment(interestOnlyMonths: 60), status: status, score: score, originalLTV: value,
      mortgageInsurance: insurance, region: region)
  }

  /// MDR by month: what defaults of the balance before.
  private func mdr(_ model: DefaultModel, _ loan: PoolLoan, _ economy: CollateralEconomy) throws -> [Double] {
    let flows = try CollateralProjection(
      CollateralAssumptions(defaults: .model(model), economy: economy)
    ).flows([loan])
    var before = flows.openingBalance
    return zip(flows.defaults, flows.balance).map { new, balance in
      defer { before = balance }
      return before > 0 ? new / before : 0
    }
  }

  private func hazard(
    _ base: DefaultSpeed = .mdr(0.001), days60: Double = 1, value: RiskEffect = .none,
    score: RiskEffect = .none,
    jobless: RiskEffect = .none
  ) -> DefaultModel {
    DefaultModel(
      name: "H", version: "1", source: "test",
      form: .hazard(DefaultHazard(base: base, days30: 1, days60: days60, days90: days60, statusMonths: 10)),
      loanToValueEffect: value, scoreEffect: score, unemploymentEffect: jobless)
  }

  @Test func theBaseIsTheSpeedByAge() throws {
    let found = try mdr(hazard(.sda(2)), try loan(age: 25), economy())
    for month in 0..<60 {
      #expect(abs(found[month] - DefaultUnit.sda.mdr(2, loanMonth: 26 + month)) < 1e-14, "\(month)")
    }
  }

  /// Prices fall by a fifth over history and the future: 80% becomes 0.8 · 100 / 80 = 100%.
  @Test func fallingPricesRaiseDefaults() throws {
    let effect = RiskEffect(reference: 0.8, slope: 5, least: 0, most: 50)
    let model = hazard(value: effect)
    let prices = MonthSeries([100, 90, 80], firstMonth: -2)
    let old = try mdr(model, try loan(age: 2, value: 0.8), economy(prices: prices))
    #expect(abs(old[0] - 0.001 * exp(5 * 0.2)) < 1e-15)
    // Only the fall since the loan was made counts.
    let young = try mdr(model, try loan(age: 1, value: 0.8), economy(prices: prices))
    #expect(abs(young[0] - 0.001 * exp(5 * (0.8 * 90 / 80 - 0.8))) < 1e-15)
    let regional = economy(prices: prices, regional: ["NV": MonthSeries([1, 0.5])])
    let there = try mdr(model, try loan(age: 2, value: 0.8, region: "NV"), regional)
    #expect(abs(there[0] - 0.001) < 1e-15 && abs(there[1] - 0.05) < 1e-15)
    #expect(try mdr(model, try loan(age: 2), economy(prices: prices))[0] == 0.001)
  }

  @Test func scoreAndUnemploymentMoveDefaults() throws {
    let model = hazard(
      score: RiskEffect(reference: 740, slope: -0.01), jobless: RiskEffect(reference: 0.05, slope: 10))
    let found = try mdr(
      model, try loan(score: 640), economy(jobless: MonthSeries([0.05, 0.08])))
    #expect(abs(found[0] - 0.001 * exp(1)) < 1e-15)
    #expect(abs(found[1] - 0.001 * exp(1.3)) < 1e-15)
  }

  /// 21 times at first, evenly down to once in ten months.
  @Test func lateLoansDefaultMoreOftenForAWhile() throws {
    let found = try mdr(hazard(days60: 21), try loan(status: .days60), economy())
    #expect(abs(found[0] - 0.021) < 1e-15 && abs(found[5] - 0.011) < 1e-15 && abs(found[10] - 0.001) < 1e-15)
    #expect(abs(try mdr(hazard(days60: 21), try loan(), economy())[0] - 0.001) < 1e-15)
  }

  private let rates = RollRates(
    current: [0.98, 0.02, 0, 0, 0], days30: [0.4, 0.4, 0.2, 0, 0], days60: [0.2, 0.1, 0.3, 0.4, 0],
    days90: [0.1, 0, 0, 0.7, 0.2])

  private func rolling(_ effect: RiskEffect = .none) -> DefaultModel {
    DefaultModel(
      name: "R", version: "1", source: "test", form: .rollRates(rates), unemploymentEffect: effect)
  }

  /// The powers of the matrix, all five states of it, give what is in default after each month.
  @Test(arguments: [DelinquencyStatus.current, .days30, .days60, .days90])
  func loansRollIntoDefault(status: DelinquencyStatus) throws {
    let found = try mdr(rolling(), try loan(status: status), economy())
    let matrix = [rates.current, rates.days30, rates.days60, rates.days90, [0, 0, 0, 0, 1]]
    let states: [DelinquencyStatus] = [.current, .days30, .days60, .days90]
    var parts = [Double](repeating: 0, count: 5)
    parts[states.firstIndex(of: status)!] = 1
    for month in 0..<59 {
      var next = [Double](repeating: 0, count: 5)
      for from in 0..<5 { for to in 0..<5 { next[to] += parts[from] * matrix[from][to] } }
      #expect(abs(found[month] - (next[4] - parts[4]) / (1 - parts[4])) < 1e-12, "\(month)")
      parts = next
    }
    // Nobody who pays today is in default before the fourth month.
    if status == .current { #expect(found[2] < 1e-15 && abs(found[3] - 0.02 * 0.2 * 0.4 * 0.2) < 1e-12) }
    if status == .days90 { #expect(abs(found[0] - 0.2) < 1e-15) }
  }

  @Test func morePeopleFallBehindInABadYear() throws {
    let found = try mdr(
      rolling(RiskEffect(reference: 0.05, slope: 10)), try loan(), economy(jobless: MonthSeries([0.1])))
    #expect(abs(found[3] - 0.02 * exp(0.5) * 0.2 * 0.4 * 0.2) < 1e-12)
  }

  private let severity = SeverityModel(
    name: "S", version: "1", source: "test", saleDiscount: 0.2, sellingCosts: 0.05, carryingCosts: 0.1,
    least: 0.06,
    withoutValue: 0.35)

  /// 1.1 − 0.76 / LTV, no less than 6%, all of it at most, less insurance.
  @Test(arguments: [
    (1.0, 0.0, 0.34), (0.8, 0, 0.15), (0.5, 0, 0.06), (1, 0.25, 0.09), (0.8, 0.25, 0), (9, 0, 1),
    (9, 0.3, 0.7),
  ])
  func lossesFollowFromTheValue(ratio: Double, insurance: Double, expected: Double) {
    #expect(abs(severity.severity(loanToValue: ratio, insurance: insurance) - expected) < 1e-12)
  }

  @Test func lossesOfAPoolTakeTheValueAtLiquidation() throws {
    let flows = try CollateralProjection(
      CollateralAssumptions(
        defaults: .speed(DefaultSpeed(.mdr, SpeedVector([0.1, 0]))), severity: .model(severity),
        liquidationLag: 6, economy: economy(prices: MonthSeries([1, 1, 1, 1, 1, 1, 0.8])))
    ).flows([try loan(value: 0.8, insurance: 0.1), try loan(insurance: 0.1)])
    // 80% is 100% after six months: 34% less 10%; where the value is not known 35% less 10%.
    #expect(abs(flows.loss[6] - 100 * (0.24 + 0.25)) < 1e-9)
    #expect(severity.severity(loanToValue: nil) == 0.35)
  }

  @Test func badParametersNameTheirField() {
    let lossy = SeverityModel(
      name: "", version: "1", source: "", saleDiscount: 1.5, sellingCosts: 0, carryingCosts: 0, least: 0,
      withoutValue: 0)
    #expect(lossy.problems.map(\.field) == ["name", "sale_discount"])
    let rolls = DefaultModel(
      name: "R", version: "1", source: "",
      form: .rollRates(
        RollRates(current: [1], days30: rates.days30, days60: [0, 0, 0, 0, 0.5], days90: rates.days90)))
    #expect(rolls.problems.map(\.field) == ["roll_rates.current", "roll_rates.days60"])
  }
}
