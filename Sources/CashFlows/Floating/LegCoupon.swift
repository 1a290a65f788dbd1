public import DatesAndConventions
public import Instruments

/// One coupon of a leg, resolved to dates and to the rates that it needs.
public struct LegCoupon: Sendable {
  /// What the interest is made of.
  public enum Interest: Sendable {
    /// Interest per 1 of notional, known from the terms.
    case fixed(Double)
    /// The rate of a term index.
    case term(FloatingRate, RateReset)
    /// Several rates of a term index.
    case terms(FloatingRate, [RateReset])
    case overnight(FloatingRate, OvernightWindow)
    /// The rate of a standard swap; of the difference of two the longer one's.
    case swapRate(SwapRateCoupon, SwapRateReset)
  }

  /// Between which interest accrues, as moved to business days.
  public let start: CivilDate
  public let end: CivilDate
  public let payDate: CivilDate
  /// When notional that changes at the end of the period changes hands: without the payment lag.
  public let principalDate: CivilDate
  /// Years of interest.
  public let years: Double
  /// As a part of the leg's notional at its start.
  public let notionalFactor: Double
  public let interest: Interest
  let dayCount: DayCount
  let period: CouponPeriod

  /// The interest of the coupon that has accrued by `day`, as a coupon of its own; `nil` outside its days.
  public func accrued(to day: CivilDate) -> LegCoupon? {
    guard start < day, day < end else { return nil }
    let years = dayCount.yearFraction(from: start, to: day, period: period)
    let part: Interest
    switch interest {
    case .fixed(let amount): part = .fixed(amount * years / self.years)
    case .term(let rate, let reset): part = .term(rate, reset.counting(years))
    case .terms(let rate, let resets):
      var rest = years
      var kept: [RateReset] = []
      for reset in resets where rest > 0 {
        let counted = min(reset.years, rest)
        kept.append(reset.counting(counted))
        rest -= counted
      }
      part = .terms(rate, kept)
    case .overnight(let rate, let window): part = .overnight(rate, window.ending(day))
    case .swapRate: part = interest
    }
    return LegCoupon(
      start: start, end: day, payDate: payDate, principalDate: principalDate, years: years,
      notionalFactor: notionalFactor, interest: part, dayCount: dayCount, period: period)
  }
}
