public import DatesAndConventions

/// Volatilities of caps and floors by maturity and strike: each the one that, used for all periods, gives the price.
public struct CapVolatilityQuotes: Sendable, Hashable, Codable {
  /// Such as `USD.SOFR.3M`.
  public let id: String
  public let currency: Currency
  /// Length of a period.
  public let period: Tenor
  public let type: QuotedVolatilityType
  /// Ascending.
  public let maturities: [Tenor]
  /// Decimals, ascending.
  public let strikes: [Double]
  /// A row for each maturity, a column for each strike.
  public let volatilities: [[Double]]
  /// Publisher, in words.
  public let source: String

  public init(
    id: String, currency: Currency, period: Tenor, type: QuotedVolatilityType, maturities: [Tenor],
    strikes: [Double], volatilities: [[Double]], source: String
  ) {
    self.id = id
    self.currency = currency
    self.period = period
    self.type = type
    self.maturities = maturities
    self.strikes = strikes
    self.volatilities = volatilities
    self.source = source
  }
}
