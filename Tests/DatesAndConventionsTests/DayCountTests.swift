import DatesAndConventions
import Testing

@Suite struct DayCountTests {
  struct ActualActualCase: Sendable, CustomTestStringConvertible {
    let start: String
    let end: String
    let isda: Double
    let icma: Double
    let afb: Double
    let reference: (String, String)
    let frequency: Frequency
    var testDescription: String { "\(start) to \(end)" }
  }

  // QuantLib test-suite/daycounters.cpp, after ISDA, "The Actual/Actual Day Count Fraction" (1999).
  static let actualActualCases = [
    ActualActualCase(
      start: "2003-11-01", end: "2004-05-01", isda: 0.497724380567, icma: 0.5, afb: 0.497267759563,
      reference: ("2003-11-01", "2004-05-01"), frequency: .semiannual),
    ActualActualCase(
      start: "1999-02-01", end: "1999-07-01", isda: 0.410958904110, icma: 0.410958904110, afb: 0.410958904110,
      reference: ("1998-07-01", "1999-07-01"), frequency: .annual),
    ActualActualCase(
      start: "1999-07-01", end: "2000-07-01", isda: 1.001377348600, icma: 1, afb: 1,
      reference: ("1999-07-01", "2000-07-01"), frequency: .annual),
    ActualActualCase(
      start: "2002-08-15", end: "2003-07-15", isda: 0.915068493151, icma: 0.915760869565, afb: 0.915068493151,
      reference: ("2003-01-15", "2003-07-15"), frequency: .semiannual),
    ActualActualCase(
      start: "2003-07-15", end: "2004-01-15", isda: 0.504004790778, icma: 0.5, afb: 0.504109589041,
      reference: ("2003-07-15", "2004-01-15"), frequency: .semiannual),
    ActualActualCase(
      start: "1999-07-30", end: "2000-01-30", isda: 0.503892506924, icma: 0.5, afb: 0.504109589041,
      reference: ("1999-07-30", "2000-01-30"), frequency: .semiannual),
    ActualActualCase(
      start: "2000-01-30", end: "2000-06-30", isda: 0.415300546448, icma: 0.417582417582, afb: 0.41530054644,
      reference: ("2000-01-30", "2000-07-30"), frequency: .semiannual),
  ]

  // Published to twelve places, one of them to eleven.
  @Test(arguments: actualActualCases)
  func `actual/actual as ISDA, ICMA and AFB count it`(_ test: ActualActualCase) {
    let (start, end) = (day(test.start), day(test.end))
    let period = CouponPeriod(
      start: day(test.reference.0), end: day(test.reference.1), frequency: test.frequency)
    #expect(abs(DayCount.actualActualISDA.yearFraction(from: start, to: end) - test.isda) < 1e-11)
    #expect(abs(DayCount.actualActualAFB.yearFraction(from: start, to: end) - test.afb) < 1e-11)
    #expect(
      abs(DayCount.actualActualICMA.yearFraction(from: start, to: end, period: period) - test.icma) < 1e-11)
  }

  @Test func `days and years of random dates agree with QuantLib`() throws {
    var rules: Set<DayCount> = []
    for row in try Golden.rows("day_counts.csv") {
      let rule = try row.value("day_count", DayCount.self)
      let (start, end) = (try row.date("start"), try row.date("end"))
      rules.insert(rule)
      var period = CouponPeriod(start: start, end: max(end, start.adding(days: 1)), frequency: .annual)
      if !row["termination"].isEmpty { period.terminationDate = try row.date("termination") }
      if !row["calendar"].isEmpty {
        period.calendar = BusinessCalendar(try row.value("calendar", CalendarID.self))
      }
      #expect(try rule.dayCount(from: start, to: end, period: period) == row.int("days"), "\(row)")
      let years = rule.yearFraction(from: start, to: end, period: period)
      // The same few operations; ACT/ACT ISDA may add its three terms in another order.
      #expect(try isClose(years, row.double("years"), ulps: 4), "\(years) \(row)")
      if !rule.needsCouponPeriod { #expect(rule.yearFraction(from: start, to: end) == years) }
    }
    #expect(rules == Set(DayCount.allCases).subtracting([.actualActualICMA]))
  }

  @Test func `ICMA years inside and beyond a reference period agree with QuantLib`() throws {
    let rows = try Golden.rows("icma.csv")
    #expect(rows.count > 350)
    for row in rows {
      let period = CouponPeriod(
        start: try row.date("reference_start"), end: try row.date("reference_end"),
        frequency: try row.frequency("frequency"))
      let (start, end) = (try row.date("start"), try row.date("end"))
      let years = DayCount.actualActualICMA.yearFraction(from: start, to: end, period: period)
      // QuantLib multiplies and divides in another order, once for each notional period.
      #expect(try abs(years - row.double("years")) < 1e-14, "\(years) \(row)")
      #expect(DayCount.actualActualICMA.yearFraction(from: end, to: start, period: period) == -years)
    }
  }

  /// ISDA memorandum of 1999, long final period 30 November 1999 to 30 April 2000 in a quarterly schedule at month ends.
  @Test func `notional periods keep to month ends`() {
    let period = CouponPeriod(start: day("1999-11-30"), end: day("2000-02-29"), frequency: .quarterly)
    let years = DayCount.actualActualICMA.yearFraction(
      from: day("1999-11-30"), to: day("2000-04-30"), period: period)
    let expected: Double = 0.25 + 61.0 / 368
    #expect(isClose(years, expected, ulps: 2))
  }

  @Test func `the two readings of the end of February differ only there`() {
    func days(_ rule: DayCount, _ start: String, _ end: String) -> Int {
      rule.dayCount(from: day(start), to: day(end))
    }
    #expect(days(.thirty360US, "2006-08-31", "2007-02-28") == 178)
    #expect(days(.thirty360BondBasis, "2006-08-31", "2007-02-28") == 178)
    #expect(days(.thirty360US, "2007-02-28", "2007-08-31") == 180)
    #expect(days(.thirty360BondBasis, "2007-02-28", "2007-08-31") == 183)
    #expect(days(.thirty360US, "2007-02-28", "2008-02-29") == 360)
    #expect(days(.thirty360BondBasis, "2007-02-28", "2008-02-29") == 361)
  }

  @Test(arguments: DayCount.allCases)
  func `no time is no years, and calendar rules are odd functions`(_ rule: DayCount) {
    let (a, b) = (day("2024-01-10"), day("2031-07-23"))
    #expect(rule.yearFraction(from: a, to: a) == 0)
    #expect(rule.yearFraction(from: b, to: a) == -rule.yearFraction(from: a, to: b))
  }

  @Test func `a rule without its period means something`() {
    let icma = DayCount.actualActualICMA.yearFraction(from: day("2020-02-15"), to: day("2023-02-15"))
    #expect(icma == 3)
    let weekdays = DayCount.business252.yearFraction(from: day("2024-12-23"), to: day("2024-12-30"))
    #expect(weekdays == 5.0 / 252)
  }
}
