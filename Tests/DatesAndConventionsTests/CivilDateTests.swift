import DatesAndConventions
import Foundation
import Testing

@Suite struct CivilDateTests {
  @Test func `day numbers of known days`() {
    #expect(day("1970-01-01").dayNumber == 0)
    #expect(day("2000-03-01").dayNumber == 11_017)
    #expect(day("1969-12-31").dayNumber == -1)
    #expect(day("0001-01-01").dayNumber == -719_162)
    #expect(day("9999-12-31").dayNumber == 2_932_896)
    #expect(day("2026-11-21").weekday == .saturday)
    #expect(day("0001-01-01").weekday == .monday)
  }

  @Test func `every 17th day of the years 1 to 9999 goes to year, month, day and back`() {
    var previous = CivilDate(dayNumber: -719_163)
    for number in stride(from: Int32(-719_162), through: 2_932_896, by: 17) {
      let date = CivilDate(dayNumber: number)
      let (year, month, dayOfMonth) = date.yearMonthDay
      #expect(CivilDate(year: year, month: month, day: dayOfMonth) == date)
      #expect(CivilDate(iso: date.description) == date)
      #expect(previous < date)
      previous = date
    }
  }

  @Test func `a month has its days and no more`() {
    for (year, leap) in [(1900, false), (2000, true), (2023, false), (2024, true), (2100, false)] {
      #expect(CivilDate.isLeap(year: year) == leap)
      #expect((CivilDate(year: year, month: 2, day: 29) != nil) == leap)
    }
    #expect(CivilDate(year: 2024, month: 4, day: 31) == nil)
    #expect(CivilDate(year: 2024, month: 13, day: 1) == nil)
    #expect(CivilDate(year: 0, month: 1, day: 1) == nil)
    #expect(CivilDate(year: 10_000, month: 1, day: 1) == nil)
  }

  @Test(arguments: [
    "2024-2-9", "2024/02/09", "20240209", "2024-02-30", " 2024-02-09", "2024-02-09 ", "", "२०२४-०२-०९",
  ])
  func `text that is no date is refused`(_ text: String) {
    #expect(CivilDate(iso: text) == nil)
  }

  @Test func `adding months cuts to shorter months and forgets nothing else`() {
    #expect(day("2024-01-31").adding(months: 1) == day("2024-02-29"))
    #expect(day("2024-01-31").adding(months: -2) == day("2023-11-30"))
    #expect(day("2024-03-15").adding(months: -15) == day("2022-12-15"))
    #expect(day("2024-02-29").adding(months: 12) == day("2025-02-28"))
  }

  @Test func `dates travel as ISO text`() throws {
    let coded = try JSONEncoder().encode([day("2024-02-29")])
    #expect(String(decoding: coded, as: UTF8.self) == #"["2024-02-29"]"#)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([CivilDate].self, from: Data(#"["2024-02-30"]"#.utf8))
    }
  }
}
