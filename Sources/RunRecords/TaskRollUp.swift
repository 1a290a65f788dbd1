public import DatesAndConventions
public import Instruments
public import Pricing

/// The partial sums of one price task for one portfolio node, to be merged by the run's roll-up.
///
/// Sums are exact fixed-point numbers, so their merge gives the same bits in any order.
public struct TaskRollUp: Sendable, Hashable {
  /// The portfolio path of the positions, such as `FUND/CREDIT/US`.
  public let node: String
  public let productType: ProductType
  /// The currency of the positions.
  public let currency: Currency
  public let measure: Measure
  public let factor: String
  /// One 16-byte little-endian fixed-point sum per scenario: of amounts, or of weight × value.
  public let sums: [UInt8]
  /// One 16-byte sum of weights per scenario; empty for amounts.
  public let weights: [UInt8]
  public let positionCount: Int
  public let gapCount: Int

  public init(
    node: String, productType: ProductType, currency: Currency, measure: Measure, factor: String = "",
    sums: [UInt8], weights: [UInt8] = [], positionCount: Int, gapCount: Int
  ) {
    self.node = node
    self.productType = productType
    self.currency = currency
    self.measure = measure
    self.factor = factor
    self.sums = sums
    self.weights = weights
    self.positionCount = positionCount
    self.gapCount = gapCount
  }
}
