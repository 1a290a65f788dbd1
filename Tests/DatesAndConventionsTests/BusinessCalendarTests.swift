import DatesAndConventions
import Foundation
import Testing

@Suite struct BusinessCalendarTests {
  /// Not Japan before 2000 and from 2100 on, where QuantLib miscounts leap days in the equinoxes; the days on which
  /// yields were published bear our rule out.
  private static func isWitnessed(_ id: CalendarID, _ year: Int) -> Bool {
    id != .japan || (2000...2099).contains(year)
  }

  @Test func `every day of 1980 to 2100 is open or closed as QuantLib says`() throws {
    var calendars: Set<CalendarID> = []
    for row in try Golden.rows("holidays.csv") {
      let id = try row.value("calendar", CalendarID.self)
      let year = try row.int("year")
      guard Self.isWitnessed(id, year) else { continue }
      calendars.insert(id)
      let calendar = BusinessCalendar(id)
      var closed: [String] = []
      var date = try #require(CivilDate(year: year, month: 1, day: 1))
      while date.year == year {
        if date.isWeekend {
          #expect(calendar.isHoliday(date))
        } else if !calendar.isBusinessDay(date) {
          closed.append(date.description.filter { $0 != "-" }.suffix(4).description)
        }
        date = date.adding(days: 1)
      }
      #expect(closed.joined(separator: " ") == row["closed_weekdays"], "\(id) \(year)")
    }
    #expect(calendars.count == CalendarID.allCases.count - 1, "all but weekends only")
  }

  @Test(.enabled(if: Golden.sharedData != nil, "needs the published market data beside the repository"))
  func `the published holidays of 2000 to 2060 are the closed weekdays`() throws {
    let folder = try #require(Golden.sharedData).appendingPathComponent("calendars")
    var published: [CalendarID: Set<CivilDate>] = [:]
    for row in try Golden.rows("holidays_2000_2060.csv", in: folder) {
      published[try row.value("calendar", CalendarID.self), default: []].insert(try row.date("date"))
    }
    #expect(published.count == 13)
    for (id, holidays) in published {
      let calendar = BusinessCalendar(id)
      var date = day("2000-01-01")
      while date <= day("2060-12-31") {
        #expect(calendar.isHoliday(date) == (date.isWeekend || holidays.contains(date)), "\(id) \(date)")
        date = date.adding(days: 1)
      }
    }
  }

  /// Markets that published a figure on every day they were open. The exceptions: 6 May 2003 (see the rule), a
  /// president's funeral and the attacks of 2001, which the common calendars leave open.
  @Test(
    .enabled(if: Golden.sharedData != nil, "needs the published market data beside the repository"),
    arguments: [
      (CalendarID.japan, "jgb-yields/mof_jgb_par_yields_daily.csv", "1990-01-01", ["2003-05-06"]),
      (
        .usGovernmentBond, "ust-par-yields/ust_par_yields_daily.csv", "1990-01-01",
        ["1994-04-27", "2001-09-11", "2001-09-12"]
      ),
    ])
  func `a market published on its business days`(
    _ id: CalendarID, _ file: String, _ first: String, _ exceptions: [String]
  ) throws {
    let rows = try Golden.rows(file, in: try #require(Golden.sharedData))
    let published = try Set(rows.map { try $0.date("date") })
    let calendar = BusinessCalendar(id)
    var date = max(try #require(published.min()), day(first))
    let last = try #require(published.max())
    var different: [String] = []
    while date <= last {
      if calendar.isBusinessDay(date) != published.contains(date) { different.append(date.description) }
      date = date.adding(days: 1)
    }
    #expect(different == exceptions)
  }

  @Test func `adjusting, advancing and counting agree with QuantLib`() throws {
    let rows = try Golden.rows("business_days.csv")
    #expect(rows.count == 840)
    for row in rows {
      let calendar = BusinessCalendar(try row.value("calendar", CalendarID.self))
      let date = try row.date("date")
      for convention in BusinessDayConvention.allCases {
        #expect(
          try calendar.adjust(date, convention) == row.date(convention.rawValue), "\(convention) \(row)")
      }
      #expect(try calendar.advance(date, businessDays: try row.int("days")) == row.date("advanced"), "\(row)")
      let other = try row.date("other")
      let count = try row.int("business_days_to_other")
      #expect(calendar.businessDays(from: date, to: other) == count, "\(row)")
      #expect(calendar.businessDays(from: other, to: date) == -count, "\(row)")
    }
  }

  @Test func `days far from today are ruled, not looked up, and alike`() {
    let calendar = BusinessCalendar(.target)
    #expect(calendar.isHoliday(day("2250-12-25")))
    #expect(calendar.isBusinessDay(day("2250-12-24")))
    #expect(calendar.isHoliday(day("1850-12-25")))
    for start in ["1899-12-20", "2199-12-20"] {
      let start = day(start)
      var counted = 0
      for offset in 0..<30 where calendar.isBusinessDay(start.adding(days: offset)) { counted += 1 }
      #expect(calendar.businessDays(from: start, to: start.adding(days: 30)) == counted)
      #expect(calendar.advance(start, businessDays: counted) >= start.adding(days: 30))
    }
  }

  @Test(arguments: CalendarID.allCases)
  func `every year has an answer`(_ id: CalendarID) throws {
    let calendar = BusinessCalendar(id)
    for year in 1...9999 where year % 37 == 1 || year > 9990 {
      let christmas = try #require(CivilDate(year: year, month: 12, day: 25))
      let isOrdinary = id == .weekendsOnly || id == .japan
      #expect(calendar.isBusinessDay(christmas) == (isOrdinary && !christmas.isWeekend))
    }
  }

  /// 9999-12-31 is what files say for no maturity.
  @Test(arguments: CalendarID.allCases)
  func `dates at both ends of the calendar can be moved`(_ id: CalendarID) {
    let calendar = BusinessCalendar(id)
    #expect(calendar.adjust(day("9999-12-31"), .following) >= day("9999-12-31"))
    #expect(calendar.advance(day("9999-12-31"), businessDays: 5) > day("9999-12-31"))
    #expect(calendar.advance(day("0001-01-01"), businessDays: -5) < day("0001-01-01"))
    #expect(calendar.businessDays(from: day("0001-01-01"), to: day("0001-02-01")) > 15)
  }

  @Test func `joined calendars are open when all are`() {
    let both = BusinessCalendar(joining: [.usGovernmentBond, .target])
    let parts = [BusinessCalendar(.usGovernmentBond), BusinessCalendar(.target)]
    for offset in 0..<3000 {
      let date = day("2020-01-01").adding(days: offset)
      #expect(both.isBusinessDay(date) == parts.allSatisfy { $0.isBusinessDay(date) })
    }
    #expect(both == BusinessCalendar(joining: [.target, .usGovernmentBond, .target]))
    #expect(both != BusinessCalendar(.target))
    #expect(BusinessCalendar(joining: []) == BusinessCalendar(.weekendsOnly))
  }

  @Test func `the last business day of a month is its end`() {
    let calendar = BusinessCalendar(.target)
    #expect(calendar.isEndOfMonth(day("2021-01-29")))
    #expect(calendar.isEndOfMonth(day("2021-01-30")))
    #expect(!calendar.isEndOfMonth(day("2021-01-28")))
  }
}
