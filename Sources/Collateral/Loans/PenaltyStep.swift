/// What a borrower is charged who prepays while the loan is young.
public struct PenaltyStep: Hashable, Sendable {
  /// The charge holds up to this month of the loan's life, inclusive; the first month is 1.
  public let lastLoanMonth: Int
  /// A part of what is prepaid.
  public let fraction: Double

  public init(lastLoanMonth: Int, fraction: Double) {
    self.lastLoanMonth = lastLoanMonth
    self.fraction = fraction
  }
}
