public import Instruments

/// What the cost of a run depends on, of its positions.
public struct BookShape: Sendable, Hashable {
  /// The positions of one portfolio, product type and currency.
  public struct Holding: Sendable, Hashable {
    public let portfolio: String
    public let productType: ProductType
    /// ISO code of the currency of their values.
    public let currency: String
    public let positionCount: Int

    public init(portfolio: String, productType: ProductType, currency: String, positionCount: Int) {
      self.portfolio = portfolio
      self.productType = productType
      self.currency = currency
      self.positionCount = positionCount
    }
  }

  public let holdings: [Holding]
  /// The instruments of some positions of each product type, drawn evenly; of all where they are few.
  public let samples: [ProductType: [InstrumentRecord]]

  public init(holdings: [Holding], samples: [ProductType: [InstrumentRecord]]) {
    self.holdings = holdings
    self.samples = samples
  }

  public var positionCounts: [ProductType: Int] {
    holdings.reduce(into: [:]) { $0[$1.productType, default: 0] += $1.positionCount }
  }
}
