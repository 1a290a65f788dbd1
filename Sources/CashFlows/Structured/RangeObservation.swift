public import DatesAndConventions
import Instruments

/// A day on which the index of a range accrual is looked at.
public struct RangeObservation: Sendable, Hashable {
  /// Whose rate counts.
  public let fixingDate: CivilDate
  /// Of the deposit that the rate is of.
  public let start: CivilDate
  public let end: CivilDate
  /// Of the deposit, in the day count of the index.
  public let years: Double
  /// Days of the period for which it counts.
  public let days: Int
}

extension RangeAccrual {
  /// The days of a period, which together count for all of its days.
  func observations(from start: CivilDate, to end: CivilDate) -> [RangeObservation] {
    let known = RateIndex.of(index)
    let calendar = BusinessCalendar(known.calendar)
    // First days for which each observation counts.
    var firsts: [CivilDate] = [start]
    while true {
      let last = firsts[firsts.count - 1]
      let next =
        switch observation {
        case .daily: calendar.advance(calendar.adjust(last, .preceding), businessDays: 1)
        case .weekly: start.adding(days: 7 * firsts.count)
        }
      if next >= end { break }
      firsts.append(next)
    }
    return firsts.indices.map { place in
      let first = firsts[place]
      let next = place + 1 < firsts.count ? firsts[place + 1] : end
      let fixing = calendar.adjust(first, .preceding)
      let start = calendar.advance(fixing, businessDays: known.fixingDays)
      let depositEnd = known.depositEnd(start: start)
      return RangeObservation(
        fixingDate: fixing, start: start, end: depositEnd,
        years: known.dayCount.yearFraction(from: start, to: depositEnd), days: next - first)
    }
  }
}
