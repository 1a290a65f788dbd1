public import Collateral
import DatesAndConventions
public import MarketData
public import StructuredDeals

/// What the base market says of a deal: the rates of its series, and what models of its loans look at.
public struct DealMarketTerms: Sendable {
  /// By series, month by month from the cut-off: forward rates, decimals. Months before the valuation date have the first to come.
  public let rates: [String: [Double]]
  public let models: CollateralModels
  /// `nil` where models were not asked for.
  public let economy: CollateralEconomy?

  /// - Parameters:
  ///   - markets: their first column is read.
  ///   - needsModels: whether an assumption names a model.
  /// - Throws: what the market lacks, by name.
  public init(
    _ package: DealPackage, _ markets: ScenarioMarkets, needsModels: Bool
  ) throws(MissingMarketData) {
    // As far as the longest loan goes, and ten years for liquidations and calls.
    let months = package.collateral.values.joined().reduce(1) { max($0, $1.remainingTerm) } + 121
    var rates: [String: [Double]] = [:]
    for (name, terms) in package.series {
      rates[name] = try DealMarketTerms.forwards(terms, markets, from: package.asOf, months: months)
    }
    self.rates = rates
    guard needsModels else {
      (models, economy) = (CollateralModels(), nil)
      return
    }
    let collateral = try markets.collateralMarket()
    models = CollateralModels(
      prepayment: collateral.prepaymentModels, defaults: collateral.defaultModels,
      severity: collateral.severityModels)
    economy = try markets.collateralEconomy(
      package.currency, column: 0, firstMonth: YearMonth(package.asOf).adding(months: 1), months: months)
  }

  private static func forwards(
    _ terms: DealSeries, _ markets: ScenarioMarkets, from asOf: CivilDate, months: Int
  ) throws(MissingMarketData) -> [Double] {
    let tenor = terms.tenor ?? Tenor(1, .months)
    let periods = (0..<months).map { month in
      let start = max(asOf.adding(months: month), markets.valuationDate)
      return (start: start, end: tenor.date(after: start))
    }
    let days = Set(periods.flatMap { [$0.start, $0.end] }).sorted()
    let table = try markets.indexTable(
      terms.index, years: days.map { Double($0 - markets.valuationDate) / 365 })
    var factors: [CivilDate: Double] = [:]
    for (row, day) in days.enumerated() { factors[day] = table[row * markets.rowStride] }
    let dayCount = RateIndex.of(terms.index).dayCount
    return periods.map { start, end in
      let growth = factors[start, default: 1] / factors[end, default: 1]
      return (growth - 1) / dayCount.yearFraction(from: start, to: end)
    }
  }
}
