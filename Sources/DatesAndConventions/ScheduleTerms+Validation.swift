extension ScheduleTerms {
  /// The first date, where it says something.
  var innerFirst: CivilDate? { firstDate == start ? nil : firstDate }
  /// The penultimate date, where it says something.
  var innerPenultimate: CivilDate? { penultimateDate == end ? nil : penultimateDate }

  /// The date from which regular periods are counted.
  var anchor: CivilDate {
    switch direction {
    case .backward: innerPenultimate ?? end
    case .forward: innerFirst ?? start
    }
  }

  func validate() throws(ScheduleError) {
    guard start < end else { throw .endNotAfterStart(start: start, end: end) }
    if let first = innerFirst, first < start || first >= end {
      throw .firstDateOutside(first, start: start, end: end)
    }
    if let penultimate = innerPenultimate, penultimate <= start || penultimate > end {
      throw .penultimateDateOutside(penultimate, start: start, end: end)
    }
    if let first = innerFirst, let penultimate = innerPenultimate, first > penultimate {
      throw .firstDateAfterPenultimate(first: first, penultimate: penultimate)
    }
    if frequency == .once, innerFirst != nil || innerPenultimate != nil || rollDay != nil {
      throw .innerDatesOfSinglePeriod
    }
    if let day = rollDay {
      guard (1...31).contains(day) else { throw .rollDayOutOfRange(day) }
      guard !endOfMonth else { throw .rollDayWithEndOfMonth(day) }
      guard anchor.day == min(day, anchor.endOfMonth.day) else {
        throw .rollDayOffAnchor(day, anchor: anchor)
      }
    }
  }
}
