import DatesAndConventions
import MarketData

/// `market.json` of a market folder: what its CSV files do not say.
struct MarketManifest: Codable {
  let schemaVersion: Int
  let valuationDate: CivilDate
  let source: String
  let builtAt: String
  let adjustments: [String]
  let discountCurves: [String: String]
  let fxBase: Currency
  let shortRateModels: [String: ShortRateModel]?
  let indexCurves: [String: String]?
  let fixings: [String: [IndexFixing]]?
  let inflationIndices: [String: InflationQuotes]?
}
