public import DatesAndConventions
import Instruments

/// The days of a coupon whose rates are overnight.
public struct OvernightWindow: Sendable, Hashable {
  public let start: CivilDate
  public let end: CivilDate
  let rate: FloatingRate
  let dayCount: DayCount

  private var index: RateIndex { RateIndex.of(rate.index) }

  /// The observation days between which rates chain, each deposit ending where the next starts, so that compounding them is
  /// one deposit; `nil` where a lookback or a lockout breaks the chain, or rates are averaged.
  public var chain: (start: CivilDate, end: CivilDate)? {
    guard rate.averaging == .compounded, rate.lockoutDays == 0,
      rate.lookbackDays == 0 || rate.observationShift
    else { return nil }
    let calendar = BusinessCalendar(index.calendar)
    guard calendar.isBusinessDay(start), calendar.isBusinessDay(end), dayCount == index.dayCount else {
      return nil
    }
    return (observed(start, calendar), observed(end, calendar))
  }

  /// Years of interest of the coupon for one year of the days observed: other than 1 where those are moved and fewer or more.
  public var observationScale: Double {
    guard rate.observationShift, rate.lookbackDays > 0 else { return 1 }
    let calendar = BusinessCalendar(index.calendar)
    return dayCount.yearFraction(from: start, to: end)
      / dayCount.yearFraction(from: observed(start, calendar), to: observed(end, calendar))
  }

  private func observed(_ day: CivilDate, _ calendar: BusinessCalendar) -> CivilDate {
    rate.lookbackDays > 0
      ? calendar.advance(day, businessDays: -rate.lookbackDays) : calendar.adjust(day, .preceding)
  }

  /// The rates of the days, one for each business day of the index from `start` on, and for `start`.
  public var resets: [RateReset] {
    let index = index
    let calendar = BusinessCalendar(index.calendar)
    var days = [start]
    while case let next = calendar.advance(days[days.count - 1], businessDays: 1), next < end {
      days.append(next)
    }
    let locked = max(0, days.count - 1 - rate.lockoutDays)
    return days.indices.map { place in
      let day = days[place]
      let next = place + 1 < days.count ? days[place + 1] : end
      let fixing = observed(days[min(place, locked)], calendar)
      let depositEnd = calendar.advance(fixing, businessDays: 1)
      let counted = rate.observationShift ? (observed(day, calendar), observed(next, calendar)) : (day, next)
      return RateReset(
        fixingDate: fixing, start: fixing, end: depositEnd,
        depositYears: index.dayCount.yearFraction(from: fixing, to: depositEnd),
        years: dayCount.yearFraction(from: counted.0, to: counted.1))
    }
  }

  /// The same coupon as if it ended on `day`.
  func ending(_ day: CivilDate) -> OvernightWindow {
    OvernightWindow(start: start, end: day, rate: rate, dayCount: dayCount)
  }
}
