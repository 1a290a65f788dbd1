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
  /// Due dates whose interest joins the balance.
  private let capitalised: Int
  /// Due dates after which interest is on the balance left then; `nil` where it is on the balance of every due date.
  private let rests: (first: Int, step: Int)?
  private let hasRests: Bool
  /// What the plan was made with.
  private var rate: Double
  private var plan: LoanPrincipalPlan
  /// The first payment, where it is level.
  private(set) var firstLevelPayment: Double?
  private(set) var payments: [LoanPayment] = []
  /// What interest accrued on before each payment; empty where that is the balance.
  private(set) var restBalances: [Double] = []

  /// By the contract, without prepayment.
  private var balance: Double
  /// On which interest accrues, where that is not the balance.
  private var restBalance: Double
  /// The fraction of the contract's balance that has not been prepaid.
  private var survival = 1.0
  /// Principal by date where the contract states it; empty otherwise.
  private let schedule: [PrincipalPayment]
  private var nextScheduled = 0
  private var periodStart: CivilDate
  private let hasEqualPeriods: Bool
  private let regularYears: Double
  /// 1 − (1 − CPR)^years of a regular period.
  private let regularPrepaidFraction: Double

  init(_ loan: AmortisingLoan, dueDates: LoanDueDates) {
    self.loan = loan
    self.dueDates = dueDates
    calendar = BusinessCalendar(loan.calendar)
    hasRateSteps = !loan.rateSteps.isEmpty
    capitalised =
      loan.capitalisedUntil.map { last in (0..<dueDates.count).last { dueDates.date($0) <= last } ?? 0 } ?? 0
    rests = loan.interestRests.flatMap { rests in
      dueDates.index(of: rests.first).map { ($0, rests.months / dueDates.frequency.monthsPerPeriod) }
    }
    hasRests = rests != nil
    rate = loan.rate
    plan = LoanPrincipalPlan(
      loan, dueDates: dueDates, capitalised: capitalised, period: 1, balance: loan.balance, rate: rate)
    firstLevelPayment = plan.levelPayment
    schedule = if case .schedule(let payments) = loan.amortisation { payments } else { [] }
    balance = loan.balance
    restBalance = loan.interestRests?.balance ?? loan.balance
    periodStart = loan.balanceDate
    hasEqualPeriods = dueDates.hasEqualPeriods
    regularYears = 1 / dueDates.periodsPerYear
    regularPrepaidFraction = loan.prepaymentRate > 0 ? 1 - pow(1 - loan.prepaymentRate, regularYears) : 0
  }

  mutating func project() {
    payments.reserveCapacity(dueDates.count)
    // The first payment after interest that joined the balance; 0 where none does.
    let firstPaid = capitalised > 0 ? capitalised + 1 : 0
    var index = 1
    while index <= dueDates.count, balance > 0, survival > 0 {
      if index == firstPaid {
        plan = makePlan(period: index)
        firstLevelPayment = plan.levelPayment
      }
      runPeriod(index)
      index += 1
    }
  }

  private mutating func runPeriod(_ index: Int) {
    let start = periodStart
    if hasRateSteps { takeRate(from: start, period: index) }
    let due = dueDates.date(index)
    let end = dueDates.accrualDate(due)
    let isRegular = dueDates.isRegular(index)
    // What is repaid within the period earns interest to its own date.
    var balanceYears = 0.0
    var steppedInterest = 0.0
    while let (date, amount) = scheduledPayment(upTo: due), date < due {
      let repaid = min(amount, balance)
      let length = dueDates.years(index, from: start, to: date)
      balanceYears += repaid * length
      if hasRateSteps { steppedInterest += repaid * stepped(period: index, from: start, to: date, length) }
      append(
        start: start, due: date, netInterest: 0, principal: repaid,
        prepaidFraction: 0)
      nextScheduled += 1
    }
    let length =
      isRegular && hasEqualPeriods ? regularYears : dueDates.years(index, from: start, to: end)
    let base = hasRests ? restBalance : balance
    if hasRests { restBalances.append(survival * base) }
    balanceYears += base * length
    if hasRateSteps { steppedInterest += base * stepped(period: index, from: start, to: end, length) }

    let interest = balanceYears * rate + steppedInterest
    var principal: Double
    if index == dueDates.count {
      principal = balance
    } else if index <= capitalised {
      principal = -interest
    } else if let (_, amount) = scheduledPayment(upTo: due) {
      principal = min(amount, balance)
      nextScheduled += 1
    } else {
      principal = plan.principal(period: index, balance: balance, interest: interest)
    }
    if balance - principal < Self.residue * loan.balance { principal = balance }
    append(
      start: start, due: due, netInterest: balanceYears * (rate - loan.servicingFee) + steppedInterest,
      principal: principal,
      prepaidFraction: isRegular ? regularPrepaidFraction : Self.prepaidFraction(loan, from: start, to: end))
    if hasRests { rest(after: index) }
    periodStart = end
  }

  /// Takes the balance after due date `index`, where that is a rest.
  @inline(never)
  private mutating func rest(after index: Int) {
    guard let rests, index >= rests.first, (index - rests.first).isMultiple(of: rests.step) else { return }
    restBalance = balance
  }

  /// What steps of the rate within a period add to rate times years; apart, as few loans have any.
  @inline(never)
  private func stepped(period index: Int, from start: CivilDate, to date: CivilDate, _ length: Double)
    -> Double
  {
    LoanRates(loan).stepped(from: start, to: date, years: length) {
      dueDates.years(index, from: start, to: $0)
    }
  }

  /// Makes the plan anew where another rate is in force. Equal principal stays as it is.
  @inline(never)
  private mutating func takeRate(from start: CivilDate, period: Int) {
    let current = LoanRates(loan).rate(from: start)
    guard current != rate else { return }
    rate = current
    if case .linear = plan { return }
    plan = makePlan(period: period)
  }

  private func makePlan(period: Int) -> LoanPrincipalPlan {
    LoanPrincipalPlan(
      loan, dueDates: dueDates, capitalised: capitalised, period: period, balance: balance, rate: rate)
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
