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
    try principalPayments.checkRepayments(from: datedDate, to: maturity)
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
