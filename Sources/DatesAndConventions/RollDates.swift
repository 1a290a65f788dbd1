/// The unadjusted dates of a regular schedule, each worked out from the anchor, none from its neighbour.
///
/// Date 0 is in the anchor's month, date k is k periods later, date -k earlier. Each falls on the roll day, or on
/// the last day of a shorter month, so that a 31st survives a February. No date is stored.
public struct RollDates: Sendable, Hashable {
  /// Of at least 1.
  public let monthsPerPeriod: Int
  /// 1 to 31; 31 is the end of the month.
  public let rollDay: Int
  private let anchorMonth: Int

  /// Rolls on `rollDay`, or on the anchor's own day of the month when `nil`.
  /// Precondition: `monthsPerPeriod` at least 1, `rollDay` 1 to 31.
  public init(anchor: CivilDate, monthsPerPeriod: Int, rollDay: Int? = nil) {
    let (year, month, day) = anchor.yearMonthDay
    self.rollDay = rollDay ?? day
    self.monthsPerPeriod = monthsPerPeriod
    anchorMonth = year * 12 + month - 1
    precondition(monthsPerPeriod >= 1 && (1...31).contains(self.rollDay))
  }

  /// Rolls on the anchor's day, or at month ends when `endOfMonth` is set and the anchor is one.
  public init(anchor: CivilDate, monthsPerPeriod: Int, endOfMonth: Bool) {
    self.init(
      anchor: anchor, monthsPerPeriod: monthsPerPeriod, rollDay: endOfMonth && anchor.isEndOfMonth ? 31 : nil)
  }

  /// The date `index` periods after the anchor; before it when negative.
  public func date(_ index: Int) -> CivilDate {
    let months = anchorMonth + index * monthsPerPeriod
    let year = months >= 0 ? months / 12 : (months - 11) / 12
    let month = months - year * 12 + 1
    let day = rollDay <= 28 ? rollDay : min(rollDay, CivilDate.lengthOfMonth(year: year, month: month))
    return CivilDate(unchecked: year, month, day)
  }

  /// The index of the last date not after `date`. Constant time.
  public func index(onOrBefore date: CivilDate) -> Int {
    let (year, month, _) = date.yearMonthDay
    let months = year * 12 + month - 1 - anchorMonth
    let index = months >= 0 ? months / monthsPerPeriod : (months - monthsPerPeriod + 1) / monthsPerPeriod
    return self.date(index) <= date ? index : index - 1
  }

  /// The index of `date` if it is one of these dates.
  public func index(of date: CivilDate) -> Int? {
    let index = index(onOrBefore: date)
    return self.date(index) == date ? index : nil
  }

  /// The dates from `start` to `end`, both included when they are roll dates, in order.
  public func dates(from start: CivilDate, through end: CivilDate) -> [CivilDate] {
    let last = index(onOrBefore: end)
    let first = index(onOrBefore: start.adding(days: -1)) + 1
    guard first <= last else { return [] }
    return [CivilDate](unsafeUninitializedCapacity: last - first + 1) { buffer, count in
      for index in first...last { buffer.initializeElement(at: index - first, to: date(index)) }
      count = last - first + 1
    }
  }
}
