public import DatesAndConventions

/// A change of a bond's coupon rate that was agreed at issue.
public struct CouponStep: Sendable, Hashable {
  /// Periods that begin on this day or later pay the new rate, until the next step.
  public let date: CivilDate
  /// Annual rate as a decimal, 0 to 1.
  public let rate: Double

  public init(date: CivilDate, rate: Double) {
    self.date = date
    self.rate = rate
  }
}
