public import DatesAndConventions

/// Mortgages that pass their payments through to holders, guaranteed by an agency: principal that defaults is paid as if prepaid.
///
/// A position's quantity is original face in currency units, negative when short. Interest accrues by calendar months, a twelfth of the
/// coupon each, and reaches whoever holds the pool at the month's end `delayDays` later.
public struct AgencyPool: Sendable, Hashable {
  public let currency: Currency
  public let program: AgencyProgram
  /// Paid to holders, a decimal a year.
  public let coupon: Double
  public let loans: PoolLoans
  /// Part of the original face that is left at the beginning of `factorMonth`; 0 to 1.
  public let factor: Double
  /// The month whose interest accrues on that balance; its payment comes in the month after.
  public let factorMonth: YearMonth
  public let prepayment: PoolPrepayment
  /// Days from the end of the month of accrual to the payment, each month counted as 30 days.
  public let delayDays: Int
  /// Business days from trade to settlement.
  public let settlementDays: Int

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(
    currency: Currency = .usd, program: AgencyProgram, coupon: Double, loans: PoolLoans, factor: Double,
    factorMonth: YearMonth, prepayment: PoolPrepayment, delayDays: Int? = nil, settlementDays: Int = 2
  ) throws(TermsError) {
    try loans.check(coupon: coupon)
    guard (0...1).contains(factor) else {
      throw TermsError(field: "factor", message: "\(factor) is not a part of the original face from 0 to 1")
    }
    let delayDays = delayDays ?? program.delayDays
    guard (0...90).contains(delayDays) else {
      throw TermsError(field: "delay_days", message: "\(delayDays) is not a number of days from 0 to 90")
    }
    guard (0...10).contains(settlementDays) else {
      throw TermsError(
        field: "settlement_days", message: "\(settlementDays) is not a number of days from 0 to 10")
    }
    self.currency = currency
    self.program = program
    self.coupon = coupon
    self.loans = loans
    self.factor = factor
    self.factorMonth = factorMonth
    self.prepayment = prepayment
    self.delayDays = delayDays
    self.settlementDays = settlementDays
  }

  /// The day on which the interest of a month is paid.
  public func payDate(accrued month: YearMonth) -> CivilDate {
    let next = month.adding(months: 1 + delayDays / 30)
    return next.firstDay.adding(days: delayDays % 30)
  }

  /// The first day on which a buyer no longer gets the payment of a month: it goes to whoever holds the pool at its end.
  public func exDate(accrued month: YearMonth) -> CivilDate { month.adding(months: 1).firstDay }

  /// The last month of accrual if nothing is prepaid.
  public var lastMonth: YearMonth { factorMonth.adding(months: loans.remainingTerm - 1) }

  /// The day of the last payment if nothing is prepaid; of a pool that is paid off, the first day of the factor's month.
  public var maturity: CivilDate { factor > 0 ? payDate(accrued: lastMonth) : factorMonth.firstDay }

  /// Interest of the month so far at the end of a day, per 100 of the month's opening balance: 30/360.
  public func accrued(at date: CivilDate) -> Double {
    100 * coupon * Double(min(date.yearMonthDay.day, 30) - 1) / 360
  }
}
