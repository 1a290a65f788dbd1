public import DatesAndConventions

extension ScenarioMarketSource {
  /// Forward rates of an index month by month on a column's curve: what series of deals and adjustable loans read without paths of rates.
  ///
  /// Simple interest by the index's day count, decimals a year, of `tenor` from the same day of each month on, the first on `start`. Months
  /// before the valuation date have the rate of that date. Administered rates are those that they follow and their spread.
  ///
  /// - Parameters:
  ///   - tenor: of the rate; `nil` for the index's own, or a month.
  ///   - months: how many rates.
  /// - Throws: `MissingMarketData` naming the index without a curve.
  public func monthlyRates(
    _ index: RateIndexID, tenor: Tenor?, from start: CivilDate, months: Int, column: Int = 0
  ) throws(MissingMarketData) -> [Double] {
    let terms = RateIndex.of(index)
    let tenor = tenor ?? terms.term ?? Tenor(1, .months)
    let (projected, spread) = terms.projection
    let valuation = valuationDate
    func years(_ day: CivilDate) -> Double { Double(day - valuation) / 365 }
    let periods = (0..<months).map { month in
      let first = max(start.adding(months: month), valuation)
      return (first: first, last: tenor.date(after: first))
    }
    let days = Set(periods.flatMap { [$0.first, $0.last] }).sorted()
    let table = try indexTable(projected, years: days.map(years))
    let discounts = Dictionary(
      uniqueKeysWithValues: days.enumerated().map { ($1, table[$0 * rowStride + column]) })
    return periods.map { period in
      let growth = discounts[period.first, default: 1] / discounts[period.last, default: 1]
      return (growth - 1) / terms.dayCount.yearFraction(from: period.first, to: period.last) + spread
    }
  }
}

extension RateIndex {
  /// Of a deposit; `nil` for indices of another kind.
  fileprivate var term: Tenor? {
    if case .term(let tenor) = kind { tenor } else { nil }
  }
}
