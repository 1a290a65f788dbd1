public import DatesAndConventions

/// What became of a loan that did not run to its end.
public enum LoanOutcome: Hashable, Sendable {
  /// What is left is prepaid with the payment of a month.
  case prepaid(YearMonth)
  /// Nothing is paid or advanced from a month on. `liquidation` is `nil` while the loan is still in default.
  case defaulted(YearMonth, liquidation: Liquidation?)

  /// The sale of a loan or its property.
  public struct Liquidation: Hashable, Sendable {
    /// Not before the month of the default.
    public let month: YearMonth
    /// Part of the balance at default that is lost, 0 to 1.
    public let severity: Double

    public init(month: YearMonth, severity: Double) {
      self.month = month
      self.severity = severity
    }
  }

  /// The month in which the loan stops to pay by its terms.
  public var month: YearMonth {
    switch self {
    case .prepaid(let month), .defaulted(let month, _): month
    }
  }
}
