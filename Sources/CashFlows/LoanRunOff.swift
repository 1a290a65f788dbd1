import DatesAndConventions
import Foundation
import Instruments

/// Runs a loan down period by period.
struct LoanRunOff {
  /// A balance below this part of the first counts as repaid with the payment that leaves it.
  private static let residue = 1e-11

  private let loan: AmortisingLoan
  private let dueDates: LoanDueDates
  private let calendar: BusinessCalendar
  private let hasRateSteps: Bool
  /// What the plan was made with.
  private var rate: Double
  private var plan: LoanPrincipalPlan
  /// The payment of the first plan, where it is level.
  let firstLevelPayment: Double?
  private(set) var payments: [LoanPayment] = []

  /// By the contract, without prepayment.
  private var balance: Double
  /// The fraction of the contract's balance that has not been prepaid.
  private var survival = 1.0
  /// Principal by date where the contract states it; empty otherwise.
  private let schedule: [PrincipalPayment]
  private var nextScheduled = 0
  private var periodStart: CivilDate
  private let paysEqualPeriods: Bool
  private let regularYears: Double
  /// 1 − (1 − CPR)^years of a regular period.
  private let regularPrepaidFraction: Double

  init(_ loan: AmortisingLoan, dueDates: LoanDueDates) {
    self.loan = loan
    self.dueDates = dueDates
    calendar = BusinessCalendar(loan.calendar)
    hasRateSteps = !loan.rateSteps.isEmpty
    rate = loan.rate
    plan = LoanPrincipalPlan(loan, dueDates: dueDates, period: 1, balance: loan.balance, rate: rate)
    firstLevelPayment = plan.levelPayment
    schedule = if case .schedule(let payments) = loan.amortisation { payments } else { [] }
    balance = loan.balance
    periodStart = loan.balanceDate
    paysEqualPeriods = loan.dayCount.makesRegularPeriodsEqual
    regularYears = 1 / Double(dueDates.frequency.rawValue)
    regularPrepaidFraction = loan.prepaymentRate > 0 ? 1 - pow(1 - loan.prepaymentRate, regularYears) : 0
  }

  mutating func project() {
    payments.reserveCapacity(dueDates.count)
    var index = 1
    while index <= dueDates.count, balance > 0, survival > 0 {
      runPeriod(index)
      index += 1
    }
  }

  private mutating func runPeriod(_ index: Int) {
    let start = periodStart
    if hasRateSteps { takeRate(from: start, period: index) }
    let end = dueDates.date(index)
    let isRegular = dueDates.isRegular(index, from: start, to: end)
    // What is repaid within the period earns interest to its own date.
    var balanceYears = 0.0
    var steppedInterest = 0.0
    while let (date, amount) = scheduledPayment(upTo: end), date < end {
      let repaid = min(amount, balance)
      let length = years(period: index, from: start, to: date)
      balanceYears += repaid * length
      if hasRateSteps { steppedInterest += repaid * stepped(period: index, from: start, to: date, length) }
      append(start: start, due: date, netInterest: 0, principal: repaid, prepaidFraction: 0)
      nextScheduled += 1
    }
    let length =
      isRegular && paysEqualPeriods ? regularYears : years(period: index, from: start, to: end)
    balanceYears += balance * length
    if hasRateSteps { steppedInterest += balance * stepped(period: index, from: start, to: end, length) }

    var principal: Double
    if index == dueDates.count {
      principal = balance
    } else if let (_, amount) = scheduledPayment(upTo: end) {
      principal = min(amount, balance)
      nextScheduled += 1
    } else {
      principal = plan.principal(
        period: index, balance: balance, interest: balanceYears * rate + steppedInterest)
    }
    if balance - principal < Self.residue * loan.balance { principal = balance }
    append(
      start: start, due: end, netInterest: balanceYears * (rate - loan.servicingFee) + steppedInterest,
      principal: principal,
      prepaidFraction: isRegular ? regularPrepaidFraction : Self.prepaidFraction(loan, from: start, to: end))
    periodStart = end
  }

  private func years(period index: Int, from start: CivilDate, to date: CivilDate) -> Double {
    guard loan.dayCount.needsCouponPeriod else { return loan.dayCount.yearFraction(from: start, to: date) }
    return loan.dayCount.yearFraction(from: start, to: date, period: dueDates.couponPeriod(index))
  }

  /// What steps of the rate within a period add to rate times years; apart, as few loans have any.
  @inline(never)
  private func stepped(period index: Int, from start: CivilDate, to date: CivilDate, _ length: Double)
    -> Double
  {
    LoanRates(loan).stepped(from: start, to: date, years: length) {
      years(period: index, from: start, to: $0)
    }
  }

  /// Makes the plan anew where another rate is in force.
  @inline(never)
  private mutating func takeRate(from start: CivilDate, period: Int) {
    let current = LoanRates(loan).rate(from: start)
    guard current != rate else { return }
    rate = current
    plan = LoanPrincipalPlan(loan, dueDates: dueDates, period: period, balance: balance, rate: rate)
  }

  /// The next payment of a principal schedule that falls on or before `end`.
  private func scheduledPayment(upTo end: CivilDate) -> (date: CivilDate, amount: Double)? {
    guard nextScheduled < schedule.count, schedule[nextScheduled].date <= end else { return nil }
    return (schedule[nextScheduled].date, schedule[nextScheduled].amount)
  }

  /// 1 − (1 − CPR)^years of an odd period, which counts 30/360 months.
  private static func prepaidFraction(
    _ loan: AmortisingLoan, from start: CivilDate, to end: CivilDate
  ) -> Double {
    guard loan.prepaymentRate > 0 else { return 0 }
    return 1 - pow(1 - loan.prepaymentRate, DayCount.thirty360BondBasis.yearFraction(from: start, to: end))
  }

  private mutating func append(
    start: CivilDate, due: CivilDate, netInterest: Double, principal: Double, prepaidFraction: Double
  ) {
    let left = balance - principal
    let stillSurviving = survival * (1 - prepaidFraction)
    payments.append(
      LoanPayment(
        accrualStart: start, dueDate: due, payDate: calendar.adjust(due, loan.paymentConvention),
        balanceBefore: survival * balance, netInterest: survival * netInterest,
        principal: survival * principal,
        prepayment: survival * left * prepaidFraction, balanceAfter: stillSurviving * left))
    balance = left
    survival = stillSurviving
  }
}
