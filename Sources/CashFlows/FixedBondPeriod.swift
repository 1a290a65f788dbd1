public import DatesAndConventions

/// One coupon period of a fixed bond, resolved to dates and amounts. Amounts are per 100 of original face.
public struct FixedBondPeriod: Sendable, Hashable {
  /// Unadjusted.
  public let accrualStart: CivilDate
  /// The coupon date, unadjusted.
  public let accrualEnd: CivilDate
  /// The regular period that day counts compare with: the period itself when regular.
  public let referenceStart: CivilDate
  public let referenceEnd: CivilDate
  /// The coupon date moved to a business day of the convention's calendar.
  public let payDate: CivilDate
  /// First settlement date without the coupon; the pay date where there is no ex-coupon period.
  public let exDate: CivilDate
  /// Whether the period is exactly one step of the roll.
  public let isRegular: Bool
  /// Annual coupon rate of the period, a decimal.
  public let rate: Double
  /// Interest paid at the end of the period.
  public let coupon: Double
  /// Face outstanding at the start, after what was repaid that day.
  public let faceAtStart: Double
  /// Face repaid on the coupon date.
  public let faceRepaid: Double
  /// Cash for the face repaid; differs from it at maturity when redemption is not at 100.
  public let principal: Double
  /// Face outstanding after the coupon date.
  public let faceAfter: Double
}

/// A repayment of principal that does not fall on a coupon date. Amounts are per 100 of original face.
public struct InterimPrincipal: Sendable, Hashable {
  /// Unadjusted.
  public let date: CivilDate
  public let payDate: CivilDate
  public let amount: Double
  public let faceAfter: Double
}
