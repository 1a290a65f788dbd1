public import DatesAndConventions

/// A change of a loan's rate that is known in advance: agreed at the start, or a reset that has been published.
public struct RateStep: Sendable, Hashable {
  /// Interest accrues at the new rate from this day on, until the next step; due date or not.
  public let date: CivilDate
  /// Annual note rate as a decimal, 0 to 1.
  public let rate: Double

  public init(date: CivilDate, rate: Double) {
    self.date = date
    self.rate = rate
  }
}
