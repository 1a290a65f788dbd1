public import DatesAndConventions

/// What a market says of a price index: its published past and the inflation that swaps expect.
public struct InflationQuotes: Sendable, Hashable, Codable {
  /// Published values, ascending by month without a gap.
  public let published: [PublishedIndex]
  /// Zero-coupon swap rates by whole years, annually compounded decimals: over T years the index grows by (1 + rate)^T. Empty
  /// where nothing is to be projected.
  public let breakevens: [CurvePoint]
  /// How far the index of each month, January first, stands above its trend: 12 factors around 1. Empty for no seasons.
  public let seasonality: [Double]

  public init(published: [PublishedIndex], breakevens: [CurvePoint] = [], seasonality: [Double] = []) {
    self.published = published.sorted { $0.month < $1.month }
    self.breakevens = breakevens
    self.seasonality = seasonality
  }

  private enum Key: String, CodingKey { case published, breakevens, seasonality }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      published: try container.decode([PublishedIndex].self, forKey: .published),
      breakevens: try container.decodeIfPresent([CurvePoint].self, forKey: .breakevens) ?? [],
      seasonality: try container.decodeIfPresent([Double].self, forKey: .seasonality) ?? [])
  }
}

/// The value of a price index for a month.
public struct PublishedIndex: Sendable, Hashable, Codable {
  public let month: YearMonth
  /// Above 0.
  public let value: Double

  public init(month: YearMonth, value: Double) {
    self.month = month
    self.value = value
  }
}
