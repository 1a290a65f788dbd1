extension DayCount {
  /// Years from `start` to `end`; negative when `end` is the earlier.
  ///
  /// For rules that need no period. Those that do (`needsCouponPeriod`) fall back to what they say about a period
  /// of which nothing is known: ICMA counts annual notional periods back from the later date, 30E/360 ISDA takes no
  /// date as the final one, BUS/252 counts weekdays.
  public func yearFraction(from start: CivilDate, to end: CivilDate) -> Double {
    switch self {
    case .actual360: Double(end - start) / 360
    case .actual365Fixed: Double(end - start) / 365
    case .actualActualISDA: Self.actualActualISDA(from: start, to: end)
    case .actualActualAFB: Self.actualActualAFB(from: start, to: end)
    case .thirty360US, .thirty360BondBasis, .thirtyE360, .thirtyE360ISDA:
      Double(dayCount(from: start, to: end)) / 360
    case .business252: Double(dayCount(from: start, to: end)) / 252
    case .actualActualICMA:
      yearFraction(
        from: start, to: end,
        period: CouponPeriod(
          start: max(start, end).adding(months: -12), end: max(start, end), frequency: .annual))
    }
  }

  /// Years from `start` to `end` for interest that accrues in `period`; negative when `end` is the earlier.
  ///
  /// A full regular period counts exactly 1/frequency under ICMA; dates outside `period` are counted in notional
  /// periods continued at its frequency (ICMA rule 251.1 with the ISDA 1998 memorandum on ACT/ACT for stubs).
  public func yearFraction(from start: CivilDate, to end: CivilDate, period: CouponPeriod) -> Double {
    switch self {
    case .actual360, .actual365Fixed, .actualActualISDA, .actualActualAFB, .thirty360US, .thirty360BondBasis,
      .thirtyE360:
      yearFraction(from: start, to: end)
    case .thirtyE360ISDA: Double(dayCount(from: start, to: end, period: period)) / 360
    case .business252: Double(dayCount(from: start, to: end, period: period)) / 252
    case .actualActualICMA: period.icmaYears(from: start, to: end)
    }
  }

  /// Days in leap years over 366 plus the other days over 365.
  private static func actualActualISDA(from start: CivilDate, to end: CivilDate) -> Double {
    // Not 0 of itself: the fractions of the two years may round differently.
    if end == start { return 0 }
    if end < start { return -actualActualISDA(from: end, to: start) }
    let (startYear, endYear) = (start.year, end.year)
    func length(_ year: Int) -> Double { CivilDate.isLeap(year: year) ? 366 : 365 }
    func newYear(_ year: Int) -> CivilDate { CivilDate(unchecked: year, 1, 1) }
    return Double(endYear - startYear - 1)
      + Double(newYear(startYear + 1) - start) / length(startYear)
      + Double(end - newYear(endYear)) / length(endYear)
  }

  /// Whole years counted back from the end, then the rest over 366 when it holds a 29 February, else over 365.
  ///
  /// Source: FBF master agreement (1994), with ISDA's reading that counting back from 28 February lands on the
  /// 29th of a leap year.
  private static func actualActualAFB(from start: CivilDate, to end: CivilDate) -> Double {
    if end < start { return -actualActualAFB(from: end, to: start) }
    var wholeYears = 0.0
    var rest = end
    while true {
      var earlier = rest.adding(months: -12)
      if earlier.month == 2, earlier.day == 28, CivilDate.isLeap(year: earlier.year) {
        earlier = earlier.adding(days: 1)
      }
      guard earlier >= start else { break }
      wholeYears += 1
      rest = earlier
    }
    let hasLeapDay = [start.year, rest.year].contains { year in
      guard CivilDate.isLeap(year: year) else { return false }
      let leapDay = CivilDate(unchecked: year, 2, 29)
      return start <= leapDay && leapDay < rest
    }
    return wholeYears + Double(rest - start) / (hasLeapDay ? 366 : 365)
  }
}

extension CouponPeriod {
  /// Coupons accrued over frequency: in each notional period, days accrued over (days in the period x frequency).
  fileprivate func icmaYears(from first: CivilDate, to last: CivilDate) -> Double {
    if last < first { return -icmaYears(from: last, to: first) }
    let perYear = frequency == .once ? 1 : frequency.rawValue
    if first >= start, last <= end { return Double(last - first) / Double((end - start) * perYear) }

    let day = rollDay ?? (start.isEndOfMonth && end.isEndOfMonth ? 31 : max(start.day, end.day))
    let before = RollDates(anchor: start, monthsPerPeriod: 12 / perYear, rollDay: day)
    let after = RollDates(anchor: end, monthsPerPeriod: 12 / perYear, rollDay: day)
    func accrued(_ periodStart: CivilDate, _ periodEnd: CivilDate) -> Double {
      let days = min(last, periodEnd) - max(first, periodStart)
      return days > 0 ? Double(days) / Double(periodEnd - periodStart) : 0
    }
    var coupons = accrued(start, end)
    var (index, edge) = (0, start)
    while edge > first {
      index -= 1
      let earlier = before.date(index)
      coupons += accrued(earlier, edge)
      edge = earlier
    }
    (index, edge) = (0, end)
    while edge < last {
      index += 1
      let later = after.date(index)
      coupons += accrued(edge, later)
      edge = later
    }
    return coupons / Double(perYear)
  }
}
