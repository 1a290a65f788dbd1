import Collateral
import Testing

/// Units of prepayment and default against the tables of the Standard Formulas.
struct SpeedUnitTests {
  /// SF-10, per cent a month at 50, 150, 300, 500, 700 and 950% PSA; two decimals are printed.
  @Test(arguments: [
    (1, [0.01, 0.03, 0.05, 0.08, 0.12, 0.16]), (2, [0.02, 0.05, 0.10, 0.17, 0.24, 0.32]),
    (5, [0.04, 0.13, 0.25, 0.43, 0.60, 0.83]), (10, [0.08, 0.25, 0.51, 0.87, 1.25, 1.74]),
    (15, [0.13, 0.38, 0.78, 1.35, 1.95, 2.76]), (17, [0.14, 0.44, 0.89, 1.54, 2.24, 3.20]),
    (20, [0.17, 0.51, 1.06, 1.84, 2.70, 3.91]), (25, [0.21, 0.65, 1.35, 2.37, 3.53, 5.23]),
    (29, [0.24, 0.76, 1.58, 2.81, 4.25, 6.46]), (30, [0.25, 0.78, 1.64, 2.93, 4.44, 6.79]),
    (31, [0.25, 0.78, 1.64, 2.93, 4.44, 6.79]), (360, [0.25, 0.78, 1.64, 2.93, 4.44, 6.79]),
  ])
  func multiplesOfTheStandardModelAreThoseOfTheTable(month: Int, percents: [Double]) {
    for (multiple, percent) in zip([0.5, 1.5, 3, 5, 7, 9.5], percents) {
      let smm = 100 * PrepaymentUnit.psa.smm(multiple, loanMonth: month)
      #expect(abs(smm - percent) <= 0.005 + 1e-9, "\(multiple)")
    }
  }

  /// SF-14 and SF-15, per cent a month at 0.5, 1, 1.5 and 2% ABS.
  @Test(arguments: [
    (1, [0.50, 1.00, 1.50, 2.00]), (10, [0.52, 1.10, 1.73, 2.44]), (11, [0.53, 1.11, 1.76, 2.50]),
    (20, [0.55, 1.23, 2.10, 3.23]), (30, [0.58, 1.41, 2.65, 4.76]), (40, [0.62, 1.64, 3.61, 9.09]),
    (50, [0.66, 1.96, 5.66, 100]), (51, [0.67, 2.00, 6.00, 100]),
  ])
  func absoluteSpeedsAreThoseOfTheTable(month: Int, percents: [Double]) {
    for (speed, percent) in zip([0.005, 0.01, 0.015, 0.02], percents) {
      let smm = 100 * PrepaymentUnit.abs.smm(speed, loanMonth: month)
      #expect(abs(smm - percent) <= 0.005 + 1e-9, "\(speed)")
    }
  }

  /// SF-20 in words: 0.02% a month of age to month 30, 0.60% to month 60, down to 0.03% in month 120.
  @Test(arguments: [
    (1, 0.0002), (15, 0.003), (30, 0.006), (31, 0.006), (60, 0.006), (61, 0.005905), (90, 0.00315),
    (119, 0.000395), (120, 0.0003), (121, 0.0003), (360, 0.0003),
  ])
  func theStandardDefaultAssumptionRisesStaysAndFalls(month: Int, annual: Double) {
    let monthly = DefaultUnit.sda.mdr(1, loanMonth: month)
    #expect(abs(MonthlyRate.annual(fromMonthly: monthly) - annual) < 1e-12)
    #expect(
      abs(DefaultUnit.sda.mdr(2, loanMonth: month) - MonthlyRate.monthly(fromAnnual: 2 * annual)) < 1e-15)
  }

  @Test func everyUnitComesBackFromItsMonthlyRate() {
    for month in [1, 7, 29, 30, 45] {
      for speed in [0.0, 0.001, 0.0145] {
        for unit in PrepaymentUnit.allCases {
          let smm = unit.smm(speed, loanMonth: month)
          #expect(abs(unit.speed(smm: smm, loanMonth: month) - speed) < 1e-12, "\(unit) \(month)")
        }
        for unit in DefaultUnit.allCases {
          let mdr = unit.mdr(speed, loanMonth: month)
          #expect(abs(unit.speed(mdr: mdr, loanMonth: month) - speed) < 1e-12, "\(unit) \(month)")
        }
      }
    }
  }

  @Test func aYearOfMonthsIsTheAnnualRate() {
    let smm = MonthlyRate.monthly(fromAnnual: 0.06)
    var left = 1.0
    for _ in 1...12 { left *= 1 - smm }
    #expect(abs(left - 0.94) < 1e-15)
    #expect(MonthlyRate.monthly(fromAnnual: 1) == 1 && MonthlyRate.monthly(fromAnnual: 0) == 0)
    #expect(MonthlyRate.monthly(fromAnnual: 1.7) == 1 && MonthlyRate.monthly(fromAnnual: -0.2) == 0)
    // 2000% PSA is more than 100% a year.
    #expect(PrepaymentUnit.psa.smm(20, loanMonth: 40) == 1)
  }

  @Test func vectorsGoByMonthOrByAgeAndTheirLastValueGoesOn() {
    let byMonth = PrepaymentSpeed(.smm, SpeedVector([0.01, 0.02, 0.03]))
    #expect(byMonth.monthly(age: 5, months: 5) == [0.01, 0.02, 0.03, 0.03, 0.03])
    let byAge = PrepaymentSpeed(.smm, SpeedVector([0.01, 0.02, 0.03], by: .loanAge))
    #expect(byAge.monthly(age: 1, months: 3) == [0.02, 0.03, 0.03])
    let defaults = DefaultSpeed(.mdr, SpeedVector([0.01, 0], by: .loanAge))
    #expect(defaults.monthly(age: 0, months: 3) == [0.01, 0, 0])
    // 100% PSA of a loan of 28 months: months 29, 30 and 31 of its life.
    let standard = PrepaymentSpeed.psa(1).monthly(age: 28, months: 3).map(MonthlyRate.annual(fromMonthly:))
    #expect(zip(standard, [0.058, 0.06, 0.06]).allSatisfy { abs($0 - $1) < 1e-12 })
  }
}
