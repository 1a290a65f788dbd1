import Foundation
public import DatesAndConventions
public import Instruments

/// The coupons of a leg that are still to be paid.
///
/// Interest accrues between adjusted days. A term index whose tenor is shorter than the period is reset within it; a stub has
/// the rate of the index's own tenor.
public struct LegSchedule: Sendable {
  /// In order; those paid after the day asked for.
  public let coupons: [LegCoupon]
  /// The first day of the first period, adjusted.
  public let start: CivilDate

  /// Precondition: the terms were checked, so that they have periods.
  public init(_ leg: CouponLeg, after: CivilDate) {
    self.init(leg, rate: leg.rate, from: leg.start, to: leg.maturity, after: after)
  }

  /// The coupons of such a leg if it paid `rate` and ran from `from` to `to`.
  ///
  /// Precondition: there are periods between them.
  init(
    _ leg: CouponLeg, rate: CouponLeg.Rate, from: CivilDate, to: CivilDate, after: CivilDate
  ) {
    func terms(_ frequency: Frequency) -> ScheduleTerms {
      var terms = leg.scheduleTerms(frequency)
      (terms.start, terms.end) = (from, to)
      return terms
    }
    guard let schedule = try? Schedule(terms(leg.frequency)) else {
      preconditionFailure("terms without periods are refused")
    }
    start = schedule.periods[0].adjustedStart
    let calendar = schedule.calendar
    let maker = InterestMaker(leg, rate, terms)
    var coupons: [LegCoupon] = []
    coupons.reserveCapacity(schedule.periods.count)
    var steps = leg.notionalSteps[...]
    var factor = 1.0
    for (index, period) in schedule.periods.enumerated() {
      while let step = steps.first, step.date <= period.accrualStart {
        factor = step.factor
        steps.removeFirst()
      }
      let principalDate = calendar.adjust(period.accrualEnd, leg.paymentConvention)
      let payDate =
        leg.paymentLag == 0 ? principalDate : calendar.advance(principalDate, businessDays: leg.paymentLag)
      guard payDate > after else { continue }
      var couponPeriod = schedule.couponPeriod(index)
      // Passed on with every coupon, and read by one day count alone.
      if leg.dayCount != .business252 { couponPeriod.calendar = nil }
      let years = leg.dayCount.yearFraction(
        from: period.adjustedStart, to: period.adjustedEnd, period: couponPeriod)
      coupons.append(
        LegCoupon(
          start: period.adjustedStart, end: period.adjustedEnd, payDate: payDate,
          principalDate: principalDate,
          years: years, notionalFactor: factor, interest: maker.interest(period, years: years),
          dayCount: leg.dayCount, period: couponPeriod))
    }
    self.coupons = coupons
  }
}

/// Makes the interest of a leg's coupons.
private struct InterestMaker {
  private let leg: CouponLeg
  private let rate: CouponLeg.Rate
  private let index: RateIndex?
  private let indexCalendar: BusinessCalendar?
  /// Of the swaps whose rates are paid.
  private let convention: SwapConvention?
  /// Periods at the tenor of a term index, where that is shorter than the leg's.
  private let resetPeriods: Schedule?

  init(_ leg: CouponLeg, _ rate: CouponLeg.Rate, _ terms: (Frequency) -> ScheduleTerms) {
    self.leg = leg
    self.rate = rate
    if case .swapRate(let coupon) = rate {
      convention = .usual(coupon.index)
    } else {
      convention = nil
    }
    guard case .floating(let rate) = rate else {
      (index, indexCalendar, resetPeriods) = (nil, nil, nil)
      return
    }
    let known = RateIndex.of(rate.index)
    index = known
    indexCalendar = BusinessCalendar(known.calendar)
    if case .term(let tenor) = known.kind, tenor.unit == .months || tenor.unit == .years,
      case let months = tenor.unit == .years ? 12 * tenor.count : tenor.count,
      leg.frequency == .once || leg.frequency.monthsPerPeriod > months,
      let frequency = Frequency.allCases.first(where: { $0.monthsPerPeriod == months })
    {
      resetPeriods = try? Schedule(terms(frequency))
    } else {
      resetPeriods = nil
    }
  }

  func interest(_ period: SchedulePeriod, years: Double) -> LegCoupon.Interest {
    switch rate {
    case .fixed(let rate): return .fixed(rate * years)
    case .fixedCompounded(let rate): return .fixed(expm1(years * log1p(rate)))
    case .swapRate(let coupon):
      guard let convention else { preconditionFailure("an index without a standard swap is refused") }
      return .swapRate(
        coupon,
        SwapRateReset(
          convention, years: coupon.longYears,
          setFor: coupon.isInArrears ? period.adjustedEnd : period.adjustedStart,
          fixingDays: coupon.fixingDays ?? convention.spotDays))
    case .floating(let rate):
      if let fixed = leg.fixedStart, period.accrualStart < fixed.floatingFrom {
        return .fixed(fixed.rate * years)
      }
      guard let index, let indexCalendar else { preconditionFailure("a floating leg has an index") }
      if case .overnight = index.kind {
        return .overnight(
          rate,
          OvernightWindow(
            start: period.adjustedStart, end: period.adjustedEnd, rate: rate, dayCount: leg.dayCount))
      }
      let lag = rate.fixingDays ?? index.fixingDays
      func reset(_ start: CivilDate, _ years: Double) -> RateReset {
        RateReset(index, calendar: indexCalendar, fixingDays: lag, accrualStart: start, years: years)
      }
      guard let resetPeriods else { return .term(rate, reset(period.adjustedStart, years)) }
      let resets = resetPeriods.periods.enumerated().filter { _, part in
        part.adjustedStart >= period.adjustedStart && part.adjustedStart < period.adjustedEnd
      }.map { place, part in
        reset(
          part.adjustedStart,
          leg.dayCount.yearFraction(
            from: part.adjustedStart, to: part.adjustedEnd, period: resetPeriods.couponPeriod(place)))
      }
      return .terms(rate, resets)
    }
  }
}
