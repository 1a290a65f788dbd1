/// From when a bond settles without its next coupon.
public enum ExCouponRule: Sendable, Hashable {
  case none
  /// Settlement this many calendar days before the coupon date, or later, is without the coupon.
  case calendarDays(Int)
  /// Settlement this many business days before the coupon date, or later, is without the coupon.
  case businessDays(Int)

  /// The first settlement date without the coupon paid on `couponDate`; `nil` where there is no such rule.
  public func exCouponDate(couponDate: CivilDate, calendar: BusinessCalendar) -> CivilDate? {
    switch self {
    case .none: nil
    case .calendarDays(let days): couponDate.adding(days: -days)
    case .businessDays(let days): calendar.advance(couponDate, businessDays: -days)
    }
  }
}
