public import DatesAndConventions

/// A note whose coupons are more than a rate and a margin, and which its issuer may redeem early on coupon dates.
///
/// Amounts are per 100 of face. A position's quantity is the face held in currency units, negative when short.
public struct StructuredNote: Sendable, Hashable {
  /// Its periods, on a notional of 1; of coupons that are no floating rate, the dates alone and the fixed start.
  public let leg: CouponLeg
  public let coupon: StructuredCoupon
  /// Paid at maturity per 100 of face.
  public let redemption: Double
  /// Business days from trade to settlement.
  public let settlementDays: Int
  /// Coupon dates on which the issuer may redeem, and prices; ascending. The coupon of that date is paid in any case.
  public let calls: [ExercisePrice]
  /// Calendar days between the announcement and the redemption, 0 to 180.
  public let noticeDays: Int

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(
    currency: Currency, datedDate: CivilDate, maturity: CivilDate, coupon: StructuredCoupon,
    frequency: Frequency? = nil, dayCount: DayCount? = nil, calendar: CalendarID? = nil,
    accrualConvention: BusinessDayConvention? = nil,
    paymentConvention: BusinessDayConvention = .modifiedFollowing, paymentLag: Int = 0,
    firstCouponDate: CivilDate? = nil, penultimateCouponDate: CivilDate? = nil, endOfMonth: Bool = true,
    redemption: Double = 100, settlementDays: Int = 2, fixedStart: FixedStart? = nil,
    calls: [ExercisePrice] = [], noticeDays: Int = 0
  ) throws(TermsError) {
    let index = RateIndex.of(coupon.index)
    guard redemption.isFinite, redemption > 0, redemption <= 1_000 else {
      throw TermsError(field: "redemption", message: "\(redemption) is not a price per 100 above 0")
    }
    guard (0...10).contains(settlementDays) else {
      throw TermsError(
        field: "settlement_days", message: "\(settlementDays) is not a number of days from 0 to 10")
    }
    guard (0...180).contains(noticeDays) else {
      throw TermsError(field: "notice_days", message: "\(noticeDays) is not a number of days from 0 to 180")
    }
    let frequency = frequency ?? CouponLeg.usualFrequency(coupon.index, others: .quarterly)
    guard frequency != .once else {
      throw TermsError(field: "frequency", message: "0 coupons a year leaves no coupon that is set later")
    }
    leg = try CouponLeg(
      currency: currency, rate: coupon.legRate, start: datedDate, maturity: maturity, frequency: frequency,
      dayCount: dayCount ?? index.dayCount, calendar: calendar ?? index.calendar,
      accrualConvention: accrualConvention ?? paymentConvention, paymentConvention: paymentConvention,
      paymentLag: paymentLag, firstCouponDate: firstCouponDate, penultimateCouponDate: penultimateCouponDate,
      endOfMonth: endOfMonth, fixedStart: fixedStart)
    self.coupon = coupon
    self.redemption = redemption
    self.settlementDays = settlementDays
    self.calls = calls
    self.noticeDays = noticeDays
    guard index.currency == currency else {
      throw TermsError(
        field: "index",
        message: "\(coupon.index.rawValue) is in \(index.currency), the coupons in \(currency)")
    }
    try coupon.check(frequency)
    try checkCalls()
  }

  private func checkCalls() throws(TermsError) {
    guard !calls.isEmpty else {
      guard noticeDays == 0 else {
        throw TermsError(field: "notice_days", message: "is for notes with a call_schedule")
      }
      return
    }
    // The leg is checked, so it has periods.
    let ends = (try? Schedule(leg.scheduleTerms(leg.frequency)))?.periods.map(\.accrualEnd) ?? []
    var previous = leg.start
    for call in calls {
      guard call.date > previous, call.date < leg.maturity else {
        throw TermsError(
          field: "call_schedule",
          message: "\(call.date) is not in date order between the dated date and maturity")
      }
      guard ends.contains(call.date) else {
        throw TermsError(
          field: "call_schedule",
          message: "\(call.date) is no coupon date before business days; the next is "
            + "\(ends.first { $0 > call.date } ?? leg.maturity)")
      }
      guard call.price.isFinite, call.price > 0, call.price <= 1_000 else {
        throw TermsError(
          field: "call_schedule", message: "\(call.price) on \(call.date) is not a price per 100 above 0")
      }
      previous = call.date
    }
  }
}
