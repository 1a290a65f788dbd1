public import DatesAndConventions

/// The rate of an index for one day of lookup, as a quotient of discount factors of its curve:
/// (P(start) − P(end)) / Σ yearsⱼ · P(dayⱼ) + spread, the last day being the end.
///
/// A deposit and an average of overnight rates have one day, a par yield one for each coupon. A rate that banks set is that of the overnight
/// deposit it follows, at its spread.
public struct IndexLookup: Sendable, Hashable {
  public struct Coupon: Sendable, Hashable {
    public let day: CivilDate
    public let years: Double
  }

  public let index: RateIndexID
  /// The day for which the rate is published.
  public let fixingDate: CivilDate
  /// Not before the valuation date.
  public let start: CivilDate
  public let coupons: [Coupon]
  /// A decimal.
  public let spread: Double

  /// The rate that is looked up for interest that accrues from `day`.
  ///
  /// - Parameters:
  ///   - lookbackDays: calendar days before `day`; the index's own lag where `nil`.
  ///   - valuation: what an average would take from days before it is taken from the days after it.
  public init(_ id: RateIndexID, for day: CivilDate, lookbackDays: Int?, valuation: CivilDate) {
    let index = RateIndex.of(id)
    let calendar = BusinessCalendar(index.calendar)
    let fixing =
      lookbackDays.map { calendar.adjust(day.adding(days: -$0), .preceding) }
      ?? calendar.advance(day, businessDays: -index.fixingDays)
    self.index = id
    fixingDate = fixing
    spread = index.projection.spread
    switch index.kind {
    case .administered(let overnight, _):
      let deposit = RateIndex.of(overnight)
      start = BusinessCalendar(deposit.calendar).adjust(fixing, .following)
      let end = deposit.depositEnd(start: start)
      coupons = [Coupon(day: end, years: deposit.dayCount.yearFraction(from: start, to: end))]
    case .overnight, .term:
      start = calendar.advance(fixing, businessDays: index.fixingDays)
      let end = index.depositEnd(start: start)
      coupons = [Coupon(day: end, years: index.dayCount.yearFraction(from: start, to: end))]
    case .compoundedAverage(let days):
      start = max(fixing.adding(days: -days), valuation)
      let end = max(fixing, start.adding(days: 1))
      coupons = [Coupon(day: end, years: index.dayCount.yearFraction(from: start, to: end))]
    case .parYield(let tenor, let frequency):
      start = fixing
      let dates = RollDates(anchor: fixing, monthsPerPeriod: frequency.monthsPerPeriod, endOfMonth: false)
      let count = Int((tenor.years * Double(frequency.rawValue)).rounded())
      coupons = (1...count).map { Coupon(day: dates.date($0), years: 1 / Double(frequency.rawValue)) }
    }
  }
}
