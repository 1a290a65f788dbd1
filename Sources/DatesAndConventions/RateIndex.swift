/// How an interest-rate index is fixed and what its rate means.
public struct RateIndex: Sendable, Hashable {
  /// What the rate is a rate of.
  public enum Kind: Sendable, Hashable {
    /// A deposit from one business day to the next; floating periods compound or average it.
    case overnight
    /// A deposit over this tenor, simple interest.
    case term(Tenor)
    /// Overnight rates compounded over so many calendar days before the fixing.
    case compoundedAverage(days: Int)
    /// The yield of a bond of this tenor that pays coupons so often a year.
    case parYield(Tenor, Frequency)
    /// A rate that banks set, by convention at a fixed spread, a decimal, over an overnight rate.
    case administered(over: RateIndexID, spread: Double)
  }

  public let id: RateIndexID
  public let currency: Currency
  public let kind: Kind
  public let dayCount: DayCount
  /// Days on which the index is published.
  public let calendar: CalendarID
  /// Business days from the fixing to the start of the deposit.
  public let fixingDays: Int
  /// How the end of the deposit moves to a business day.
  public let businessDayConvention: BusinessDayConvention
  /// Whether deposits that start on a month's last business day end on one.
  public let endOfMonth: Bool

  /// The index whose curve projects the rate, and what is added to the curve's rate: its own, or that which an administered rate follows.
  public var projection: (index: RateIndexID, spread: Double) {
    if case .administered(let overnight, let spread) = kind { return (overnight, spread) }
    return (id, 0)
  }

  /// The day on which the rate of a deposit that starts on `start` is fixed.
  public func fixingDate(start: CivilDate) -> CivilDate {
    BusinessCalendar(calendar).advance(start, businessDays: -fixingDays)
  }

  /// The last day of the deposit of an overnight or term index that starts on the business day `start`; `start` itself for
  /// indices of another kind.
  public func depositEnd(start: CivilDate) -> CivilDate {
    let calendar = BusinessCalendar(calendar)
    switch kind {
    case .overnight: return calendar.advance(start, businessDays: 1)
    case .term(let tenor):
      let end = tenor.date(after: start)
      if endOfMonth, calendar.adjust(start.endOfMonth, .preceding) == start {
        return calendar.adjust(end.endOfMonth, .preceding)
      }
      return calendar.adjust(end, businessDayConvention)
    case .compoundedAverage, .parYield, .administered: return start
    }
  }
}
