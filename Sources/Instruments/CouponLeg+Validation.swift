public import DatesAndConventions

extension CouponLeg {
  func validate() throws(TermsError) {
    guard maturity > start else {
      throw TermsError(field: "maturity", message: "\(maturity) is not after the dated date \(start)")
    }
    guard notional.isFinite, notional > 0 else {
      throw TermsError(field: "notional", message: "\(notional) is not an amount above 0")
    }
    switch rate {
    case .fixed(let rate), .fixedCompounded(let rate):
      guard rate.isFinite, abs(rate) <= 1 else {
        throw TermsError(field: "rate", message: "\(rate) is not a decimal rate; write 4.5% as 0.045")
      }
    case .floating(let floating): try requireCurrency(of: floating.index)
    case .swapRate(let coupon):
      try requireCurrency(of: coupon.index)
      if coupon.cap != nil || coupon.floor != nil { try coupon.requireCorrelation() }
    }
    if case .fixedCompounded = rate, frequency != .once {
      throw TermsError(
        field: "compounding", message: "annual is for a single payment at the end; write a frequency of 0")
    }
    guard (0...30).contains(paymentLag) else {
      throw TermsError(field: "payment_lag", message: "\(paymentLag) is not a number of days from 0 to 30")
    }
    if let first = firstCouponDate, first <= start || first >= maturity {
      throw TermsError(
        field: "first_coupon_date", message: "\(first) is not between the dated date and maturity")
    }
    if let last = penultimateCouponDate, last <= start || last >= maturity {
      throw TermsError(
        field: "penultimate_coupon_date", message: "\(last) is not between the dated date and maturity")
    }
    if let first = firstCouponDate, let last = penultimateCouponDate, last < first {
      throw TermsError(
        field: "penultimate_coupon_date", message: "\(last) is before the first coupon \(first)")
    }
    if let fixedStart {
      guard fixedStart.rate.isFinite, abs(fixedStart.rate) <= 1 else {
        throw TermsError(
          field: "coupon", message: "\(fixedStart.rate) is not a decimal rate; write 4.5% as 0.045")
      }
      guard fixedStart.floatingFrom > start, fixedStart.floatingFrom < maturity else {
        throw TermsError(
          field: "floating_from",
          message: "\(fixedStart.floatingFrom) is not between the dated date and maturity")
      }
    }
    var previous = start
    for step in notionalSteps {
      guard step.date > previous, step.date < maturity else {
        throw TermsError(
          field: "notional_schedule",
          message: "\(step.date) is not in date order between the dated date and maturity")
      }
      guard step.factor.isFinite, step.factor >= 0 else {
        throw TermsError(field: "notional_schedule", message: "the notional on \(step.date) is below 0")
      }
      previous = step.date
    }
    do {
      _ = try Schedule(scheduleTerms(frequency))
    } catch {
      throw TermsError(field: "maturity", message: "gives no periods: \(error)")
    }
  }

  private func requireCurrency(of id: RateIndexID) throws(TermsError) {
    let index = RateIndex.of(id)
    guard index.currency == currency else {
      throw TermsError(
        field: "index", message: "\(id.rawValue) is in \(index.currency), the coupons in \(currency)")
    }
  }

  /// From which the periods follow, or those of a term index within them.
  public func scheduleTerms(_ frequency: Frequency) -> ScheduleTerms {
    ScheduleTerms(
      start: start, end: maturity, frequency: frequency, firstDate: firstCouponDate,
      penultimateDate: penultimateCouponDate, endOfMonth: endOfMonth, calendar: BusinessCalendar(calendar),
      convention: accrualConvention, terminationConvention: accrualConvention)
  }
}
