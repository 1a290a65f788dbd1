import Foundation
public import DatesAndConventions
public import Instruments

/// What the terms of a loan with a moving rate or balance say, period by period, before its rates are known.
public struct VariableLoanSchedule: Sendable {
  /// Principal drawn or repaid on a day.
  public struct Change: Sendable {
    public let payDate: CivilDate
    /// Drawn above 0, repaid below.
    public let amount: Double
    /// From the day to the end of the period: years of interest that the change adds or saves.
    public let years: Double
    let date: CivilDate
  }

  /// From one due date to the next.
  public struct Period: Sendable {
    public let start: CivilDate
    public let dueDate: CivilDate
    public let payDate: CivilDate
    /// Years of interest on the balance at the start.
    public let years: Double
    /// Before the due date, in date order.
    public let changes: [Change]
    /// On the due date: drawn above 0, repaid below.
    public let changeAtEnd: Double
    /// At the start; with how far the rate may move, `nil` without limit.
    public let reset: (lookup: IndexLookup, cap: Double?)?
    /// Whether the level payment is worked out anew at the start.
    public let setsPayment: Bool
    /// Payments over which a level payment amortises, that of this period the first; `nil` where the payment is not level.
    public let levelPayments: Int?
    /// Fees on what is committed, drawn and undrawn, for the whole period.
    public let fees: Double
    /// The part that has not been prepaid at the start.
    public let survival: Double
    /// Of what is left after the payment.
    public let prepaidFraction: Double
    /// Of what is prepaid.
    public let penalty: Double
  }

  public let terms: VariableLoan
  public let periods: [Period]
  private let dueDates: LoanDueDates

  /// - Parameter valuation: rates of earlier days are published ones.
  public init(_ terms: VariableLoan, valuation: CivilDate) {
    self.terms = terms
    let loan = terms.loan
    let dueDates = LoanDueDates(loan)
    self.dueDates = dueDates
    let calendar = BusinessCalendar(loan.calendar)
    let resets = Self.dates(terms.rateReset.map { ($0.first, $0.months) }, loan)
    let paymentSets = Self.dates(terms.paymentReset.map { ($0.first, $0.months) }, loan)
    var changes = terms.balanceChanges[...]
    var drawn = loan.balance
    var undrawn = (terms.commitment?.amount ?? loan.balance) - loan.balance
    var survival = 1.0
    var start = loan.balanceDate
    var periods: [Period] = []
    periods.reserveCapacity(dueDates.count)
    for index in 1...dueDates.count {
      let end = dueDates.date(index)
      let isRegular = dueDates.isRegular(index)
      let accrual = LoanAccrual(loan, dueDates, period: index, start: start, end: end, isRegular: isRegular)
      var within: [Change] = []
      var changeAtEnd = 0.0
      var fees = 0.0
      var from = 0.0
      func accrueFees(to years: Double) {
        fees += terms.commitment?.fees(drawn: drawn, undrawn: undrawn, years: years - from) ?? 0
        from = years
      }
      while let change = changes.first, change.date <= end {
        let years = accrual.years(to: change.date)
        accrueFees(to: years)
        if change.date < end {
          within.append(
            Change(
              payDate: calendar.adjust(change.date, loan.paymentConvention), amount: change.amount,
              years: accrual.total - years, date: change.date))
        } else {
          changeAtEnd += change.amount
        }
        drawn += change.amount
        if change.amount > 0 || terms.commitment?.isRevolving == true { undrawn -= change.amount }
        changes.removeFirst()
      }
      accrueFees(to: accrual.total)
      let isReset = resets.contains(start)
      let reset = terms.rateReset.flatMap { rate in
        isReset
          ? (
            IndexLookup(rate.index, for: start, lookbackDays: rate.lookbackDays, valuation: valuation),
            start == rate.first ? rate.firstCap : rate.periodicCap
          ) : nil
      }
      let prepaid = Self.prepaidFraction(loan, dueDates, from: start, to: end, isRegular: isRegular)
      periods.append(
        Period(
          start: start, dueDate: end, payDate: calendar.adjust(end, loan.paymentConvention),
          years: accrual.total, changes: within, changeAtEnd: changeAtEnd, reset: reset,
          setsPayment: terms.paymentReset == nil ? isReset : paymentSets.contains(start),
          levelPayments: loan.levelPayments(period: index, of: dueDates.count), fees: fees,
          survival: survival, prepaidFraction: prepaid,
          penalty: terms.prepaymentPenalties.first { $0.through >= end }?.rate ?? 0))
      survival *= 1 - prepaid
      start = end
    }
    self.periods = periods
  }

  /// What has accrued on `day` of the period that it falls in.
  public struct Accrued: Sendable {
    /// Place in `periods`.
    public let period: Int
    /// Years of interest on the balance at the start of the period.
    public let years: Double
    /// Amount times years of what was drawn, above 0, and repaid since.
    public let changeYears: Double
    public let fees: Double
  }

  /// `nil` where nothing accrues on `day`.
  public func accrued(on day: CivilDate) -> Accrued? {
    guard let place = periods.firstIndex(where: { $0.start < day && day < $0.dueDate }) else { return nil }
    let period = periods[place]
    let accrual = LoanAccrual(
      terms.loan, dueDates, period: place + 1, start: period.start, end: period.dueDate, isRegular: false)
    var changeYears = 0.0
    for change in period.changes where change.date < day {
      changeYears += change.amount * (accrual.years(to: day) - accrual.years(to: change.date))
    }
    var fees = 0.0
    if let commitment = terms.commitment {
      var drawn = terms.loan.balance
      var undrawn = commitment.amount - drawn
      var from = 0.0
      for change in terms.balanceChanges where change.date < day {
        if change.date > period.start {
          let years = accrual.years(to: change.date)
          fees += commitment.fees(drawn: drawn, undrawn: undrawn, years: years - from)
          from = years
        }
        drawn += change.amount
        if change.amount > 0 || commitment.isRevolving { undrawn -= change.amount }
      }
      fees += commitment.fees(drawn: drawn, undrawn: undrawn, years: accrual.years(to: day) - from)
    }
    return Accrued(period: place, years: accrual.years(to: day), changeYears: changeYears, fees: fees)
  }

  /// The days of a cycle until maturity.
  private static func dates(_ cycle: (first: CivilDate, months: Int)?, _ loan: AmortisingLoan) -> Set<
    CivilDate
  > {
    guard let cycle else { return [] }
    guard cycle.months > 0 else { return [cycle.first] }
    // Counted from the first payment, so that a cycle meets the due dates of short months.
    let roll = RollDates(
      anchor: loan.firstPaymentDate, monthsPerPeriod: loan.frequency.monthsPerPeriod,
      endOfMonth: loan.endOfMonth)
    guard let first = roll.index(of: cycle.first) else { return [] }
    let step = cycle.months / loan.frequency.monthsPerPeriod
    var dates: Set<CivilDate> = []
    var index = first
    while case let date = roll.date(index), date < loan.maturity {
      dates.insert(date)
      index += step
    }
    return dates
  }

  private static func prepaidFraction(
    _ loan: AmortisingLoan, _ dueDates: LoanDueDates, from start: CivilDate, to end: CivilDate,
    isRegular: Bool
  ) -> Double {
    guard loan.prepaymentRate > 0 else { return 0 }
    let years =
      isRegular
      ? 1 / Double(dueDates.frequency.rawValue)
      : DayCount.thirty360BondBasis.yearFraction(from: start, to: end)
    return 1 - pow(1 - loan.prepaymentRate, years)
  }
}

/// Years of interest within a period of a loan.
private struct LoanAccrual {
  let total: Double
  private let start: CivilDate
  private let dayCount: DayCount
  private let period: CouponPeriod

  init(
    _ loan: AmortisingLoan, _ dueDates: LoanDueDates, period index: Int, start: CivilDate, end: CivilDate,
    isRegular: Bool
  ) {
    self.start = start
    dayCount = loan.dayCount
    period = dueDates.couponPeriod(index)
    total =
      isRegular && loan.dayCount.makesRegularPeriodsEqual
      ? 1 / Double(dueDates.frequency.rawValue)
      : loan.dayCount.yearFraction(from: start, to: end, period: period)
  }

  func years(to day: CivilDate) -> Double { dayCount.yearFraction(from: start, to: day, period: period) }
}

extension LoanCommitment {
  fileprivate func fees(drawn: Double, undrawn: Double, years: Double) -> Double {
    let used = drawn > utilisationThreshold * amount ? utilisationFee * drawn : 0
    return (fee * max(undrawn, 0) + used) * years
  }
}

extension AmortisingLoan {
  /// Payments over which a level payment of period `period`, 1 for the first, amortises; `nil` where that is not level.
  fileprivate func levelPayments(period: Int, of count: Int) -> Int? {
    switch amortisation {
    case .levelPay(_, let periods): return max(1, (periods ?? count) - (period - 1))
    case .interestOnlyThenLevelPay(let interestOnly, _, let periods):
      guard period > interestOnly else { return nil }
      return max(1, (periods ?? max(1, count - interestOnly)) - (period - 1 - interestOnly))
    case .linear, .bullet, .schedule: return nil
    }
  }
}

extension VariableLoan {
  /// The days of payment, with amounts that the terms alone give: drawdowns and repayments by day. Interest and what follows from
  /// rates need a market and are 0.
  func appendDatedFlows(after day: CivilDate, to columns: inout CashFlowColumns) {
    func append(_ payDate: CivilDate, _ principal: Double) {
      guard payDate > day else { return }
      columns.append(
        payDay: payDate.dayNumber, exDay: payDate.dayNumber, interest: 0, principal: principal, balance: 0,
        currency: loan.currency)
    }
    for period in VariableLoanSchedule(self, valuation: day).periods {
      for change in period.changes { append(change.payDate, -change.amount) }
      append(period.payDate, -period.changeAtEnd)
    }
  }
}
