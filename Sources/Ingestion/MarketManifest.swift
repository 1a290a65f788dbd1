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
}
