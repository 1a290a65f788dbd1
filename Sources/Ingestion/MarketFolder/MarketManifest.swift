import Collateral
import DatesAndConventions
import MarketData

/// `market.json` of a market folder: what its CSV files do not say.
struct MarketManifest: Codable {
  let schemaVersion: Int
  let valuationDate: CivilDate
  let source: String
  let builtAt: String
  let adjustments: [String]
  /// Curves of instruments, which are no rows of `curves.csv`.
  let curves: [CurveQuotes]?
  let discountCurves: [String: String]
  let fxBase: Currency
  let shortRateModels: [String: ShortRateModel]?
  let indexCurves: [String: String]?
  let fixings: [String: [IndexFixing]]?
  let creditCurves: [CreditQuotes]?
  let inflationIndices: [String: InflationQuotes]?
  let collateral: CollateralMarket?
}

extension MarketManifest {
  /// The snapshot of these words and the tables.
  func snapshot(_ tables: MarketTables, _ models: [CollateralModel]) throws(IngestionError) -> MarketSnapshot
  {
    let indices: [String: InflationQuotes]
    if let inflationIndices { indices = inflationIndices } else { indices = try tables.inflationIndices() }
    return MarketSnapshot(
      schemaVersion: schemaVersion, valuationDate: valuationDate, source: source, builtAt: builtAt,
      adjustments: adjustments, curves: tables.curves.quotes + (curves ?? []),
      spreadCurves: tables.spreads.quotes, discountCurves: discountCurves,
      volatilities: try tables.volatilities(),
      fxRates: Dictionary(
        uniqueKeysWithValues: tables.exchangeRates.rows.map { ($0.currency.code, $0.rate) }), fxBase: fxBase,
      shortRateModels: shortRateModels
        ?? Dictionary(uniqueKeysWithValues: tables.shortRateModels.rows.map { ($0.currency.code, $0.model) }),
      indexCurves: indexCurves
        ?? Dictionary(uniqueKeysWithValues: tables.indexCurves.rows.map { ($0.index, $0.curve) }),
      fixings: fixings
        ?? Dictionary(grouping: tables.fixings.rows, by: \.index).mapValues { $0.map(\.fixing) },
      creditCurves: creditCurves ?? tables.creditCurves.quotes,
      inflationIndices: indices, collateral: collateral ?? tables.collateral(models))
  }
}
