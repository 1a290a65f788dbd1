public import DatesAndConventions

/// A loan's amounts of a month as its servicer has reported them, in the pool's currency.
public struct ReportedLoanMonth: Hashable, Sendable {
  public let loan: String
  public let month: YearMonth
  /// Paid or advanced.
  public let interest: Double
  /// Paid or advanced.
  public let scheduledPrincipal: Double
  /// Prepaid, or recovered from a liquidation.
  public let unscheduledPrincipal: Double
  /// Principal that a liquidation did not bring.
  public let loss: Double
  /// At the end of the month, by the schedule.
  public let balance: Double

  public init(
    loan: String, month: YearMonth, interest: Double, scheduledPrincipal: Double,
    unscheduledPrincipal: Double,
    loss: Double, balance: Double
  ) {
    self.loan = loan
    self.month = month
    self.interest = interest
    self.scheduledPrincipal = scheduledPrincipal
    self.unscheduledPrincipal = unscheduledPrincipal
    self.loss = loss
    self.balance = balance
  }
}
