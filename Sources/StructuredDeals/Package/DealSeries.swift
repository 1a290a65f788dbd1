public import DatesAndConventions

/// What a series of a deal's formulas, or the index of its loans, is in the market.
public struct DealSeries: Hashable, Sendable, Codable {
  public let index: RateIndexID
  /// Of the rate, for overnight indices; `nil` for the index's own, or a month.
  public let tenor: Tenor?
  /// Rates month by month from the cut-off, in per cent, for runs without a market; the last goes on.
  public let assumedPercent: [Double]?

  public init(index: RateIndexID, tenor: Tenor? = nil, assumedPercent: [Double]? = nil) {
    self.index = index
    self.tenor = tenor
    self.assumedPercent = assumedPercent
  }
}
