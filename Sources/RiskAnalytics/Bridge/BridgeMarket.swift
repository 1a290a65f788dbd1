import DatesAndConventions
import MarketData

/// A market put together of others: rate curves, their models and their fixings of one, spread curves and exchange rates of others.
///
/// Curves are taken as functions of the time to payment. So those of one day, seen from a later day, are curves that the
/// time has rolled down. With `offset` they are seen from that many years earlier instead: payments keep their dates.
struct BridgeMarket: ScenarioMarketSource {
  let valuationDate: CivilDate
  let rates: ScenarioMarkets
  let spreads: ScenarioMarkets
  let foreignExchange: ScenarioMarkets
  /// Years added to the time of each payment.
  var offset = 0.0

  let scenarioCount = 1
  var rowStride: Int { rates.rowStride }

  func discountTable(currency: Currency, spreadCurve: String?, years: [Double]) throws(MissingMarketData)
    -> [Double]
  {
    let times = years.map { $0 + offset }
    let table = try rates.discountTable(currency: currency, spreadCurve: nil, years: times)
    guard let spreadCurve else { return table }
    let spread = try spreads.discountTable(currency: currency, spreadCurve: spreadCurve, years: times)
    let riskFree = try spreads.discountTable(currency: currency, spreadCurve: nil, years: times)
    return table.indices.map { riskFree[$0] == 0 ? 0 : table[$0] * (spread[$0] / riskFree[$0]) }
  }

  func indexTable(_ index: RateIndexID, years: [Double]) throws(MissingMarketData) -> [Double] {
    try rates.indexTable(index, years: years.map { $0 + offset })
  }

  func fixing(_ index: RateIndexID, on date: CivilDate) throws(MissingMarketData) -> Double {
    try rates.fixing(index, on: date)
  }

  func shortRateModel(_ currency: Currency) throws(MissingMarketData) -> ShortRateModel {
    try rates.shortRateModel(currency)
  }

  func fxRates(base: Currency, quote: Currency) throws(MissingMarketData) -> [Double] {
    try foreignExchange.fxRates(base: base, quote: quote)
  }

  func fxVolatilities(_ one: Currency, _ other: Currency) throws(MissingMarketData) -> FXVolatilities {
    try foreignExchange.fxVolatilities(one, other)
  }

  func inflationTable(_ index: InflationIndexID, _ references: [IndexReference])
    throws(MissingMarketData) -> InflationTable
  {
    try rates.inflationTable(index, references)
  }

  func parYields(currency: Currency, years: Double, frequency: Frequency) throws(MissingMarketData)
    -> [Double]
  {
    try rates.parYields(currency: currency, years: years, frequency: frequency)
  }
}
