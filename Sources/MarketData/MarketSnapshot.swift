public import DatesAndConventions

/// Everything the market said at one time, frozen: curves, spread curves, foreign exchange and their origin.
///
/// A value of this type is a document: it is stored as canonical JSON under its SHA-256 and never changes.
public struct MarketSnapshot: Sendable, Hashable, Codable {
  /// Version of this document's shape; 1.
  public let schemaVersion: Int
  /// Values are as of the end of this day; cash paid on it is no longer owned.
  public let valuationDate: CivilDate
  /// Who published the data, in words.
  public let source: String
  /// When the snapshot was put together, ISO 8601 UTC.
  public let builtAt: String
  /// Every change made to published figures on the way in, in words; empty when none.
  public let adjustments: [String]
  /// Rate curves, by id in ascending order.
  public let curves: [CurveQuotes]
  /// Spread curves, by id in ascending order.
  public let spreadCurves: [SpreadQuotes]
  /// Volatilities of swaptions, caps and options on exchange rates; needed by such contracts only.
  public let volatilities: VolatilityQuotes
  /// The curve that discounts each currency: currency code to curve id.
  public let discountCurves: [String: String]
  /// Foreign exchange by currency code: units of the currency for one unit of `fxBase`.
  public let fxRates: [String: Double]
  /// The currency against which `fxRates` are quoted; it need not appear in them.
  public let fxBase: Currency
  /// How the rates of a currency's discount curve move, by currency code; needed by contracts with options only.
  public let shortRateModels: [String: ShortRateModel]
  /// The curve that projects each interest-rate index: the index's name to the id of a curve of its currency.
  public let indexCurves: [String: String]
  /// Published rates by the index's name, ascending by date; those that floating periods still open need.
  public let fixings: [String: [IndexFixing]]
  /// Default swaps of reference entities, indices and ratings, by id in ascending order.
  public let creditCurves: [CreditQuotes]
  /// Price indices by name: published values and expected inflation.
  public let inflationIndices: [String: InflationQuotes]
  /// Models of loans' prepayment, default and loss, and the economy they look at; needed by what pools of loans pay only.
  public let collateral: CollateralMarket?

  public init(
    schemaVersion: Int = 1, valuationDate: CivilDate, source: String, builtAt: String,
    adjustments: [String] = [],
    curves: [CurveQuotes], spreadCurves: [SpreadQuotes] = [], discountCurves: [String: String],
    volatilities: VolatilityQuotes = VolatilityQuotes(),
    fxRates: [String: Double] = [:], fxBase: Currency, shortRateModels: [String: ShortRateModel] = [:],
    indexCurves: [String: String] = [:], fixings: [String: [IndexFixing]] = [:],
    creditCurves: [CreditQuotes] = [], inflationIndices: [String: InflationQuotes] = [:],
    collateral: CollateralMarket? = nil
  ) {
    self.schemaVersion = schemaVersion
    self.valuationDate = valuationDate
    self.source = source
    self.builtAt = builtAt
    self.adjustments = adjustments
    self.curves = curves.sorted { $0.id < $1.id }
    self.spreadCurves = spreadCurves.sorted { $0.id < $1.id }
    self.volatilities = volatilities
    self.discountCurves = discountCurves
    self.fxRates = fxRates
    self.fxBase = fxBase
    self.shortRateModels = shortRateModels
    self.indexCurves = indexCurves
    self.fixings = fixings.mapValues { $0.sorted { $0.date < $1.date } }
    self.creditCurves = creditCurves.sorted { $0.id < $1.id }
    self.inflationIndices = inflationIndices
    self.collateral = collateral
  }
}
