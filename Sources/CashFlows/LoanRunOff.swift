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
  let plan: LoanPrincipalPlan
  private(set) var payments: [LoanPayment] = []

  /// By the contract, without prepayment.
  private var balance: Double
  /// The fraction of the contract's balance that has not been prepaid.
  private var survival = 1.0
  private var nextScheduled = 0

  init(_ loan: AmortisingLoan, dueDates: LoanDueDates) {
    self.loan = loan
    self.dueDates = dueDates
    calendar = BusinessCalendar(loan.calendar)
    plan = LoanPrincipalPlan(loan, dueDates: dueDates)
    balance = loan.balance
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
    let start = dueDates.date(index - 1)
    let end = dueDates.date(index)
    let isRegular = dueDates.isRegular(index)
    let reference = dueDates.couponPeriod(index)

    // Balance times years: what is repaid within the period earns interest to its own date.
    var balanceYears = 0.0
    while let (date, amount) = scheduledPayment(upTo: end), date < end {
      let repaid = min(amount, balance)
      balanceYears += repaid * loan.dayCount.yearFraction(from: start, to: date, period: reference)
      append(start: start, due: date, netInterest: 0, principal: repaid, prepaidFraction: 0)
      nextScheduled += 1
    }
    let years =
      isRegular && loan.dayCount.makesRegularPeriodsEqual
      ? 1 / Double(dueDates.frequency.rawValue)
      : loan.dayCount.yearFraction(from: start, to: end, period: reference)
    balanceYears += balance * years

    var principal: Double
    if index == dueDates.count {
      principal = balance
    } else if let (_, amount) = scheduledPayment(upTo: end) {
      principal = min(amount, balance)
      nextScheduled += 1
    } else {
      principal = plan.principal(period: index, balance: balance, interest: balanceYears * loan.rate)
    }
    if balance - principal < Self.residue * loan.balance { principal = balance }
    append(
      start: start, due: end, netInterest: balanceYears * (loan.rate - loan.servicingFee),
      principal: principal,
      prepaidFraction: prepaidFraction(from: start, to: end, isRegular: isRegular))
  }

  /// The next payment of a principal schedule that falls on or before `end`.
  private func scheduledPayment(upTo end: CivilDate) -> (date: CivilDate, amount: Double)? {
    guard case .schedule(let schedule) = loan.amortisation, nextScheduled < schedule.count,
      schedule[nextScheduled].date <= end
    else { return nil }
    return (schedule[nextScheduled].date, schedule[nextScheduled].amount)
  }

  /// 1 − (1 − CPR)^(months/12); an odd period counts 30/360 months.
  private func prepaidFraction(from start: CivilDate, to end: CivilDate, isRegular: Bool) -> Double {
    guard loan.prepaymentRate > 0 else { return 0 }
    let years =
      isRegular
      ? 1 / Double(dueDates.frequency.rawValue)
      : DayCount.thirty360BondBasis.yearFraction(from: start, to: end)
    return 1 - pow(1 - loan.prepaymentRate, years)
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
