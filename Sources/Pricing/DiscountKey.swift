public import DatesAndConventions

/// The curves that discount a flow.
public struct DiscountKey: Sendable, Hashable {
  public let currency: Currency
  /// `nil` for the discount curve alone.
  public let spreadCurve: String?

  public init(_ currency: Currency, spreadCurve: String? = nil) {
    self.currency = currency
    self.spreadCurve = spreadCurve
  }
}
