/// A loan whose rate follows an index, or whose balance is drawn and repaid under a commitment.
///
/// As for `AmortisingLoan`, terms state the loan as it stands on the balance date, and a quantity is a number of loans.
public struct VariableLoan: Sendable, Hashable {
  /// The terms that any loan has. Its rate is in force until the first reset, a teaser or not; it repays by `repayments` where its
  /// amortisation is `bullet`.
  public let loan: AmortisingLoan
  /// `nil` for a rate that is fixed.
  public let rateReset: LoanRateReset?
  /// With the rate where `nil`.
  public let paymentReset: LoanPaymentReset?
  /// Currency units. A payment that would leave more than this is worked out anew at once, whatever its cap.
  public let balanceLimit: Double?
  public let commitment: LoanCommitment?
  /// What is expected to be drawn, by day, in currency units above 0.
  public let drawdowns: [PrincipalPayment]
  /// What is repaid, by day, in currency units above 0; what is left falls due at maturity.
  public let repayments: [PrincipalPayment]
  /// By the last day of each; none is due later.
  public let prepaymentPenalties: [PrepaymentPenalty]

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(
    loan: AmortisingLoan, rateReset: LoanRateReset? = nil, paymentReset: LoanPaymentReset? = nil,
    balanceLimit: Double? = nil, commitment: LoanCommitment? = nil, drawdowns: [PrincipalPayment] = [],
    repayments: [PrincipalPayment] = [], prepaymentPenalties: [PrepaymentPenalty] = []
  ) throws(TermsError) {
    self.loan = loan
    self.rateReset = rateReset
    self.paymentReset = paymentReset
    self.balanceLimit = balanceLimit
    self.commitment = commitment
    self.drawdowns = drawdowns
    self.repayments = repayments
    self.prepaymentPenalties = prepaymentPenalties
    try validate()
  }
}
