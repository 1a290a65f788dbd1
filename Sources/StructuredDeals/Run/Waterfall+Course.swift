import DatesAndConventions

/// What a group brings, on one path or on eight.
struct GroupFlows<Number: PathNumber>: Sendable {
  /// Of what it is made of at the start.
  let periods: [Collections<Number>]
  /// How a purchase runs off, in any size.
  let template: [Collections<Number>]
  /// Whether there is something to buy.
  let canPurchase: Number.Truth

  /// What comes in a period, counted from 0: of what it was made of, and of what was bought since. `nil` after their end.
  func collections(_ period: Int, _ vintages: [DealState<Number>.Group.Vintage]) -> Collections<Number>? {
    guard !vintages.isEmpty, let opening = template.first?.openingBalance else {
      return period < periods.count ? periods[period] : nil
    }
    var sum = periods.inPeriod(period)
    for vintage in vintages {
      sum.add(template.inPeriod(period - vintage.period), times: .ratio(vintage.balance, opening))
    }
    return sum
  }
}

extension Array {
  /// Of a period counted from 0; after the last nothing comes in, and what is left stays.
  fileprivate func inPeriod<Number>(_ period: Int) -> Collections<Number>
  where Element == Collections<Number> {
    if period < count { return self[period] }
    return Collections(performing: last?.performing ?? .zero, inDefault: last?.inDefault ?? .zero)
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
    _ visit: (borrowing DealState<Number>) -> Void
  ) throws(DealRunError) -> Int {
    var state = DealState(
      bound, deal, opening: groups.map { $0.periods.first?.openingBalance ?? .zero }, checksSteps: checksSteps
    )
    state.canPurchase = groups.map { $0.canPurchase }
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
        groups, series: series.map { $0[min(period, $0.count - 1)] }, isExplained: isExplained)
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
