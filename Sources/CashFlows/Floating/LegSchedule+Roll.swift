public import DatesAndConventions
public import Instruments

extension CouponLeg {
  /// The days on which periods end, for a leg that has the coupons of any other of its kind between the same days: its periods are of
  /// one length and counted back from maturity, its notional stays, its rate is one rate. `nil` for others.
  ///
  /// A leg that starts off these days has a first coupon of its own.
  public var roll: RollDates? {
    guard frequency != .once, firstCouponDate == nil, penultimateCouponDate == nil, notionalSteps.isEmpty,
      fixedStart == nil
    else { return nil }
    // Counts the last period of a leg in a way of its own.
    if dayCount == .thirtyE360ISDA { return nil }
    // Where maturity is the last business day of a month and not its last day, the other periods end on last days.
    if endOfMonth, !maturity.isEndOfMonth, BusinessCalendar(calendar).isEndOfMonth(maturity) { return nil }
    return RollDates(anchor: maturity, monthsPerPeriod: frequency.monthsPerPeriod, endOfMonth: endOfMonth)
  }

  /// The coupons between two of the days of `roll` that are paid after `day`, if they paid `rate`.
  public func regularCoupons(
    paying rate: Rate, from start: CivilDate, to end: CivilDate, after day: CivilDate
  ) -> [LegCoupon] {
    LegSchedule(self, rate: rate, from: start, to: end, after: day).coupons
  }
}
