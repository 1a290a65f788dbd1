public import DatesAndConventions

/// A credit spread curve, by rating or sector: continuously compounded zero spreads over the discount curve.
public struct SpreadQuotes: Sendable, Hashable, Codable {
  /// Such as `USD.BBB` or `USD.CORPORATE`.
  public let id: String
  public let currency: Currency
  public let points: [SpreadPoint]
  public let source: String

  public init(id: String, currency: Currency, points: [SpreadPoint], source: String) {
    self.id = id
    self.currency = currency
    self.points = points
    self.source = source
  }
}

/// A spread at a tenor, in basis points; linear in time between points, flat beyond them.
public struct SpreadPoint: Sendable, Hashable, Codable {
  public let tenor: Tenor
  public let basisPoints: Double

  public init(tenor: Tenor, basisPoints: Double) {
    self.tenor = tenor
    self.basisPoints = basisPoints
  }
}
