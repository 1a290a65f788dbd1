public import DatesAndConventions

/// A contract that is recorded, counted and shown, but not yet valued.
public struct UnsupportedInstrument: Sendable, Hashable {
  public let productType: ProductType
  /// What the owner calls it, such as `agency pool` or `interest rate swap`.
  public let description: String
  public let currency: Currency

  public init(productType: ProductType, description: String, currency: Currency) {
    self.productType = productType
    self.description = description
    self.currency = currency
  }
}
