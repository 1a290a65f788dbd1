import DatesAndConventions
import Instruments

/// The regular due dates of a loan without end: date 0 is the first payment.
struct LoanRoll {
  /// Days from one to the next; `nil` where they roll by months, as almost all do.
  let days: Int?
  private let first: CivilDate
  private let months: RollDates

  init(_ loan: AmortisingLoan) {
    let isOnce = loan.frequency == .once
    days = loan.periodDays
    first = loan.firstPaymentDate
    months = RollDates(
      anchor: isOnce ? loan.maturity : loan.firstPaymentDate,
      monthsPerPeriod: isOnce ? 12 : loan.frequency.monthsPerPeriod, endOfMonth: loan.endOfMonth)
  }

  /// A year of periods of days has 365 days.
  var periodsPerYear: Double { days.map { 365 / Double($0) } ?? Double(12 / months.monthsPerPeriod) }

  /// `nil` where periods do not roll on a day of the month.
  var rollDay: Int? { days == nil ? months.rollDay : nil }

  func date(_ index: Int) -> CivilDate {
    guard let days else { return months.date(index) }
    return first.adding(days: index * days)
  }

  /// The index of the last date not after `date`.
  func index(onOrBefore date: CivilDate) -> Int {
    guard let days else { return months.index(onOrBefore: date) }
    let from = Int(date.dayNumber) - Int(first.dayNumber)
    return (from >= 0 ? from : from - days + 1) / days
  }
}
