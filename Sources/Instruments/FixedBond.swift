public import DatesAndConventions

/// A bond whose coupons are known: fixed or stepped; bullet, zero coupon, amortising or sinking; regular or with odd first and last coupon.
///
/// Amounts are per 100 of face. A position's quantity is the face held in currency units, negative when short.
public struct FixedBond: Sendable, Hashable {
  public let currency: Currency
  /// Interest accrues from this day.
  public let datedDate: CivilDate
  public let maturity: CivilDate
  /// Annual rate as a decimal until the first step: 0.04375 for 4⅜%. Zero for a zero-coupon bond; negative is refused.
  public let coupon: Double
  /// `.once` with a zero coupon is a zero-coupon bond.
  public let frequency: Frequency
  /// Day count, calendar, settlement, ex-coupon and yield rules.
  public let convention: BondConventionID
  /// Overrides the convention's accrual day count.
  public let dayCount: DayCount?
  /// First coupon when the first period is odd.
  public let firstCouponDate: CivilDate?
  /// Last coupon before maturity when the last period is odd.
  public let penultimateCouponDate: CivilDate?
  /// Coupons fall on month ends when maturity does. Defaults to true.
  public let endOfMonth: Bool
  /// Paid at maturity per 100 of the face then outstanding.
  public let redemption: Double
  /// Sinking-fund and amortisation payments per 100 of original face, in date order, before maturity.
  public let principalPayments: [PrincipalPayment]
  /// Changes of the coupon rate, in date order; empty for most bonds.
  public let couponSteps: [CouponStep]

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(
    currency: Currency, datedDate: CivilDate, maturity: CivilDate, coupon: Double, frequency: Frequency,
    convention: BondConventionID, dayCount: DayCount? = nil, firstCouponDate: CivilDate? = nil,
    penultimateCouponDate: CivilDate? = nil, endOfMonth: Bool = true, redemption: Double = 100,
    principalPayments: [PrincipalPayment] = [], couponSteps: [CouponStep] = []
  ) throws(TermsError) {
    self.currency = currency
    self.datedDate = datedDate
    self.maturity = maturity
    self.coupon = coupon
    self.frequency = frequency
    self.convention = convention
    self.dayCount = dayCount
    self.firstCouponDate = firstCouponDate
    self.penultimateCouponDate = penultimateCouponDate
    self.endOfMonth = endOfMonth
    self.redemption = redemption
    self.principalPayments = principalPayments
    self.couponSteps = couponSteps
    try validate()
  }
}
