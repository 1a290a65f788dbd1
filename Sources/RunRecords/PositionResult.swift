public import Instruments
public import Pricing

/// The stored vector of one position, measure and factor.
public struct PositionResult: Sendable, Hashable {
  /// The position's ordinal in its snapshot, 0 for the first.
  public let positionNumber: Int32
  public let positionID: String
  public let portfolio: String
  public let instrumentID: String
  public let productType: ProductType
  /// ISO code of the currency of amounts.
  public let currency: String
  public let measure: Measure
  /// A key tenor, a currency, or empty.
  public let factor: String
  public let values: ScenarioValues

  public init(
    positionNumber: Int32, positionID: String, portfolio: String, instrumentID: String,
    productType: ProductType,
    currency: String, measure: Measure, factor: String, values: ScenarioValues
  ) {
    self.positionNumber = positionNumber
    self.positionID = positionID
    self.portfolio = portfolio
    self.instrumentID = instrumentID
    self.productType = productType
    self.currency = currency
    self.measure = measure
    self.factor = factor
    self.values = values
  }
}
