import DatesAndConventions
import Foundation
import Testing

@testable import CronSchedules

@Suite("Firing times")
struct CronScheduleTests {
  private func time(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

  private func schedule(_ cron: String, _ zone: String, _ calendars: [CalendarID] = []) throws -> CronSchedule
  {
    try CronSchedule(try CronExpression(cron), timeZone: zone, calendars: calendars)
  }

  // Clocks in 2026: New York goes forward on 8 March at 07:00 UTC and back on 1 November at 06:00 UTC, London
  // forward on 29 March at 01:00 UTC and back on 25 October at 01:00 UTC (tz database, 2025).
  @Test(
    "local times that are skipped fire when the clock skips them, those that come twice fire once",
    arguments: [
      // A nightly batch, over the week-end and the change of both clocks.
      (
        "0 2 * * 1-5", "America/New_York", "2026-03-06T12:00:00Z",
        ["2026-03-09T06:00:00Z", "2026-03-10T06:00:00Z"]
      ),
      (
        "0 2 * * *", "America/New_York", "2026-03-07T00:00:00Z",
        ["2026-03-07T07:00:00Z", "2026-03-08T07:00:00Z", "2026-03-09T06:00:00Z"]
      ),
      (
        "30 2 * * *", "America/New_York", "2026-03-07T12:00:00Z",
        ["2026-03-08T07:00:00Z", "2026-03-09T06:30:00Z"]
      ),
      (
        "*/20 1-3 8 3 *", "America/New_York", "2026-03-08T00:00:00Z",
        [
          "2026-03-08T06:00:00Z", "2026-03-08T06:20:00Z", "2026-03-08T06:40:00Z", "2026-03-08T07:00:00Z",
          "2026-03-08T07:20:00Z", "2026-03-08T07:40:00Z",
        ]
      ),
      (
        "30 1 * * *", "America/New_York", "2026-10-31T12:00:00Z",
        ["2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"]
      ),
      (
        "0,30 1-2 1 11 *", "America/New_York", "2026-11-01T00:00:00Z",
        ["2026-11-01T05:00:00Z", "2026-11-01T05:30:00Z", "2026-11-01T07:00:00Z", "2026-11-01T07:30:00Z"]
      ),
      (
        "30 1 * * *", "Europe/London", "2026-03-28T12:00:00Z",
        ["2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"]
      ),
      (
        "15 1 * * *", "Europe/London", "2026-10-24T12:00:00Z",
        ["2026-10-25T00:15:00Z", "2026-10-26T01:15:00Z"]
      ),
      // Asked between the two times that 01:30 comes.
      ("30 1 * * *", "Europe/London", "2026-10-25T00:45:00Z", ["2026-10-26T01:30:00Z"]),
      ("30 1 * * *", "UTC", "2026-10-25T00:45:00Z", ["2026-10-25T01:30:00Z"]),
      // Samoa left out 30 December 2011.
      (
        "0 12 30 12 *", "Pacific/Apia", "2011-12-29T00:00:00Z",
        ["2011-12-30T10:00:00Z", "2012-12-29T22:00:00Z"]
      ),
      ("0 0 29 2 *", "Asia/Kolkata", "2096-03-01T00:00:00Z", ["2104-02-28T18:30:00Z"]),
    ])
  func clocks(cron: String, zone: String, after: String, times: [String]) throws {
    let found = try schedule(cron, zone).firings(after: try time(after), count: times.count)
    #expect(found == (try times.map(time)))
  }

  @Test("days on which a calendar is closed are left out; several calendars must all be open")
  func calendars() throws {
    // Independence Day 2026 falls on a Saturday and is kept on Friday the third; London is open then.
    let start = try time("2026-07-01T12:00:00Z")
    let both = try schedule("0 2 * * *", "America/New_York", [.ukExchange, .usNYSE])
    #expect(
      both.firings(after: start, count: 2) == [
        try time("2026-07-02T06:00:00Z"), try time("2026-07-06T06:00:00Z"),
      ])
    let london = try schedule("0 2 * * *", "America/New_York", [.ukExchange])
    #expect(
      london.firings(after: start, count: 3).last == (try time("2026-07-06T06:00:00Z")))
    #expect(both == (try schedule("0 2 * * *", "America/New_York", [.usNYSE, .ukExchange])))
    #expect(try schedule("0 2 25 12 *", "UTC", [.usNYSE]).next(after: start) == nil)
    #expect(try schedule("0 2 30 2 *", "UTC").next(after: start) == nil)
    #expect(try schedule("0 2 30 2 *", "UTC").last(atOrBefore: start, notBefore: start - 86_400 * 400) == nil)
  }

  @Test(
    "a zone is known by its name alone",
    arguments: ["America/Nowhere", "EST", "GMT+5", "", "utc", "Local", "../x"])
  func zones(name: String) {
    #expect(throws: CronError.self) { try schedule("0 2 * * *", name) }
  }

  @Test("local text has the offset of the moment")
  func text() throws {
    let nightly = try schedule("0 2 * * *", "America/New_York")
    #expect(nightly.localText(try time("2026-03-08T06:59:05Z")) == "2026-03-08 01:59:05 -05:00")
    #expect(nightly.localText(try time("2026-03-08T07:00:00Z")) == "2026-03-08 03:00:00 -04:00")
    #expect(
      try schedule("@daily", "Asia/Kolkata").localText(try time("2026-03-08T07:00:00Z")).hasSuffix(
        "12:30:00 +05:30"))
  }

  /// Every firing of a span, found by walking minute by minute: at each, the local minutes that the clock has newly
  /// reached or skipped.
  private func walk(_ schedule: CronSchedule, from start: Date, minutes: Int) throws -> [Date] {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: schedule.timeZone))
    func local(_ instant: Date) -> Int {
      let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: instant)
      let date = CivilDate(year: parts.year!, month: parts.month!, day: parts.day!)!
      return Int(date.dayNumber) * 1_440 + parts.hour! * 60 + parts.minute!
    }
    let times = Set(schedule.expression.minutesOfDay)
    // Two days ahead of the span, so that a repeated hour before it is seen.
    var highest = local(start - 2 * 86_400)
    var found: [Date] = []
    for minute in (1 - 2 * 1_440)..<minutes {
      let instant = start + Double(minute) * 60
      let reached = local(instant)
      guard reached > highest else { continue }
      let isFiring = (highest + 1...reached).contains { each in
        guard times.contains(each % 1_440) else { return false }
        let date = CivilDate(dayNumber: Int32(each / 1_440))
        return schedule.expression.matches(date)
          && schedule.calendars.allSatisfy { BusinessCalendar($0).isBusinessDay(date) }
      }
      if isFiring, minute > 0 { found.append(instant) }
      highest = reached
    }
    return found
  }

  @Test(
    "random schedules fire as a walk through the minutes finds, forwards and backwards", arguments: 0..<60)
  func property(seed: Int) throws {
    var random = SplitMix(state: UInt64(seed))
    let zone = [
      "America/New_York", "Europe/London", "UTC", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca",
    ]
    .randomElement(using: &random)!
    let cron = (0..<5).map { field -> String in
      let range = [0...59, 0...23, 1...31, 1...12, 0...7][field]
      let a = Int.random(in: range, using: &random)
      let b = Int.random(in: range, using: &random)
      switch Int.random(in: 0..<(field < 2 ? 4 : 8), using: &random) {
      case 0: return "\(min(a, b))-\(max(a, b))"
      case 1: return "\(a),\(b)"
      case 2: return "*/\(max(1, a % 20))"
      case 3: return "\(min(a, b))-\(max(a, b))/\(1 + a % 4)"
      default: return "*"
      }
    }.joined(separator: " ")
    let schedule = try schedule(
      cron, zone, Int.random(in: 0..<3, using: &random) == 0 ? [.usNYSE] : [])
    // A few days around a change of the clocks, or anywhere in 2026.
    let starts = ["2026-03-06", "2026-03-27", "2026-10-23", "2026-10-30", "2026-04-03", "2026-02-13"]
    let day = starts.randomElement(using: &random)!
    let start = try time("\(day)T00:00:00Z") + Double(Int.random(in: 0..<86_400, using: &random) / 60 * 60)
    let minutes = 5 * 1_440
    let expected = try walk(schedule, from: start, minutes: minutes)
    let end = start + Double(minutes - 1) * 60
    var found: [Date] = []
    var last = start
    while let next = schedule.next(after: last), next <= end {
      try #require(next > last, "\(cron) \(zone)")
      found.append(next)
      last = next
    }
    #expect(found == expected, "\(cron) \(zone) \(day)")
    // Backwards, from moments between the firings too.
    for _ in 0..<20 {
      let moment = start + Double(Int.random(in: 0..<minutes * 60, using: &random))
      #expect(
        schedule.last(atOrBefore: moment, notBefore: start + 1) == expected.last { $0 <= moment },
        "\(cron) \(zone) \(moment)")
    }
  }
}

struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
