public import DatesAndConventions

/// A published rate of an index.
public struct IndexFixing: Sendable, Hashable, Codable {
  /// The day for which it was published.
  public let date: CivilDate
  /// A decimal in the day count of the index: 0.05 for 5%.
  public let rate: Double

  public init(date: CivilDate, rate: Double) {
    self.date = date
    self.rate = rate
  }
}
