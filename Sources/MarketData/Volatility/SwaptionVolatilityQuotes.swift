public import DatesAndConventions

/// Volatilities of a currency's European swaptions by expiry, tenor of the swap, and strike.
public struct SwaptionVolatilityQuotes: Sendable, Hashable, Codable {
  /// Such as `USD.SOFR`.
  public let id: String
  public let currency: Currency
  public let type: QuotedVolatilityType
  /// Ascending.
  public let expiries: [Tenor]
  /// Ascending.
  public let tenors: [Tenor]
  /// Struck at the forward swap rate: a row for each expiry, a column for each tenor.
  public let atTheMoney: [[Double]]
  /// How volatility depends on the strike; absent when only the money is quoted.
  public let smile: SwaptionSmileQuotes?
  /// Publisher, in words.
  public let source: String

  public init(
    id: String, currency: Currency, type: QuotedVolatilityType, expiries: [Tenor], tenors: [Tenor],
    atTheMoney: [[Double]], smile: SwaptionSmileQuotes? = nil, source: String
  ) {
    self.id = id
    self.currency = currency
    self.type = type
    self.expiries = expiries
    self.tenors = tenors
    self.atTheMoney = atTheMoney
    self.smile = smile
    self.source = source
  }
}

/// Volatilities less that at the money; expiries and tenors need not be all those of the matrix.
public struct SwaptionSmileQuotes: Sendable, Hashable, Codable {
  /// Ascending.
  public let expiries: [Tenor]
  /// Ascending.
  public let tenors: [Tenor]
  /// Strike less forward swap rate, basis points, ascending.
  public let strikeBasisPoints: [Double]
  /// In the matrix's own type: by expiry, tenor and strike.
  public let offsets: [[[Double]]]
  /// SABR models with this β, 0 to 1, are fitted to each node when there is one; otherwise offsets are interpolated.
  public let sabrBeta: Double?

  public init(
    expiries: [Tenor], tenors: [Tenor], strikeBasisPoints: [Double], offsets: [[[Double]]],
    sabrBeta: Double? = nil
  ) {
    self.expiries = expiries
    self.tenors = tenors
    self.strikeBasisPoints = strikeBasisPoints
    self.offsets = offsets
    self.sabrBeta = sabrBeta
  }
}
