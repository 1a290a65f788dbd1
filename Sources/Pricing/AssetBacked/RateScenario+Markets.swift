import Collateral
import DatesAndConventions
import Glibc
import Instruments
import MarketData
import SecuritisationAnalytics
import StructuredDeals

extension RateScenario {
  /// The discount curve of a currency in every column, base market first, as paths look at it, with what the column's economy adds to mortgage
  /// rates and the indices of `series` by their names in order. Throws what the market lacks.
  ///
  /// Indices are simple interest of their tenor by the index's day count; administered rates are those that they follow and their spread.
  ///
  /// - Parameter mortgageRate: `nil` where nobody looks at mortgage rates.
  static func columns(
    _ currency: Currency, _ payments: PaymentTimes, _ mortgageRate: MortgageRateModel?,
    series: [String: DealSeries] = [:], in markets: any ScenarioMarketSource
  ) throws(MissingMarketData) -> [RateScenario] {
    let times = payments.months
    let starts = [0] + times.ends
    let grid =
      starts + times.payments + (mortgageRate?.terms ?? []).flatMap { term in starts.map { $0 + term.years } }
    let curves = try GridCurve.columns(grid, in: markets) { years throws(MissingMarketData) in
      try markets.discountTable(currency: currency, spreadCurve: nil, years: years)
    }
    var scenarios = curves.map { curve in
      RateScenario(discountFactor: curve.discountFactor, mortgageRate: mortgageRate)
    }
    for (name, series) in series.sorted(by: { $0.key < $1.key }) {
      let terms = payments.startDays.map { series.term(from: CivilDate(dayNumber: $0)) }
      let (index, spread) = RateIndex.of(series.index).projection
      let curves = try GridCurve.columns(zip(starts, terms).flatMap { [$0, $0 + $1.years] }, in: markets) {
        years throws(MissingMarketData) in
        try markets.indexTable(index, years: years)
      }
      for (column, curve) in curves.enumerated() {
        scenarios[column].indices.append(
          SimulatedIndex(name: name, terms: terms, spread: spread, forwardFactor: curve.discountFactor))
      }
    }
    guard let mortgageRate else { return scenarios }
    for column in scenarios.indices {
      let today = try markets.collateralEconomy(
        currency, column: column, firstMonth: YearMonth(markets.valuationDate).adding(months: 1), months: 0)
      let discountFactor = scenarios[column].discountFactor
      // What the scenario adds to mortgage rates, without the noise of the difference.
      let added = today.mortgageRates.value(0) - mortgageRate.rate { -log(discountFactor($0)) / $0 }
      scenarios[column].mortgageRateShift = (added * 1e10).rounded() / 1e10
    }
    return scenarios
  }

  /// Whether rates are those of another scenario to the bit at all months.
  func isSame(as other: RateScenario, at times: MonthTimes) -> Bool {
    (times.payments + times.ends + [times.ends[times.ends.count - 1] + 10]).allSatisfy {
      discountFactor($0) == other.discountFactor($0)
    }
      && zip(indices, other.indices).allSatisfy { index, other in
        ([0] + times.ends).enumerated().allSatisfy { month, start in
          [start, start + index.term(month).years].allSatisfy {
            index.forwardFactor?($0) == other.forwardFactor?($0)
          }
        }
      }
  }
}

extension DealSeries {
  /// Of the rate from a day on: its tenor, else the index's own, else a month.
  fileprivate func term(from day: CivilDate) -> SimulatedIndex.Term {
    let index = RateIndex.of(index)
    var own: Tenor?
    if case .term(let tenor) = index.kind { own = tenor }
    let end = (tenor ?? own ?? Tenor(1, .months)).date(after: day)
    return SimulatedIndex.Term(
      years: Double(end - day) / 365, accrual: index.dayCount.yearFraction(from: day, to: end))
  }
}

extension CollateralMarket {
  /// Throws where there is none.
  func neededMortgageRateModel() throws(MissingMarketData) -> MortgageRateModel {
    guard let mortgageRateModel else { throw MissingMarketData("mortgage rate model") }
    return mortgageRateModel
  }
}

/// Discount factors at the times of a grid, and between them at the constant forward rate.
struct GridCurve: Sendable {
  /// A curve of each column, base market first, from a table of the grid's times in order.
  static func columns(
    _ years: [Double], in markets: any ScenarioMarketSource,
    _ table: ([Double]) throws(MissingMarketData) -> [Double]
  ) throws(MissingMarketData) -> [GridCurve] {
    let grid = Set(years).sorted()
    let table = try table(grid)
    return (0...markets.scenarioCount).map { column in
      GridCurve(
        years: grid, logarithms: grid.indices.map { log(table[$0 * markets.rowStride + column]) })
    }
  }

  /// Ascending.
  let years: [Double]
  let logarithms: [Double]

  func discountFactor(_ time: Double) -> Double {
    var (low, high) = (0, years.count - 1)
    if time >= years[high] { low = max(0, high - 1) }
    while high - low > 1 {
      let middle = (low + high) / 2
      if years[middle] <= time { low = middle } else { high = middle }
    }
    if years[low] == time || low == high { return exp(logarithms[low]) }
    let slope = (logarithms[high] - logarithms[low]) / (years[high] - years[low])
    return exp(logarithms[low] + slope * (time - years[low]))
  }
}
