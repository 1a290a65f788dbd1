/// The business days of one market, or of several that must all be open.
///
/// A day is good when it is neither a Saturday nor a Sunday nor a holiday of any joined calendar. Holidays come
/// from rules, so that every year of `CivilDate` has an answer; the years 1900 to 2199 are looked up in a bit
/// table. The rules are checked day by day against QuantLib 1.44 for 1980 to 2100 (Japan from 2000 to 2099), and
/// against the days on which governments published yields. A rule cannot know of closings announced after it was
/// written.
public struct BusinessCalendar: Sendable {
  /// The calendars joined, each once, in the order of `CalendarID.allCases`.
  public let ids: [CalendarID]
  private let table: HolidayTable

  /// The calendar of one market.
  public init(_ id: CalendarID) {
    ids = [id]
    table = HolidayTable.of(id)
  }

  /// The days on which all of `ids` are open. An empty list means weekends only.
  public init(joining ids: [CalendarID]) {
    self.ids = ids.isEmpty ? [.weekendsOnly] : CalendarID.allCases.filter(ids.contains)
    table = self.ids.dropFirst().reduce(HolidayTable.of(self.ids[0])) { $0.joined(with: HolidayTable.of($1)) }
  }

  public func isBusinessDay(_ date: CivilDate) -> Bool { !isHoliday(date) }

  /// Whether the market is closed; weekends count as closed.
  public func isHoliday(_ date: CivilDate) -> Bool {
    if let closed = table.isClosed(date) { return closed }
    return date.isWeekend || ids.contains { $0.holidays(in: date.year).contains(date) }
  }

  /// `date` moved to a business day as `convention` says; `date` itself when it is one, or when unadjusted.
  public func adjust(_ date: CivilDate, _ convention: BusinessDayConvention) -> CivilDate {
    switch convention {
    case .unadjusted: return date
    case .following: return nextBusinessDay(onOrAfter: date)
    case .preceding: return lastBusinessDay(onOrBefore: date)
    case .modifiedFollowing:
      let next = nextBusinessDay(onOrAfter: date)
      return next == date || next <= date.endOfMonth ? next : lastBusinessDay(onOrBefore: date)
    case .modifiedPreceding:
      let last = lastBusinessDay(onOrBefore: date)
      return last == date || last.month == date.month ? last : nextBusinessDay(onOrAfter: date)
    }
  }

  /// The date `businessDays` business days later, or earlier if negative.
  ///
  /// Zero moves a holiday to the following business day and leaves a business day alone. From a holiday, one day
  /// later is the next business day.
  public func advance(_ date: CivilDate, businessDays: Int) -> CivilDate {
    if businessDays == 0 { return nextBusinessDay(onOrAfter: date) }
    var result = date
    let step = businessDays > 0 ? 1 : -1
    for _ in 0..<abs(businessDays) {
      repeat { result = result.adding(days: step) } while isHoliday(result)
    }
    return result
  }

  /// Business days from `start`, included, to `end`, excluded; negative, and from `end` included to `start`
  /// excluded, when `end` is the earlier.
  public func businessDays(from start: CivilDate, to end: CivilDate) -> Int {
    if end < start { return -businessDays(from: end, to: start) }
    if let closed = table.closedDays(from: start, to: end) { return (end - start) - closed }
    var count = 0
    var date = start
    while date < end {
      if isBusinessDay(date) { count += 1 }
      date = date.adding(days: 1)
    }
    return count
  }

  /// Whether no business day of the month follows `date`.
  public func isEndOfMonth(_ date: CivilDate) -> Bool {
    date >= lastBusinessDay(onOrBefore: date.endOfMonth)
  }

  private func nextBusinessDay(onOrAfter date: CivilDate) -> CivilDate {
    var result = date
    while isHoliday(result) { result = result.adding(days: 1) }
    return result
  }

  private func lastBusinessDay(onOrBefore date: CivilDate) -> CivilDate {
    var result = date
    while isHoliday(result) { result = result.adding(days: -1) }
    return result
  }
}

extension BusinessCalendar: Hashable {
  public static func == (a: BusinessCalendar, b: BusinessCalendar) -> Bool { a.ids == b.ids }
  public func hash(into hasher: inout Hasher) { hasher.combine(ids) }
}
