public import DatesAndConventions

/// A coupon that accrues on the days on which an index lies in a range: rate · days in the range / days.
public struct RangeAccrual: Sendable, Hashable {
  /// On which days the index is looked at; each counts for the days until the next. Raw values are the names in files.
  public enum Observation: String, Sendable, CaseIterable, Hashable {
    /// Every business day of the index.
    case daily
    /// Every seventh day of the period from its first on; on holidays the rate of the business day before.
    case weekly
  }

  /// An overnight or term index.
  public let index: RateIndexID
  /// A decimal a year.
  public let rate: Double
  /// The bounds, which belong to the range; decimals a year, at least one of them.
  public let low: Double?
  public let high: Double?
  public let observation: Observation

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(
    index: RateIndexID, rate: Double, low: Double? = nil, high: Double? = nil,
    observation: Observation = .daily
  ) throws(TermsError) {
    // The same indices as for floating coupons.
    _ = try FloatingRate(index: index)
    guard rate.isFinite, abs(rate) <= 1 else {
      throw TermsError(field: "rate", message: "\(rate) is not a decimal rate; write 4.5% as 0.045")
    }
    guard low != nil || high != nil else {
      throw TermsError(field: "range_high", message: "is missing; write range_low, range_high or both")
    }
    for (field, bound) in [("range_low", low), ("range_high", high)] {
      if let bound, !(bound.isFinite && abs(bound) <= 1) {
        throw TermsError(field: field, message: "\(bound) is not a decimal rate; write 4.5% as 0.045")
      }
    }
    if let low, let high, low >= high {
      throw TermsError(field: "range_high", message: "\(high) is not above range_low \(low)")
    }
    self.index = index
    self.rate = rate
    self.low = low
    self.high = high
    self.observation = observation
  }

  /// Whether a rate lies in the range.
  public func contains(_ rate: Double) -> Bool { rate >= low ?? -.infinity && rate <= high ?? .infinity }
}
