/// The periods over which a contract accrues and pays.
public struct Schedule: Sendable, Hashable {
  /// At least one, in order, each starting where the one before ends.
  public let periods: [SchedulePeriod]
  /// The payment frequency that the terms gave.
  public let frequency: Frequency
  /// Day of the month on which regular periods roll; 31 is the end of the month.
  public let rollDay: Int
  /// Of the terms; business days for BUS/252.
  public let calendar: BusinessCalendar

  /// The schedule that `terms` describe, with the dates of QuantLib's `Schedule` for the same terms.
  ///
  /// Roll dates are worked out from the date counted from, none from its neighbour. A roll date that moves to the
  /// same business day as its neighbour at either end is dropped.
  public init(_ terms: ScheduleTerms) throws(ScheduleError) {
    try terms.validate()
    let dates = try ScheduleDates(terms)
    frequency = terms.frequency
    calendar = terms.calendar
    rollDay = dates.rollDay
    periods = dates.periods
  }

  /// Unadjusted: the start of each period and the end of the last.
  public var unadjustedDates: [CivilDate] { [periods[0].accrualStart] + periods.map(\.accrualEnd) }

  /// As moved to business days: the start of each period and the end of the last.
  public var adjustedDates: [CivilDate] { [periods[0].adjustedStart] + periods.map(\.adjustedEnd) }

  /// What day counts need to know of period `index`.
  public func couponPeriod(_ index: Int) -> CouponPeriod {
    let period = periods[index]
    return CouponPeriod(
      start: period.referenceStart, end: period.referenceEnd, frequency: frequency,
      terminationDate: periods[periods.count - 1].accrualEnd, calendar: calendar, rollDay: rollDay)
  }

  /// Years of interest in period `index` under `dayCount`, between unadjusted dates.
  public func accrualYears(_ index: Int, _ dayCount: DayCount) -> Double {
    let period = periods[index]
    return dayCount.yearFraction(
      from: period.accrualStart, to: period.accrualEnd, period: couponPeriod(index))
  }

  /// The unadjusted dates of a plain schedule counted back from `end`: `start`, the roll dates after it, `end`.
  ///
  /// The fast path for many bonds without first or penultimate date: no calendar, one array, a few nanoseconds a
  /// date. `.once` gives `start` and `end`. Precondition: `start < end`.
  public static func unadjustedBackwardDates(
    from start: CivilDate, to end: CivilDate, frequency: Frequency, endOfMonth: Bool = false
  ) -> [CivilDate] {
    precondition(start < end, "a schedule must end after it starts")
    guard frequency != .once else { return [start, end] }
    let roll = RollDates(anchor: end, monthsPerPeriod: frequency.monthsPerPeriod, endOfMonth: endOfMonth)
    // Index of the first roll date after the start.
    let first = roll.index(onOrBefore: start) + 1
    let count = 2 - first
    return [CivilDate](unsafeUninitializedCapacity: count) { buffer, initialized in
      buffer.initializeElement(at: 0, to: start)
      var index = first
      while index < 0 {
        buffer.initializeElement(at: index - first + 1, to: roll.date(index))
        index += 1
      }
      buffer.initializeElement(at: count - 1, to: end)
      initialized = count
    }
  }
}
