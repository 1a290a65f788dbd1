public import DatesAndConventions

/// One contractual repayment of principal before maturity.
public struct PrincipalPayment: Sendable, Hashable {
  public let date: CivilDate
  /// Per 100 of original face for a bond; in currency units for a loan. Positive: principal is repaid.
  public let amount: Double

  public init(date: CivilDate, amount: Double) {
    self.date = date
    self.amount = amount
  }
}
