/// What a market takes for granted about its bonds.
public struct BondConvention: Sendable, Hashable {
  public let id: BondConventionID
  /// For accrued interest and, in yields, for the fraction of a coupon period.
  public let dayCount: DayCount
  /// Coupons a year where the bond does not say.
  public let frequency: Frequency
  /// For settlement and payment.
  public let calendar: CalendarID
  /// Where a payment due on a holiday moves; interest is not adjusted.
  public let paymentConvention: BusinessDayConvention
  /// Business days from trade to settlement.
  public let settlementDays: Int
  public let exCoupon: ExCouponRule
  public let yieldRule: YieldRule
  /// Whether coupons of a bond that matures at a month end all fall on month ends.
  public let endOfMonth: Bool
}
