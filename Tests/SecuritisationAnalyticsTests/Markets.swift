import Collateral
import DatesAndConventions
import Foundation
import Instruments
import Models

@testable import SecuritisationAnalytics

/// Curves, models and loans that tests share.
enum Markets {
  /// Zero rates from 3.5% up to 4.5%.
  static let curve: @Sendable (Double) -> Double = { years in
    exp(-(0.045 - 0.01 * exp(-years / 8)) * years)
  }
  static let flat: @Sendable (Double) -> Double = { exp(-0.04 * $0) }

  static let hullWhite = RateDynamics.hullWhite(HullWhite(meanReversion: 0.04, volatility: 0.01))
  static let twoFactors = RateDynamics.twoFactors(
    G2(
      first: HullWhite(meanReversion: 0.5, volatility: 0.009),
      second: HullWhite(meanReversion: 0.03, volatility: 0.008), correlation: -0.6))

  static let mortgageRate = MortgageRateModel(
    name: "M", version: "1", source: "test", intercept: 0.024,
    terms: [.init(years: 2, weight: 0.2), .init(years: 10, weight: 0.6)])

  static let scenario = RateScenario(discountFactor: curve, mortgageRate: mortgageRate)

  static func refinancing(steepness: Double = 400, effects: Bool = false) -> PrepaymentModel {
    PrepaymentModel(
      name: "T", version: "1", source: "test",
      form: .turnoverAndRefinancing(
        TurnoverAndRefinancing(
          turnover: .init(
            annualRate: 0.07, seasoningMonths: 30,
            seasonality: [0.75, 0.72, 0.92, 1, 1.12, 1.22, 1.18, 1.16, 1.04, 1.02, 0.96, 0.91],
            lockInSlope: 20,
            lockInFloor: 0.4),
          refinancing: .init(
            least: 0.0005, most: 0.06, midpoint: 0.009, steepness: steepness, seasoningMonths: 12,
            lagMonths: 2,
            scoreEffect: effects ? RiskEffect(reference: 740, slope: 0.004, least: 0.4, most: 1.4) : .none,
            loanToValueEffect: effects ? RiskEffect(reference: 0.75, slope: -2, least: 0.2, most: 1.2) : .none
          ),
          burnout: .init(activeShare: 0.75, passiveRefinancing: 0.2), curtailment: 0.01)))
  }

  static let richardRoll = PrepaymentModel(
    name: "R", version: "1", source: "test",
    form: .richardRoll(
      RichardRoll(
        level: 0.2406, amplitude: 0.1389, steepness: 5.952, midpoint: 1.089, seasoningMonths: 30,
        seasonality: [0.94, 0.76, 0.74, 0.95, 0.98, 0.92, 0.98, 1.10, 1.18, 1.22, 1.23, 0.98],
        burnoutFloor: 0.3,
        lagMonths: 1)))

  static let defaults = DefaultModel(
    name: "D", version: "1", source: "test",
    form: .hazard(DefaultHazard(base: .cdr(0.02), days30: 4)),
    loanToValueEffect: RiskEffect(reference: 0.75, slope: 4, least: 0.1, most: 20),
    unemploymentEffect: RiskEffect(reference: 0.05, slope: 5, least: 0.1, most: 10))

  static let severity = SeverityModel(
    name: "S", version: "1", source: "test", saleDiscount: 0.2, sellingCosts: 0.08, carryingCosts: 0.1,
    least: 0.1, withoutValue: 0.4)

  /// Three years of history of mortgage rates; prices of houses that rise and fall.
  static let economy = CollateralEconomy(
    firstMonth: YearMonth(year: 2024, month: 4),
    mortgageRates: MonthSeries((0..<36).map { 0.05 + 0.012 * sin(Double($0) / 6) } + [0.06], firstMonth: -36),
    nationalHousePrices: MonthSeries((0..<240).map { 1 + 0.1 * sin(Double($0) / 20) }, firstMonth: -60),
    unemployment: MonthSeries((0..<60).map { 0.04 + 0.0005 * Double($0) }))

  static func assumptions(_ model: PrepaymentModel) -> CollateralAssumptions {
    var assumptions = CollateralAssumptions(prepayment: .model(model))
    assumptions.economy = economy
    return assumptions
  }

  static func passThrough(
    coupon: Double = 0.055, months: Int = 360, age: Int = 0
  ) throws -> PoolLoan {
    try PoolLoan(
      id: "P", balance: 100, noteRate: coupon + 0.006, servicingFee: 0.006, age: age, remainingTerm: months)
  }

  /// A loan of each kind that no index moves.
  static func kinds() throws -> [PoolLoan] {
    [
      try PoolLoan(id: "level", balance: 100, noteRate: 0.065, servicingFee: 0.005, remainingTerm: 120),
      try PoolLoan(
        id: "seasoned", balance: 80, originalBalance: 100, noteRate: 0.045, servicingFee: 0.0025, age: 30,
        remainingTerm: 150, status: .days30, score: 690, originalLTV: 0.8),
      try PoolLoan(
        id: "interest only", balance: 90, noteRate: 0.07, age: 2, remainingTerm: 120,
        repayment: LoanRepayment(interestOnlyMonths: 36), lockoutMonths: 6,
        penalties: [
          PenaltyStep(lastLoanMonth: 24, fraction: 0.03), PenaltyStep(lastLoanMonth: 48, fraction: 0.01),
        ],
        originalLTV: 0.6),
      try PoolLoan(
        id: "balloon", balance: 300, noteRate: 0.055, servicingFee: 0.001, age: 5, remainingTerm: 84,
        repayment: LoanRepayment(amortisationMonths: 360), interestBasis: .actual360),
      try PoolLoan(
        id: "equal principal", balance: 50, noteRate: 0.06, remainingTerm: 60,
        repayment: LoanRepayment(.equalPrincipal)),
      try PoolLoan(
        id: "stepped", balance: 70, noteRate: 0.04, age: 8, remainingTerm: 100,
        rateTerms: .stepped([LoanRateStep(month: 13, rate: 0.06), LoanRateStep(month: 49, rate: 0.075)])),
      try PoolLoan(
        id: "too small payments", balance: 60, noteRate: 0.08, remainingTerm: 90, payment: 0.3),
      try PoolLoan(
        id: "in foreclosure", balance: 40, noteRate: 0.06, remainingTerm: 90, status: .foreclosure,
        originalLTV: 0.9),
    ]
  }
}
