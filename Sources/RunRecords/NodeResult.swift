public import DatesAndConventions
public import Instruments
public import Pricing

/// The stored vector of one portfolio node: a sum, or an average weighted by value.
public struct NodeResult: Sendable, Hashable {
  /// What a node's result is about.
  public struct Key: Sendable, Hashable {
    /// The portfolio path, such as `FUND/CREDIT`; empty for everything in the run.
    public let node: String
    /// `nil` for all product types together.
    public let productType: ProductType?
    public let currency: Currency
    /// True when positions of every currency are converted into `currency`, the run's reporting currency; false when
    /// only positions of that currency are counted.
    public let isReportingTotal: Bool
    public let measure: Measure
    /// A key tenor, a currency, or empty.
    public let factor: String

    public init(
      node: String, productType: ProductType?, currency: Currency, isReportingTotal: Bool, measure: Measure,
      factor: String = ""
    ) {
      self.node = node
      self.productType = productType
      self.currency = currency
      self.isReportingTotal = isReportingTotal
      self.measure = measure
      self.factor = factor
    }
  }

  public let key: Key
  public let values: ScenarioValues
  /// Positions to which the measure applies, those with gaps included.
  public let positionCount: Int
  /// Of these, positions that had a reason instead of a number in some scenario, and are left out there.
  public let gapCount: Int

  public init(key: Key, values: ScenarioValues, positionCount: Int, gapCount: Int) {
    self.key = key
    self.values = values
    self.positionCount = positionCount
    self.gapCount = gapCount
  }

  /// The cell of a scenario; withheld too where no position has a value, for the sum of none says nothing.
  public func total(_ ordinal: Int, scenarioID: String) -> Result<Double, CellGap> {
    let cell = values.cell(ordinal, scenarioID: scenarioID)
    guard positionCount == gapCount, case .success(0) = cell else { return cell }
    return .failure(CellGap(Reason(.missingData, "none of \(positionCount) positions has a value")))
  }
}
