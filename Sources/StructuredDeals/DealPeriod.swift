/// A time that a deal pays for: the collateral's months in it, and the day of payment.
public struct DealPeriod: Equatable, Sendable {
  /// From 1.
  public var number: Int
  /// The collateral's months in it, of `CollateralFlows`; one for most deals, three for quarterly ones.
  public var months: Range<Int>

  /// A period; `months` is not empty.
  public init(number: Int, months: Range<Int>) {
    precondition(number >= 1 && !months.isEmpty)
    self.number = number
    self.months = months
  }
}
