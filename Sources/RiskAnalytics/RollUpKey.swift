public import DatesAndConventions
public import Instruments
public import Pricing

/// What a roll-up adds together: one measure of one product in one currency in one portfolio.
public struct RollUpKey: Sendable, Hashable, Comparable {
  /// The book that holds the positions, such as `FUND/CREDIT/US`.
  public let portfolio: String
  public let productType: ProductType
  /// The currency of the amounts.
  public let currency: Currency
  public let measure: Measure
  /// As in `ResultBlock.Row.factor`.
  public let factor: String

  public init(
    portfolio: String, productType: ProductType, currency: Currency, measure: Measure, factor: String
  ) {
    self.portfolio = portfolio
    self.productType = productType
    self.currency = currency
    self.measure = measure
    self.factor = factor
  }

  public static func < (a: RollUpKey, b: RollUpKey) -> Bool {
    (a.portfolio, a.productType.rawValue, a.currency, a.measure.rawValue, a.factor)
      < (b.portfolio, b.productType.rawValue, b.currency, b.measure.rawValue, b.factor)
  }
}
