import DatesAndConventions
import Testing

@Suite struct ScheduleTests {
  @Test func `random schedules have QuantLib's dates`() throws {
    let rows = try Golden.rows("schedules.csv")
    #expect(rows.count == 900)
    for row in rows {
      let terms = ScheduleTerms(
        start: try row.date("start"), end: try row.date("end"), frequency: try row.frequency("frequency"),
        direction: try row.value("direction"),
        firstDate: row["first"].isEmpty ? nil : try row.date("first"),
        penultimateDate: row["penultimate"].isEmpty ? nil : try row.date("penultimate"),
        endOfMonth: row["end_of_month"] == "true",
        calendar: BusinessCalendar(try row.value("calendar", CalendarID.self)),
        convention: try row.value("convention"),
        terminationConvention: try row.value("termination_convention"))
      let schedule = try Schedule(terms)
      #expect(schedule.adjustedDates.map(\.description).joined(separator: " ") == row["dates"], "\(row)")
      // With a first or penultimate date, QuantLib calls a stub what may be a whole period.
      if row["first"].isEmpty, row["penultimate"].isEmpty {
        let regular = schedule.periods.map { $0.isRegular ? "R" : "-" }.joined()
        #expect(regular == row["regular"], "\(row)")
      }
      for (period, next) in zip(schedule.periods, schedule.periods.dropFirst()) {
        #expect(period.accrualEnd == next.accrualStart && period.adjustedEnd == next.adjustedStart)
      }
      for period in schedule.periods {
        #expect(period.referenceStart < period.referenceEnd)
        #expect(
          !period.isRegular
            || (period.referenceStart, period.referenceEnd) == (period.accrualStart, period.accrualEnd))
      }
    }
  }

  @Test func `the fast path gives the dates of the full one`() throws {
    for row in try Golden.rows("schedules.csv") {
      let (start, end) = (try row.date("start"), try row.date("end"))
      let frequency = try row.frequency("frequency")
      for endOfMonth in [false, true] {
        let terms = ScheduleTerms(start: start, end: end, frequency: frequency, endOfMonth: endOfMonth)
        let fast = Schedule.unadjustedBackwardDates(
          from: start, to: end, frequency: frequency, endOfMonth: endOfMonth)
        // The full path takes a last business day for a month end.
        if endOfMonth, end.isEndOfMonth != terms.calendar.isEndOfMonth(end) { continue }
        #expect(try fast == Schedule(terms).unadjustedDates, "\(row)")
      }
    }
  }

  @Test func `a 31st survives February`() throws {
    let schedule = try Schedule(
      ScheduleTerms(start: day("2023-08-31"), end: day("2025-08-31"), frequency: .semiannual))
    #expect(
      schedule.unadjustedDates.map(\.description)
        == ["2023-08-31", "2024-02-29", "2024-08-31", "2025-02-28", "2025-08-31"])
  }

  @Test func `a short stub stands alone, a long one joins its neighbour`() throws {
    func dates(_ direction: ScheduleDirection, _ stub: StubLength) throws -> [String] {
      try Schedule(
        ScheduleTerms(
          start: day("2024-01-10"), end: day("2025-03-20"), frequency: .semiannual, direction: direction,
          stub: stub)
      ).unadjustedDates.map(\.description)
    }
    #expect(try dates(.backward, .short) == ["2024-01-10", "2024-03-20", "2024-09-20", "2025-03-20"])
    #expect(try dates(.backward, .long) == ["2024-01-10", "2024-09-20", "2025-03-20"])
    #expect(try dates(.forward, .short) == ["2024-01-10", "2024-07-10", "2025-01-10", "2025-03-20"])
    #expect(try dates(.forward, .long) == ["2024-01-10", "2024-07-10", "2025-03-20"])
  }

  @Test func `a whole number of periods has no stub to lengthen`() throws {
    for direction in ScheduleDirection.allCases {
      let schedule = try Schedule(
        ScheduleTerms(
          start: day("2024-01-10"), end: day("2026-01-10"), frequency: .quarterly, direction: direction,
          stub: .long))
      #expect(schedule.periods.count == 8)
      #expect(schedule.periods.allSatisfy { $0.isRegular })
    }
  }

  @Test func `stubs refer to the regular period beside them`() throws {
    let front = try Schedule(
      ScheduleTerms(start: day("2002-08-15"), end: day("2004-01-15"), frequency: .semiannual, stub: .long))
    #expect(front.periods[0].referenceStart == day("2003-01-15"))
    #expect(front.periods[0].referenceEnd == day("2003-07-15"))
    // QuantLib test-suite/daycounters.cpp, long first period.
    #expect(abs(front.accrualYears(0, .actualActualICMA) - 0.915760869565) < 1e-12)
    #expect(front.accrualYears(1, .actualActualICMA) == 0.5)

    let back = try Schedule(
      ScheduleTerms(
        start: day("1999-01-30"), end: day("2000-06-30"), frequency: .semiannual,
        penultimateDate: day("2000-01-30")))
    let last = back.periods.count - 1
    #expect(back.periods[last].referenceEnd == day("2000-07-30"))
    #expect(isClose(back.accrualYears(last, .actualActualICMA), 152.0 / 364, ulps: 2))
  }

  @Test func `a schedule rolls on the day it is told`() throws {
    let terms = ScheduleTerms(
      start: day("2022-08-30"), end: day("2024-02-29"), frequency: .semiannual, rollDay: 30)
    #expect(
      try Schedule(terms).unadjustedDates.map(\.description)
        == ["2022-08-30", "2023-02-28", "2023-08-30", "2024-02-29"])
    #expect(try Schedule(terms).periods.allSatisfy { $0.isRegular })
  }

  @Test func `a single payment has one period`() throws {
    let schedule = try Schedule(
      ScheduleTerms(
        start: day("2024-01-10"), end: day("2029-06-30"), frequency: .once,
        calendar: BusinessCalendar(.target),
        convention: .following, terminationConvention: .following))
    #expect(schedule.adjustedDates == [day("2024-01-10"), day("2029-07-02")])
    #expect(schedule.unadjustedDates == [day("2024-01-10"), day("2029-06-30")])
  }

  @Test func `payment follows the end of accrual by the lag`() throws {
    let schedule = try Schedule(
      ScheduleTerms(start: day("2024-03-29"), end: day("2024-06-29"), frequency: .quarterly))
    let calendar = BusinessCalendar(.target)
    #expect(schedule.periods[0].paymentDate(calendar: calendar) == day("2024-07-01"))
    #expect(schedule.periods[0].paymentDate(calendar: calendar, lag: 2) == day("2024-07-03"))
    #expect(
      schedule.periods[0].paymentDate(calendar: calendar, convention: .modifiedFollowing) == day("2024-06-28")
    )
  }

  @Test func `impossible terms are refused, with field and fix`() {
    let good = ScheduleTerms(start: day("2024-01-10"), end: day("2026-01-10"), frequency: .semiannual)
    func error(_ change: (inout ScheduleTerms) -> Void) -> ScheduleError? {
      var terms = good
      change(&terms)
      do {
        _ = try Schedule(terms)
        return nil
      } catch { return error }
    }
    #expect(error { _ in } == nil)
    #expect(error { $0.end = $0.start } == .endNotAfterStart(start: good.start, end: good.start))
    #expect(
      error { $0.firstDate = day("2026-01-10") }
        == .firstDateOutside(day("2026-01-10"), start: good.start, end: good.end))
    #expect(
      error { $0.penultimateDate = day("2023-01-10") }
        == .penultimateDateOutside(day("2023-01-10"), start: good.start, end: good.end))
    #expect(
      error {
        $0.firstDate = day("2025-01-10")
        $0.penultimateDate = day("2024-07-10")
      } == .firstDateAfterPenultimate(first: day("2025-01-10"), penultimate: day("2024-07-10")))
    #expect(error { $0.rollDay = 32 } == .rollDayOutOfRange(32))
    #expect(error { $0.rollDay = 15 } == .rollDayOffAnchor(15, anchor: good.end))
    #expect(
      error {
        $0.rollDay = 10
        $0.endOfMonth = true
      } == .rollDayWithEndOfMonth(10))
    #expect(
      error {
        $0.frequency = .once
        $0.firstDate = day("2024-07-10")
      } == .innerDatesOfSinglePeriod)
    #expect(
      error {
        $0.start = day("2024-01-06")
        $0.end = day("2024-01-07")
        $0.calendar = BusinessCalendar(.target)
        $0.convention = .following
        $0.terminationConvention = .following
      } == .emptyAfterAdjustment(day("2024-01-08")))
    #expect(
      ScheduleError.rollDayOutOfRange(32).description == "rollDay 32 is not a day of the month; give 1 to 31")
  }

  @Test func `a contract without maturity has a schedule`() throws {
    let terms = ScheduleTerms(
      start: day("2020-12-31"), end: day("9999-12-31"), frequency: .annual,
      calendar: BusinessCalendar(.usSettlement),
      convention: .modifiedFollowing, terminationConvention: .following)
    #expect(try Schedule(terms).periods.count == 7979)
  }

  @Test func `roll dates find their place`() {
    let roll = RollDates(anchor: day("2030-08-31"), monthsPerPeriod: 6)
    for index in -200...200 {
      let date = roll.date(index)
      #expect(roll.index(of: date) == index)
      #expect(roll.index(onOrBefore: date.adding(days: -1)) == index - 1)
      #expect(roll.index(onOrBefore: date.adding(days: 1)) == index)
    }
    #expect(roll.index(of: day("2030-08-30")) == nil)
    #expect(
      roll.dates(from: day("2029-02-28"), through: day("2030-02-28"))
        == [day("2029-02-28"), day("2029-08-31"), day("2030-02-28")])
    #expect(roll.dates(from: day("2029-03-01"), through: day("2029-08-30")).isEmpty)
  }
}
