/// The working-out of a schedule: which dates bound its periods.
struct ScheduleDates {
  private struct Boundary {
    var unadjusted: CivilDate
    var adjusted: CivilDate
    /// Place in the roll; `nil` off it.
    var rollIndex: Int?
  }

  private let terms: ScheduleTerms
  private let roll: RollDates
  private var boundaries: [Boundary] = []
  /// Day of the month of regular periods; 31 is the end of the month.
  let rollDay: Int

  init(_ terms: ScheduleTerms) throws(ScheduleError) {
    self.terms = terms
    let anchor = terms.anchor
    // The roll of a single payment is never used but for its reference period, a year.
    let months = terms.frequency == .once ? 12 : terms.frequency.monthsPerPeriod
    roll =
      if let day = terms.rollDay {
        RollDates(anchor: anchor, monthsPerPeriod: months, rollDay: day)
      } else {
        RollDates(anchor: anchor, monthsPerPeriod: months, endOfMonth: terms.endOfMonth)
      }
    let staysAtMonthEnd = terms.endOfMonth && terms.calendar.isEndOfMonth(anchor)
    rollDay = staysAtMonthEnd ? 31 : roll.rollDay

    if terms.frequency == .once {
      boundaries = [boundary(terms.start), boundary(terms.end)]
    } else {
      switch terms.direction {
      case .backward: gatherBackward()
      case .forward: gatherForward()
      }
      lengthenStub()
    }
    adjust(toMonthEnd: staysAtMonthEnd)
    try dropEmptyPeriods()
  }

  private func boundary(_ date: CivilDate) -> Boundary {
    Boundary(unadjusted: date, adjusted: date, rollIndex: roll.index(of: date))
  }

  private func sameDay(_ a: CivilDate, _ b: CivilDate, _ convention: BusinessDayConvention) -> Bool {
    a == b || terms.calendar.adjust(a, convention) == terms.calendar.adjust(b, convention)
  }

  private mutating func gatherBackward() {
    let anchorIndex = 0
    var dates: [CivilDate] = [terms.end]
    if let penultimate = terms.innerPenultimate { dates.append(penultimate) }
    let exit = terms.innerFirst ?? terms.start
    var index = anchorIndex - 1
    while case let date = roll.date(index), date >= exit {
      dates.append(date)
      index -= 1
    }
    if let first = terms.innerFirst, !sameDay(dates[dates.count - 1], first, terms.convention) {
      dates.append(first)
    }
    if !sameDay(dates[dates.count - 1], terms.start, terms.convention) { dates.append(terms.start) }
    boundaries = dates.reversed().map(boundary)
  }

  private mutating func gatherForward() {
    var dates: [CivilDate] = [terms.start]
    if let first = terms.innerFirst { dates.append(first) }
    let exit = terms.innerPenultimate ?? terms.end
    var index = 1
    while case let date = roll.date(index), date <= exit {
      dates.append(date)
      index += 1
    }
    if let penultimate = terms.innerPenultimate,
      !sameDay(dates[dates.count - 1], penultimate, terms.convention)
    {
      dates.append(penultimate)
    }
    if !sameDay(dates[dates.count - 1], terms.end, terms.terminationConvention) { dates.append(terms.end) }
    boundaries = dates.map(boundary)
  }

  /// Joins a stub that no first or penultimate date asked for to its neighbour.
  private mutating func lengthenStub() {
    guard terms.stub == .long, boundaries.count > 2 else { return }
    switch terms.direction {
    case .backward:
      if terms.innerFirst == nil, !isRegular(0) { boundaries.remove(at: 1) }
    case .forward:
      if terms.innerPenultimate == nil, !isRegular(boundaries.count - 2) {
        boundaries.remove(at: boundaries.count - 2)
      }
    }
  }

  private mutating func adjust(toMonthEnd: Bool) {
    let last = boundaries.count - 1
    for index in boundaries.indices {
      if toMonthEnd, index > 0, index < last {
        boundaries[index].unadjusted = boundaries[index].unadjusted.endOfMonth
      }
      boundaries[index].adjusted = terms.calendar.adjust(
        boundaries[index].unadjusted, index == last ? terms.terminationConvention : terms.convention)
    }
  }

  /// Moving to business days may leave the first or the last period without a day.
  private mutating func dropEmptyPeriods() throws(ScheduleError) {
    if boundaries.count > 2,
      boundaries[boundaries.count - 2].adjusted >= boundaries[boundaries.count - 1].adjusted
    {
      boundaries.remove(at: boundaries.count - 2)
    }
    if boundaries.count > 2, boundaries[1].adjusted <= boundaries[0].adjusted { boundaries.remove(at: 1) }
    guard boundaries.count >= 2, boundaries[0].adjusted < boundaries[1].adjusted else {
      throw .emptyAfterAdjustment(boundaries[0].adjusted)
    }
  }

  private func isRegular(_ index: Int) -> Bool {
    if terms.frequency == .once { return true }
    guard let start = boundaries[index].rollIndex, let end = boundaries[index + 1].rollIndex else {
      return false
    }
    return end == start + 1
  }

  var periods: [SchedulePeriod] {
    (0..<boundaries.count - 1).map { index in
      let (start, end) = (boundaries[index], boundaries[index + 1])
      let isRegular = isRegular(index)
      let reference = isRegular ? (start.unadjusted, end.unadjusted) : notionalPeriod(of: index)
      return SchedulePeriod(
        accrualStart: start.unadjusted, accrualEnd: end.unadjusted, adjustedStart: start.adjusted,
        adjustedEnd: end.adjusted, isRegular: isRegular, referenceStart: reference.0,
        referenceEnd: reference.1)
    }
  }

  /// The regular period that ends where the stub ends, or, for a stub at the back, that starts where it starts.
  private func notionalPeriod(of index: Int) -> (CivilDate, CivilDate) {
    let isLast = index == boundaries.count - 2
    let atTheBack: Bool
    switch terms.direction {
    case .backward: atTheBack = isLast && index > 0
    case .forward: atTheBack = isLast
    }
    let edge = atTheBack ? boundaries[index].unadjusted : boundaries[index + 1].unadjusted
    // A date off the roll carries its own day.
    let isOnRoll = edge.day == min(rollDay, edge.endOfMonth.day)
    let local = RollDates(
      anchor: edge, monthsPerPeriod: roll.monthsPerPeriod, rollDay: isOnRoll ? rollDay : nil)
    return atTheBack ? (edge, local.date(1)) : (local.date(-1), edge)
  }
}
