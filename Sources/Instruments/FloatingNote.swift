public import DatesAndConventions

/// A note whose coupons follow an interest-rate index, from the start or from a later day: bullet, amortising, with a cap or a floor.
///
/// Amounts are per 100 of face. A position's quantity is the face held in currency units, negative when short.
public struct FloatingNote: Sendable, Hashable {
  /// On a notional of 1; the notional falls with `principalPayments`.
  public let leg: CouponLeg
  public let coupon: FloatingRate
  /// Paid at maturity per 100 of the face then outstanding.
  public let redemption: Double
  /// Repayments per 100 of original face, in date order, before maturity; each is paid with the first coupon due on or after
  /// its day.
  public let principalPayments: [PrincipalPayment]
  /// Business days from trade to settlement.
  public let settlementDays: Int

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(
    currency: Currency, datedDate: CivilDate, maturity: CivilDate, coupon: FloatingRate,
    frequency: Frequency? = nil, dayCount: DayCount? = nil, calendar: CalendarID? = nil,
    accrualConvention: BusinessDayConvention? = nil,
    paymentConvention: BusinessDayConvention = .modifiedFollowing, paymentLag: Int = 0,
    firstCouponDate: CivilDate? = nil, penultimateCouponDate: CivilDate? = nil, endOfMonth: Bool = true,
    redemption: Double = 100, principalPayments: [PrincipalPayment] = [], settlementDays: Int = 2,
    fixedStart: FixedStart? = nil
  ) throws(TermsError) {
    let index = RateIndex.of(coupon.index)
    guard redemption.isFinite, redemption > 0, redemption <= 1_000 else {
      throw TermsError(field: "redemption", message: "\(redemption) is not a price per 100 above 0")
    }
    guard (0...10).contains(settlementDays) else {
      throw TermsError(
        field: "settlement_days", message: "\(settlementDays) is not a number of days from 0 to 10")
    }
    let frequency = frequency ?? CouponLeg.usualFrequency(coupon.index, others: .quarterly)
    guard frequency != .once else {
      throw TermsError(field: "frequency", message: "0 coupons a year leaves no floating coupon")
    }
    leg = try CouponLeg(
      currency: currency, rate: .floating(coupon), start: datedDate, maturity: maturity, frequency: frequency,
      dayCount: dayCount ?? index.dayCount, calendar: calendar ?? index.calendar,
      accrualConvention: accrualConvention ?? paymentConvention, paymentConvention: paymentConvention,
      paymentLag: paymentLag, firstCouponDate: firstCouponDate, penultimateCouponDate: penultimateCouponDate,
      endOfMonth: endOfMonth, notionalSteps: Self.steps(principalPayments, datedDate, maturity),
      fixedStart: fixedStart)
    self.coupon = coupon
    self.redemption = redemption
    self.principalPayments = principalPayments
    self.settlementDays = settlementDays
  }

  /// The face left after each repayment.
  private static func steps(_ payments: [PrincipalPayment], _ start: CivilDate, _ maturity: CivilDate)
    throws(TermsError) -> [NotionalStep]
  {
    try payments.checkRepayments(from: start, to: maturity)
    var repaid = 0.0
    return payments.map { payment in
      repaid += payment.amount
      return NotionalStep(date: payment.date, factor: max(0, 1 - repaid / 100))
    }
  }
}
