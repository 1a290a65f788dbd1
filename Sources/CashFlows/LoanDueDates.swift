import DatesAndConventions
import Instruments

/// The unadjusted payment dates of a loan: the first, then on its day of the month at the loan's frequency, and
/// maturity last.
struct LoanDueDates {
  /// Periods a year; annual for a single payment.
  let frequency: Frequency
  /// Payments in all; at least 1.
  let count: Int
  private let start: CivilDate
  private let maturity: CivilDate
  private let calendar: BusinessCalendar
  private let roll: RollDates

  init(_ loan: AmortisingLoan) {
    start = loan.balanceDate
    maturity = loan.maturity
    calendar = BusinessCalendar(loan.calendar)
    frequency = loan.frequency == .once ? .annual : loan.frequency
    roll = RollDates(
      anchor: loan.frequency == .once ? loan.maturity : loan.firstPaymentDate,
      monthsPerPeriod: frequency.monthsPerPeriod, endOfMonth: loan.endOfMonth)
    // Roll dates 0, 1, ... before maturity, then maturity.
    count = roll.index(onOrBefore: maturity.adding(days: -1)) + 2
  }

  /// Due date `index`, 1 to `count`; 0 is the balance date.
  func date(_ index: Int) -> CivilDate {
    if index == 0 { return start }
    return index >= count ? maturity : roll.date(index - 1)
  }

  /// Whether the period from due date `index - 1` to due date `index` is one step of the roll.
  func isRegular(_ index: Int, from start: CivilDate, to end: CivilDate) -> Bool {
    (index > 1 || start == roll.date(-1)) && (index < count || end == roll.date(index - 1))
  }

  /// What day counts need to know of the period that ends at due date `index`.
  ///
  /// One reference serves both stubs: the first period ends on the roll, the last starts on it.
  func couponPeriod(_ index: Int) -> CouponPeriod {
    CouponPeriod(
      start: roll.date(index - 2), end: roll.date(index - 1), frequency: frequency, terminationDate: maturity,
      calendar: calendar, rollDay: roll.rollDay)
  }
}
