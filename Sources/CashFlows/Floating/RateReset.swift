public import DatesAndConventions

/// One rate of an index within a coupon: the deposit that it is a rate of, and the time for which it counts.
public struct RateReset: Sendable, Hashable {
  /// The day for which the rate is published.
  public let fixingDate: CivilDate
  /// First and last day of the deposit; the forward rate is (P(start) / P(end) − 1) / `depositYears`.
  public let start: CivilDate
  public let end: CivilDate
  /// In the day count of the index; above 0.
  public let depositYears: Double
  /// Years of interest for which the rate counts, in the day count of the coupon.
  public let years: Double

  init(fixingDate: CivilDate, start: CivilDate, end: CivilDate, depositYears: Double, years: Double) {
    self.fixingDate = fixingDate
    self.start = start
    self.end = end
    self.depositYears = depositYears
    self.years = years
  }

  /// The same rate for another time.
  func counting(_ years: Double) -> RateReset {
    RateReset(fixingDate: fixingDate, start: start, end: end, depositYears: depositYears, years: years)
  }

  /// The reset of a term index for interest that accrues from `start`.
  init(
    _ index: RateIndex, calendar: BusinessCalendar, fixingDays: Int, accrualStart: CivilDate, years: Double
  ) {
    let fixing = calendar.advance(accrualStart, businessDays: -fixingDays)
    let start = calendar.advance(fixing, businessDays: index.fixingDays)
    let end = index.depositEnd(start: start)
    self.init(
      fixingDate: fixing, start: start, end: end,
      depositYears: index.dayCount.yearFraction(from: start, to: end), years: years)
  }
}
