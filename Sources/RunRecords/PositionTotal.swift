public import Instruments

/// How many positions of one product and currency a book holds, and how much of them.
public struct PositionTotal: Sendable, Hashable {
  public struct Key: Sendable, Hashable, Comparable {
    /// Path of the node.
    public let portfolio: String
    /// ISO code of the instruments' currency.
    public let currency: String
    public let productType: ProductType

    public init(portfolio: String, currency: String, productType: ProductType) {
      self.portfolio = portfolio
      self.currency = currency
      self.productType = productType
    }

    public static func < (a: Key, b: Key) -> Bool {
      (a.portfolio, a.currency, a.productType.rawValue) < (b.portfolio, b.currency, b.productType.rawValue)
    }
  }

  public let key: Key
  public let positionCount: Int
  /// Sum of the quantities, shorts negative: face for bonds, contracts otherwise.
  public let quantity: Double
  /// Sum of their magnitudes.
  public let grossQuantity: Double
  /// Sum of the owner's own values, in the owner's reporting currency; positions without one count as 0.
  public let reportedValue: Double

  public init(
    key: Key, positionCount: Int, quantity: Double, grossQuantity: Double, reportedValue: Double
  ) {
    self.key = key
    self.positionCount = positionCount
    self.quantity = quantity
    self.grossQuantity = grossQuantity
    self.reportedValue = reportedValue
  }
}
