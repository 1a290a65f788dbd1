/// How a loan's principal falls due.
public struct LoanRepayment: Hashable, Sendable {
  /// The payments of the months in which principal falls due.
  public enum Form: String, CaseIterable, Sendable, Hashable {
    /// Interest and principal together are the same each month while the rate is.
    case level
    /// The principal is the same each month.
    case equalPrincipal = "equal_principal"
  }

  public let form: Form
  /// Coming months in which only interest is due.
  public let interestOnlyMonths: Int
  /// Months after those in which the payments would repay everything; `nil` for what is left of the term then. What a longer
  /// time leaves at maturity is the balloon.
  public let amortisationMonths: Int?

  public init(_ form: Form = .level, interestOnlyMonths: Int = 0, amortisationMonths: Int? = nil) {
    self.form = form
    self.interestOnlyMonths = interestOnlyMonths
    self.amortisationMonths = amortisationMonths
  }

  /// Level payments to the end of the term.
  public static let levelPay = LoanRepayment()
}
