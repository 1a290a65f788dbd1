public import DatesAndConventions
public import Instruments

/// A standard swap whose rate is looked at: its days, and the fixed side.
public struct SwapRateReset: Sendable {
  public let convention: SwapConvention
  /// Of the swap.
  public let years: Int
  /// The day on which the rate is published.
  public let fixingDate: CivilDate
  public let start: CivilDate
  /// Ends of the periods and the years of interest of each.
  public let payments: [(date: CivilDate, years: Double)]

  /// - Parameter start: Of the swap; a business day.
  init(_ convention: SwapConvention, years: Int, start: CivilDate) {
    let calendar = BusinessCalendar(convention.calendars[0])
    self.convention = convention
    self.years = years
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

  /// - Parameters:
  ///   - day: Whose period, or whose end of a period, has the rate.
  ///   - fixingDays: Business days by which the fixing comes before it.
  init(_ convention: SwapConvention, years: Int, setFor day: CivilDate, fixingDays: Int) {
    let calendar = BusinessCalendar(convention.calendars[0])
    let fixing = calendar.advance(day, businessDays: -fixingDays)
    self.init(
      convention, years: years, start: calendar.advance(fixing, businessDays: convention.spotDays))
  }

  /// That of another tenor, fixed on the same day.
  public func ofSwap(years: Int) -> SwapRateReset { SwapRateReset(convention, years: years, start: start) }

  /// The floating side, on a notional of 1.
  public var floatingLeg: CouponLeg {
    do throws(TermsError) {
      return try CouponLeg(
        currency: RateIndex.of(convention.index).currency,
        rate: .floating(FloatingRate(index: convention.index)), start: start,
        maturity: start.adding(months: 12 * years), frequency: convention.floatingFrequency,
        dayCount: RateIndex.of(convention.index).dayCount, calendar: convention.calendars[0],
        endOfMonth: false)
    } catch {
      preconditionFailure("a standard swap has terms: \(error)")
    }
  }
}
