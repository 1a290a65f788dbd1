public import DatesAndConventions
public import Instruments
public import Pricing

/// One measure of everything under a portfolio node, under every scenario.
public struct NodeTotal: Sendable, Hashable {
  /// Path of the node, such as `FUND` or `FUND/CREDIT`; empty for everything together.
  public let node: String
  /// `nil` for all products together.
  public let productType: ProductType?
  /// The currency of the amounts.
  public let currency: Currency
  /// Whether positions of every currency are in it, converted; otherwise only those in `currency`, as they are.
  public let isConverted: Bool
  public let measure: Measure
  public let factor: String
  /// One per scenario; `nil` where the total means nothing or a rate to convert it is missing.
  public let values: [Double?]
  /// Positions to which the measure applies, those with gaps included.
  public let positionCount: Int
  /// Of these, positions left out for want of a value in at least one scenario.
  public let gapCount: Int
}
