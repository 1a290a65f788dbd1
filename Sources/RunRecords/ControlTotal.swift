public import Instruments

/// How many positions, and how much of them, somebody says that a part of a book holds.
public struct ControlTotal: Sendable, Hashable, Codable {
  /// The node with all below it.
  public let node: String
  /// Every currency together when `nil`.
  public let currency: String?
  /// Every product together when `nil`.
  public let productType: ProductType?
  public let positionCount: Int
  /// Sum of quantities; not compared when `nil`.
  public let quantity: Double?

  public init(
    node: String, currency: String? = nil, productType: ProductType? = nil, positionCount: Int,
    quantity: Double? = nil
  ) {
    self.node = node
    self.currency = currency
    self.productType = productType
    self.positionCount = positionCount
    self.quantity = quantity
  }

  /// Whether a stored total is part of this one.
  func covers(_ key: PositionTotal.Key) -> Bool {
    (key.portfolio == node || key.portfolio.hasPrefix(node + "/")) && currency ?? key.currency == key.currency
      && productType ?? key.productType == key.productType
  }
}
