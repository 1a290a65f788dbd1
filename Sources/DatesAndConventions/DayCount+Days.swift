extension DayCount {
  /// Whether the rule needs a `CouponPeriod` to mean what the market means by it.
  public var needsCouponPeriod: Bool {
    switch self {
    case .actualActualICMA, .thirtyE360ISDA, .business252: true
    case .actual360, .actual365Fixed, .actualActualISDA, .actualActualAFB, .thirty360US, .thirty360BondBasis,
      .thirtyE360:
      false
    }
  }

  /// Days from `start` to `end` as the rule counts them: calendar days, days of 30-day months, or business days.
  ///
  /// Without a period, 30E/360 ISDA takes no date as the final one and BUS/252 counts weekdays. Negative when
  /// `end` is the earlier; 30/360 rules are then not exactly the opposite of the forward count.
  public func dayCount(from start: CivilDate, to end: CivilDate) -> Int {
    dayCount(from: start, to: end, terminationDate: nil, calendar: nil)
  }

  /// As `dayCount(from:to:)`, with the final date and calendar of `period`.
  public func dayCount(from start: CivilDate, to end: CivilDate, period: CouponPeriod) -> Int {
    dayCount(from: start, to: end, terminationDate: period.terminationDate, calendar: period.calendar)
  }

  func dayCount(
    from start: CivilDate, to end: CivilDate, terminationDate: CivilDate?, calendar: BusinessCalendar?
  ) -> Int {
    switch self {
    case .actual360, .actual365Fixed, .actualActualISDA, .actualActualICMA, .actualActualAFB:
      return end - start
    case .business252:
      return (calendar ?? BusinessCalendar(.weekendsOnly)).businessDays(from: start, to: end)
    case .thirty360US, .thirty360BondBasis, .thirtyE360, .thirtyE360ISDA:
      return thirtyDayMonths(from: start, to: end, terminationDate: terminationDate)
    }
  }

  /// 360 (Y2 - Y1) + 30 (M2 - M1) + (D2 - D1) with the days of the month cut as each rule says.
  private func thirtyDayMonths(from start: CivilDate, to end: CivilDate, terminationDate: CivilDate?) -> Int {
    let (startYear, startMonth, startDay) = start.yearMonthDay
    let (endYear, endMonth, endDay) = end.yearMonthDay
    var d1 = startDay
    var d2 = endDay
    switch self {
    case .thirty360US:
      // The order matters: February first, then the 31st.
      if startMonth == 2, start.isEndOfMonth {
        if endMonth == 2, end.isEndOfMonth { d2 = 30 }
        d1 = 30
      }
      if d2 == 31, d1 >= 30 { d2 = 30 }
      d1 = min(d1, 30)
    case .thirty360BondBasis:
      d1 = min(d1, 30)
      if d1 == 30 { d2 = min(d2, 30) }
    case .thirtyE360:
      d1 = min(d1, 30)
      d2 = min(d2, 30)
    case .thirtyE360ISDA:
      if start.isEndOfMonth { d1 = 30 }
      if end.isEndOfMonth, !(endMonth == 2 && end == terminationDate) { d2 = 30 }
    case .actual360, .actual365Fixed, .actualActualISDA, .actualActualICMA, .actualActualAFB, .business252:
      preconditionFailure("\(rawValue) does not count in months of 30 days")
    }
    return 360 * (endYear - startYear) + 30 * (endMonth - startMonth) + (d2 - d1)
  }
}
