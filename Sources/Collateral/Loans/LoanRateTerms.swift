/// How the rate of a loan moves after the cut-off date.
public enum LoanRateTerms: Hashable, Sendable {
  case fixed
  /// Rates that the contract states, by month; the level payment is worked out anew with each.
  case stepped([LoanRateStep])
  case adjustable(AdjustableRate)
}

/// A rate that a contract states for later.
public struct LoanRateStep: Hashable, Sendable {
  /// The first month that accrues at it, counted from 1 after the cut-off date.
  public let month: Int
  /// A decimal a year.
  public let rate: Double

  public init(month: Int, rate: Double) {
    self.month = month
    self.rate = rate
  }
}
