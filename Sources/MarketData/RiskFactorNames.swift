public import DatesAndConventions

/// The names of a market's risk factors: what scenario shifts may refer to.
public struct RiskFactorNames: Sendable, Hashable {
  /// Ids of rate curves, ascending.
  public let rateCurves: [String]
  /// Currencies with a discount curve, ascending; a rate shift may name the currency instead of its curves.
  public let discountCurrencies: [String]
  /// Ids of spread and credit curves, ascending; a spread shift may name either.
  public let spreadCurves: [String]
  /// Currencies with an exchange rate, without the reporting currency, ascending.
  public let currencies: [String]
  /// Price indices, ascending.
  public let inflationIndices: [String]
  /// Volatility surfaces, by id in ascending order.
  public let volatilitySurfaces: [SurfaceName]
  public let reportingCurrency: Currency

  public init(_ snapshot: MarketSnapshot, reportingCurrency: Currency) {
    rateCurves = snapshot.curves.map(\.id).sorted()
    discountCurrencies = snapshot.discountCurves.keys.sorted()
    spreadCurves = (snapshot.spreadCurves.map(\.id) + snapshot.creditCurves.map(\.id)).sorted()
    currencies = Set(snapshot.fxRates.keys).union([snapshot.fxBase.code])
      .subtracting([reportingCurrency.code]).sorted()
    inflationIndices = snapshot.inflationIndices.keys.sorted()
    volatilitySurfaces = snapshot.volatilities.surfaceNames
    self.reportingCurrency = reportingCurrency
  }
}
