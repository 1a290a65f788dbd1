import Models

extension SimulatedRates {
  /// The same rates after months that were over on the valuation date, for loans and deals that stand as of a day before it.
  ///
  /// These months have the mortgage rates that are given, one a month, and the first indices to come. What they pay is worth nothing: it
  /// was paid to whoever held the assets then.
  ///
  /// Precondition: as many rates as months, where paths have mortgage rates.
  public func after(monthsOver: Int, mortgageRates: [Double] = []) -> SimulatedRates {
    precondition(
      mortgageRate == nil || mortgageRates.count == monthsOver, "a mortgage rate for each month that is over")
    return monthsOver == 0 ? self : SimulatedRates(self, monthsOver, mortgageRates)
  }

  private init(_ rates: SimulatedRates, _ monthsOver: Int, _ mortgageRates: [Double]) {
    let width = PathBlock.width
    let zeros = [Double](repeating: 0, count: monthsOver)
    let past = mortgageRates.flatMap { [Double](repeating: $0, count: width) }
    times = MonthTimes(over: monthsOver, rates.times)
    plan = rates.plan
    indexNames = rates.indexNames
    curve = zeros + rates.curve
    blocks = rates.blocks.map { block in
      Block(
        discounts: [Double](repeating: 0, count: monthsOver * width) + block.discounts,
        mortgageRates: block.mortgageRates.isEmpty ? [] : past + block.mortgageRates,
        indices: block.indices.map { rows in
          zeros.flatMap { _ in rows.prefix(width) } + rows
        })
    }
    mortgageRate = rates.mortgageRate.map { old in
      let today = mortgageRates[0]
      let farthest = mortgageRates.reduce(old.distance) { max($0, abs($1 - old.today)) }
      return (today, farthest + abs(today - old.today))
    }
  }
}

extension MonthTimes {
  /// After months that are over, which end and are paid today.
  fileprivate init(over months: Int, _ times: MonthTimes) {
    let today = [Double](repeating: 0, count: months)
    ends = today + times.ends
    payments = today + times.payments
  }
}
