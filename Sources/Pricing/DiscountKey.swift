public import DatesAndConventions

/// The curves whose discount factors a table holds.
public enum DiscountKey: Sendable, Hashable {
  /// A currency's discount curve, with the survival of a spread curve when one is named.
  case discount(Currency, spreadCurve: String?)
  /// The curve that projects an index.
  case index(RateIndexID)

  public init(_ currency: Currency, spreadCurve: String? = nil) {
    self = .discount(currency, spreadCurve: spreadCurve)
  }
}
