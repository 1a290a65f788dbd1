import Collateral
import DatesAndConventions
import Glibc
import MarketData
import SecuritisationAnalytics

extension RateScenario {
  /// The discount curve of a currency in every column, base market first, as paths look at it. Throws what the market lacks.
  static func columns(
    _ currency: Currency, _ times: MonthTimes, _ mortgageRate: MortgageRateModel?,
    _ markets: any ScenarioMarketSource
  ) throws(MissingMarketData) -> [RateScenario] {
    let starts = [0] + times.ends
    let grid = Set(
      starts + times.payments + (mortgageRate?.terms ?? []).flatMap { term in starts.map { $0 + term.years } }
    ).sorted()
    let table = try markets.discountTable(currency: currency, spreadCurve: nil, years: grid)
    return (0...markets.scenarioCount).map { column in
      let curve = GridCurve(
        years: grid, logarithms: grid.indices.map { log(table[$0 * markets.rowStride + column]) })
      return RateScenario(discountFactor: curve.discountFactor, mortgageRate: mortgageRate)
    }
  }

  /// Whether rates are those of another scenario to the bit at all months.
  func isSame(as other: RateScenario, at times: MonthTimes) -> Bool {
    (times.payments + times.ends + [times.ends[times.ends.count - 1] + 10]).allSatisfy {
      discountFactor($0) == other.discountFactor($0)
    }
  }
}

/// Discount factors at the times of a grid, and between them at the constant forward rate.
struct GridCurve: Sendable {
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
