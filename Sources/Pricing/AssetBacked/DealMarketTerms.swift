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
      rates[name] = try markets.monthlyRates(
        terms.index, tenor: terms.tenor, from: package.asOf, months: months)
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
}
