import DatesAndConventions

extension FixedBond {
  func validate() throws(TermsError) {
    guard maturity > datedDate else {
      throw TermsError(field: "maturity", message: "\(maturity) is not after the dated date \(datedDate)")
    }
    try check(rate: coupon, "coupon")
    guard frequency != .once || coupon == 0 && couponSteps.isEmpty else {
      throw TermsError(field: "frequency", message: "0 payments a year needs a coupon of 0")
    }
    try checkCouponSteps()
    guard redemption.isFinite, redemption > 0, redemption <= 1_000 else {
      throw TermsError(field: "redemption", message: "\(redemption) is not a price per 100 above 0")
    }
    if let first = firstCouponDate, first <= datedDate || first > maturity {
      throw TermsError(
        field: "first_coupon_date", message: "\(first) is not between the dated date and maturity")
    }
    if let last = penultimateCouponDate, last <= datedDate || last >= maturity {
      throw TermsError(
        field: "penultimate_coupon_date", message: "\(last) is not between the dated date and maturity")
    }
    if let first = firstCouponDate, let last = penultimateCouponDate, last < first {
      throw TermsError(
        field: "penultimate_coupon_date", message: "\(last) is before the first coupon \(first)")
    }
    var previous = datedDate
    var repaid = 0.0
    for payment in principalPayments {
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

  private func check(rate: Double, _ field: String) throws(TermsError) {
    guard rate.isFinite, rate >= 0, rate <= 1 else {
      throw TermsError(
        field: field, message: "\(rate) is not a decimal rate between 0 and 1; write 4.5% as 0.045")
    }
  }

  private func checkCouponSteps() throws(TermsError) {
    var previous = datedDate
    for step in couponSteps {
      guard step.date > previous, step.date < maturity else {
        throw TermsError(
          field: "coupon_schedule",
          message: "\(step.date) is not in date order between the dated date and maturity")
      }
      try check(rate: step.rate, "coupon_schedule")
      previous = step.date
    }
    if !couponSteps.isEmpty, BondConvention.of(convention).yieldRule == .japaneseSimple {
      throw TermsError(
        field: "coupon_schedule",
        message: "the simple yield of \(convention.rawValue) knows one coupon rate only")
    }
  }
}
