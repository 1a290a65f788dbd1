import DatesAndConventions

extension [PrincipalPayment] {
  /// Checks repayments of a bond's face: in date order, above 0, and no more than all of it.
  ///
  /// Throws `TermsError` naming `principal_payments`.
  func checkRepayments(from datedDate: CivilDate, to maturity: CivilDate) throws(TermsError) {
    var previous = datedDate
    var repaid = 0.0
    for payment in self {
      guard payment.date > previous, payment.date < maturity else {
        throw TermsError(
          field: "principal_payments",
          message: "\(payment.date) is not in date order between the dated date and maturity")
      }
      guard payment.amount.isFinite, payment.amount > 0 else {
        throw TermsError(
          field: "principal_payments", message: "\(payment.amount) on \(payment.date) is not above 0")
      }
      repaid += payment.amount
      previous = payment.date
    }
    guard repaid <= 100 + 1e-9 else {
      throw TermsError(field: "principal_payments", message: "they add to \(repaid), more than 100 of face")
    }
  }
}
