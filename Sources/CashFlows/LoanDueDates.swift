import DatesAndConventions
import Instruments

/// The unadjusted payment dates of a loan: the first, then on its day of the month at the loan's frequency or every so many days,
/// and maturity last.
struct LoanDueDates {
  /// Periods a year as 30/360 and ICMA day counts need them; annual for a single payment.
  let frequency: Frequency
  /// Payments a year, over which an annual rate is spread.
  let periodsPerYear: Double
  /// Payments in all; at least 1.
  let count: Int
  private let start: CivilDate
  private let maturity: CivilDate
  private let calendar: BusinessCalendar
  private let dayCount: DayCount
  private let accrualConvention: BusinessDayConvention
  private let accruesUnadjusted: Bool
  private let roll: LoanRoll
  private let isFirstRegular: Bool
  private let isLastRegular: Bool

  init(_ loan: AmortisingLoan) {
    start = loan.balanceDate
    maturity = loan.maturity
    calendar = BusinessCalendar(loan.calendar)
    dayCount = loan.dayCount
    accrualConvention = loan.accrualConvention
    accruesUnadjusted = loan.accrualConvention == .unadjusted
    frequency = loan.frequency == .once ? .annual : loan.frequency
    roll = LoanRoll(loan)
    periodsPerYear = roll.periodsPerYear
    // Roll dates 0, 1, ... before maturity, then maturity.
    count = roll.index(onOrBefore: loan.penultimatePaymentDate ?? maturity.adding(days: -1)) + 2
    isFirstRegular = start == roll.date(-1)
    isLastRegular = maturity == roll.date(count - 1)
  }

  /// Due date `index`, 1 to `count`; 0 is the balance date.
  @inline(__always)
  func date(_ index: Int) -> CivilDate {
    if index == 0 { return start }
    return index >= count ? maturity : roll.date(index - 1)
  }

  /// The day to which interest of the due date `due`, a payment's, accrues.
  @inline(__always)
  func accrualDate(_ due: CivilDate) -> CivilDate {
    accruesUnadjusted ? due : calendar.adjust(due, accrualConvention)
  }

  /// The due date that `date` is, before maturity; `nil` where it is none.
  func index(of date: CivilDate) -> Int? {
    let index = roll.index(onOrBefore: date) + 1
    return (1..<count).contains(index) && self.date(index) == date ? index : nil
  }

  /// Whether the period from due date `index - 1` to due date `index` is one step of the roll.
  @inline(__always)
  func isRegular(_ index: Int) -> Bool {
    (index > 1 || isFirstRegular) && (index < count || isLastRegular)
  }

  /// Whether all regular periods are equally long.
  var hasEqualPeriods: Bool {
    roll.days == nil && dayCount.makesRegularPeriodsEqual && accruesUnadjusted
  }

  /// Years of interest of the whole period that ends at due date `index`.
  func years(_ index: Int) -> Double {
    if hasEqualPeriods, isRegular(index) { return 1 / periodsPerYear }
    let (before, due) = (date(index - 1), date(index))
    return years(index, from: index == 1 ? before : accrualDate(before), to: accrualDate(due))
  }

  /// Years of interest from `start` to `end` within the period that ends at due date `index`. Apart, as most periods are equally long.
  @inline(never)
  func years(_ index: Int, from start: CivilDate, to end: CivilDate) -> Double {
    guard dayCount.needsCouponPeriod else { return dayCount.yearFraction(from: start, to: end) }
    return dayCount.yearFraction(from: start, to: end, period: couponPeriod(index))
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
