public import DatesAndConventions
import Instruments

/// The fixed side of a standard swap whose rate is looked at.
public struct SwapRateReset: Sendable {
  /// The day on which the rate is published.
  public let fixingDate: CivilDate
  public let start: CivilDate
  /// Ends of the periods and the years of interest of each.
  public let payments: [(date: CivilDate, years: Double)]

  /// - Parameter start: Of the swap; a business day.
  init(_ convention: SwapConvention, years: Int, start: CivilDate) {
    let calendar = BusinessCalendar(convention.calendars[0])
    fixingDate = calendar.advance(start, businessDays: -convention.spotDays)
    self.start = start
    let months = 12 * years
    let step = months <= convention.singlePaymentMonths ? months : convention.fixedFrequency.monthsPerPeriod
    var before = start
    payments = Swift.stride(from: step, through: months, by: step).map { month in
      let date = calendar.adjust(start.adding(months: month), .modifiedFollowing)
      defer { before = date }
      return (date, convention.fixedDayCount.yearFraction(from: before, to: date))
    }
  }
}
