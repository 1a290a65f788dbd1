public import DatesAndConventions

/// Positions of one currency that are in the same group of every dimension, added up.
public struct CubeFact: Sendable {
  /// For each dimension the values that the positions have: one, or several tags; `nil` for none.
  public let values: [[String?]]
  /// Of the amounts.
  public let currency: Currency
  /// One sum, and one weight where the figure is an average, for each column.
  public let sums: RollUpCell

  public init(values: [[String?]], currency: Currency, sums: RollUpCell) {
    self.values = values
    self.currency = currency
    self.sums = sums
  }
}
