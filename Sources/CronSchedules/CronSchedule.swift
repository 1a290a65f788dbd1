public import DatesAndConventions
public import Foundation

/// A cron expression in a time zone, optionally on the business days of calendars only.
///
/// Every local time that the expression names fires once: one that the clock goes through twice, the first time; one
/// that the clock skips, at the moment at which it is skipped. Times that fall together so fire once.
public struct CronSchedule: Sendable, Hashable {
  public let expression: CronExpression
  /// A name of the IANA time zone database, such as `America/New_York`, or `UTC`.
  public let timeZone: String
  /// A day on which one of these is closed, weekends included, is left out; empty for every day.
  public let calendars: [CalendarID]

  private let clock: LocalClock
  private let businessDays: BusinessCalendar?

  /// The search for the next firing ends after so many days: 29 February on a Monday comes every 28 years, or 40
  /// where the century's end leaves out a leap year.
  private static let horizonDays = 50 * 366

  /// - Throws: `CronError` for a time zone that is not known.
  public init(_ expression: CronExpression, timeZone: String, calendars: [CalendarID] = []) throws(CronError)
  {
    guard timeZone == "UTC" || timeZone.contains("/"), let zone = TimeZone(identifier: timeZone) else {
      throw CronError(
        "time zone",
        "'\(timeZone.prefix(80))' is not known; write such as America/New_York, Europe/London or UTC")
    }
    self.expression = expression
    self.timeZone = timeZone
    self.calendars = CalendarID.allCases.filter(calendars.contains)
    clock = LocalClock(zone: zone)
    businessDays = calendars.isEmpty ? nil : BusinessCalendar(joining: calendars)
  }

  /// The first firing after `instant`; `nil` when there is none within 50 years.
  public func next(after instant: Date) -> Date? {
    let after = CronSchedule.seconds(instant)
    let start = clock.local(after)
    for offset in 0...CronSchedule.horizonDays {
      let date = start.date.adding(days: offset)
      guard fires(on: date) else { continue }
      // What comes before the local time of `instant` on its day does not come after it, as instants follow local times.
      for minute in expression.minutesOfDay where offset > 0 || minute >= start.minute {
        let found = clock.instant(date, minute: minute)
        if found > after { return Date(timeIntervalSince1970: Double(found)) }
      }
    }
    return nil
  }

  /// The last firing at or before `instant`, if there is one at or after `earliest`.
  public func last(atOrBefore instant: Date, notBefore earliest: Date) -> Date? {
    let bound = CronSchedule.seconds(instant)
    let floor = Int64(earliest.timeIntervalSince1970.rounded(.up))
    // Where the clock goes back, the day may be further in local time than it is now.
    var date = clock.local(bound).date.adding(days: 1)
    while clock.instant(date, minute: 24 * 60 - 1) >= floor {
      if fires(on: date) {
        for minute in expression.minutesOfDay.reversed() {
          let found = clock.instant(date, minute: minute)
          if found < floor { return nil }
          if found <= bound { return Date(timeIntervalSince1970: Double(found)) }
        }
      }
      date = date.adding(days: -1)
    }
    return nil
  }

  /// The next firings, one after another; fewer than `count` when there are no more.
  public func firings(after instant: Date, count: Int) -> [Date] {
    var found: [Date] = []
    while found.count < count, let next = next(after: found.last ?? instant) { found.append(next) }
    return found
  }

  /// The local time with its offset, such as `2026-11-23 02:00:00 -05:00`.
  public func localText(_ instant: Date) -> String {
    let seconds = CronSchedule.seconds(instant)
    let (date, minute) = clock.local(seconds)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let ahead = Int(clock.offset(at: seconds)) / 60
    let second = Int((seconds % 60 + 60) % 60)
    return "\(date) \(two(minute / 60)):\(two(minute % 60)):\(two(second)) "
      + "\(ahead < 0 ? "-" : "+")\(two(abs(ahead) / 60)):\(two(abs(ahead) % 60))"
  }

  private func fires(on date: CivilDate) -> Bool {
    expression.matches(date) && businessDays?.isHoliday(date) != true
  }

  private static func seconds(_ instant: Date) -> Int64 {
    Int64(instant.timeIntervalSince1970.rounded(.down))
  }

  public static func == (a: CronSchedule, b: CronSchedule) -> Bool {
    a.expression == b.expression && a.timeZone == b.timeZone && a.calendars == b.calendars
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(expression)
    hasher.combine(timeZone)
    hasher.combine(calendars)
  }
}
