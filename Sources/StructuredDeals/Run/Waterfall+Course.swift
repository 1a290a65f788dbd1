import DatesAndConventions

/// What a group brings, on one path or on eight.
struct GroupFlows<Number: PathNumber> {
  /// Of what it is made of at the start.
  let periods: PeriodFlows<Number>
  /// How a purchase runs off, in any size.
  let template: PeriodFlows<Number>
  /// Whether there is something to buy.
  let canPurchase: Number.Truth

  /// Whether something comes in a period, counted from 0.
  func bring(_ period: Int, _ vintages: [DealState<Number>.Group.Vintage]) -> Bool {
    period < periods.count || !vintages.isEmpty
  }

  /// Puts what comes in a period in a place: of what the group was made of, and of what was bought since.
  func put(
    _ period: Int, _ vintages: [DealState<Number>.Group.Vintage], in place: inout Collections<Number>
  ) {
    periods.put(period, in: &place)
    place.purchased = .zero
    guard let opening = vintages.isEmpty ? nil : template.openingBalance else { return }
    for vintage in vintages {
      place.add(template[period - vintage.period], times: .ratio(vintage.balance, opening))
    }
  }
}

extension Waterfall {
  /// Purchases for ever would run for ever.
  private static let mostPeriods = 1_800

  /// The course of a run on one path or on eight; hands the deal on at the end of every period and gives how many there were.
  ///
  /// `series` has the values of each of the deal's, one a period; the last goes on. Paths whose purchases end before others' go on to
  /// the last period of all; `DealState.hasEnded` tells of them.
  func course<Number>(
    of groups: [GroupFlows<Number>], series: [[Number]], isExplained: Bool = false, checksSteps: Bool,
    _ visit: (DealState<Number>) -> Void
  ) throws(DealRunError) -> Int {
    let state = DealState(
      bound, deal, opening: groups.map { $0.periods.openingBalance ?? .zero },
      canPurchase: groups.map { $0.canPurchase }, isExplained: isExplained, checksSteps: checksSteps)
    var periods = groups.map { $0.periods.count }.max() ?? 0
    state.lastPeriod = Number(repeating: Double(periods))
    var period = 0
    while period < periods {
      let number = period + 1
      let date = deal.firstPayment.map { $0.adding(months: period * deal.monthsPerPeriod) }
      let before = deal.firstPayment.map { $0.adding(months: (period - 1) * deal.monthsPerPeriod) }
      try state.open(
        DealPeriod(
          number: number, date: date, months: deal.monthsPerPeriod,
          days: date.flatMap { date in before.map { date - $0 } } ?? 0),
        groups, series: series)
      for step in bound.steps.indices { try state.take(step) }
      try state.close()
      visit(state)
      for (group, flows) in groups.enumerated() {
        guard let bought = state.groups[group].vintages.last, bought.period == number else { continue }
        let buys = (bought.balance .> .zero) .& .!state.hasEnded
        let last = number + flows.template.count
        state.lastPeriod = state.lastPeriod.replacing(
          with: .higher(state.lastPeriod, Number(repeating: Double(last))), where: buys)
        if buys.holdsSomewhere { periods = max(periods, last) }
      }
      guard periods <= Waterfall.mostPeriods else {
        throw state.error(
          "purchases go on for more than \(Waterfall.mostPeriods) periods; end them by a condition")
      }
      period += 1
    }
    return periods
  }
}
