/// The premium periods of a standard credit default swap: quarters counted back from maturity, moved off weekends.
///
/// A standard contract matures on a 20th of March, June, September or December, and its first premium is a whole one. The
/// last period includes the day of maturity. Source: ISDA 2014 Credit Derivatives Definitions; ISDA standard model 1.8.2.
public struct CreditSwapSchedule: Sendable, Hashable {
  public struct Period: Sendable, Hashable {
    /// First day that premium accrues for.
    public let start: CivilDate
    /// First day that it does not.
    public let end: CivilDate
    /// When it is paid.
    public let payDate: CivilDate

    /// The premium is paid if there has been no default by the end of this day.
    public var lastDay: CivilDate { end.adding(days: -1) }
    public var days: Int { end - start }
    /// Years of premium, Act/360.
    public var accrual: Double { Double(days) / 360 }
  }

  public let maturity: CivilDate
  /// In date order; those paid after the day given.
  public let periods: [Period]

  /// - Parameters:
  ///   - start: Where premium begins to accrue, if not with the period that holds `date`.
  ///   - date: Periods paid on it or before are left out.
  public init(maturity: CivilDate, start: CivilDate? = nil, after date: CivilDate) {
    let calendar = BusinessCalendar(.weekendsOnly)
    let quarters = RollDates(anchor: maturity, monthsPerPeriod: 3)
    var periods: [Period] = []
    var index = 0
    while true {
      let end = quarters.date(index)
      let payDate = calendar.adjust(end, .following)
      guard payDate > date, start.map({ end > $0 }) ?? true else { break }
      let before = quarters.date(index - 1)
      let first = start.map { before <= $0 ? $0 : nil } ?? nil
      periods.append(
        Period(
          start: first ?? calendar.adjust(before, .following),
          end: index == 0 ? maturity.adding(days: 1) : payDate, payDate: payDate))
      index -= 1
    }
    self.maturity = maturity
    self.periods = periods.reversed()
  }

  /// Where cash for a trade made on `date` moves: three business days later.
  public static func cashSettlement(tradedOn date: CivilDate) -> CivilDate {
    BusinessCalendar(.weekendsOnly).advance(date, businessDays: 3)
  }

  /// The maturity of a standard contract traded on `date`; `nil` for a tenor that is no number of quarters.
  ///
  /// Since 21 December 2015 the maturity moves on in March and September only, before in every quarter.
  public static func maturity(of tenor: Tenor, tradedOn date: CivilDate) -> CivilDate? {
    let months: Int
    switch tenor.unit {
    case .days, .weeks: return nil
    case .months: months = tenor.count
    case .years: months = 12 * tenor.count
    }
    guard months > 0, months.isMultiple(of: 3) else { return nil }
    let (year, month, day) = date.yearMonthDay
    // Months since year 0 of the last 20th of a quarter's month.
    var roll = year * 12 + month - (day < 20 ? 1 : 0)
    roll -= roll % 3
    if date >= semiannualRoll, (roll / 3).isMultiple(of: 2) { roll -= 3 }
    roll += months + 3 - 1
    return CivilDate(year: roll / 12, month: roll % 12 + 1, day: 20)
  }

  private static let semiannualRoll = CivilDate(unchecked: 2015, 12, 21)
}
