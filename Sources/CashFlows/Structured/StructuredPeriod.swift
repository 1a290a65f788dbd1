public import DatesAndConventions
public import Instruments

/// One period of a structured note, resolved to dates and to the rates that its coupon needs.
public struct StructuredPeriod: Sendable {
  /// What the coupon pays on a notional of 1.
  public enum Interest: Sendable {
    /// Known from the terms.
    case fixed(Double)
    /// The rate of a term index.
    case index(FloatingRate, RateReset)
    /// One swap rate, or the long one and the short one.
    case swapRates(SwapRateCoupon, [SwapRateReset])
    /// On days of the period, in order.
    case range(RangeAccrual, [RangeObservation])
  }

  public let coupon: LegCoupon
  public let interest: Interest
  /// The redemption that the issuer may announce for the end of the period.
  public let call: NoteCall?

  /// The interest that has accrued by `day` as a part of the coupon's own, 0 to 1; 0 outside its days.
  public func accruedPart(to day: CivilDate) -> Double {
    coupon.accrued(to: day).map { $0.years / coupon.years } ?? 0
  }
}

/// A redemption that the issuer of a structured note may announce.
public struct NoteCall: Sendable, Hashable {
  /// The last day on which it can be announced.
  public let decisionDate: CivilDate
  public let payDate: CivilDate
  /// Per 1 of face.
  public let amount: Double
}

extension StructuredNote {
  /// The periods whose coupons are paid after `day`, with the calls that can still be announced after it.
  public func periods(after day: CivilDate) -> [StructuredPeriod] {
    let schedule = LegSchedule(leg, after: day)
    let calendar = BusinessCalendar(leg.calendar)
    var callOfEnd: [CivilDate: ExercisePrice] = [:]
    for call in calls { callOfEnd[calendar.adjust(call.date, leg.accrualConvention)] = call }
    return schedule.coupons.map { coupon in
      let call = callOfEnd[coupon.end].flatMap { call -> NoteCall? in
        let decision = coupon.principalDate.adding(days: -noticeDays)
        return decision > day
          ? NoteCall(decisionDate: decision, payDate: coupon.principalDate, amount: call.price / 100) : nil
      }
      return StructuredPeriod(coupon: coupon, interest: interest(coupon), call: call)
    }
  }

  private func interest(_ coupon: LegCoupon) -> StructuredPeriod.Interest {
    if let fixed = leg.fixedStart, coupon.start < fixed.floatingFrom {
      return .fixed(fixed.rate * coupon.years)
    }
    if case .rangeAccrual(let range) = self.coupon {
      return .range(range, range.observations(from: coupon.start, to: coupon.end))
    }
    if case .swapRate(let rate) = self.coupon, let convention = SwapConvention.usual(rate.index) {
      let start = BusinessCalendar(convention.calendars[0]).adjust(coupon.start, .following)
      return .swapRates(
        rate,
        ([rate.longYears] + (rate.shortYears.map { [$0] } ?? [])).map {
          SwapRateReset(convention, years: $0, start: start)
        })
    }
    switch coupon.interest {
    case .fixed(let amount): return .fixed(amount)
    case .term(let rate, let reset): return .index(rate, reset)
    case .terms, .overnight, .swapRate: preconditionFailure("such coupons are refused")
    }
  }

  /// The days of payment to maturity, with amounts that the terms alone give; interest that is set later is 0.
  func appendDatedFlows(after day: CivilDate, to columns: inout CashFlowColumns) {
    let periods = periods(after: day)
    for (place, period) in periods.enumerated() {
      let isLast = place == periods.count - 1
      var interest = 0.0
      if case .fixed(let amount) = period.interest { interest = amount }
      let payDay = period.coupon.payDate.dayNumber
      columns.append(
        payDay: payDay, exDay: payDay, interest: interest, principal: 0, balance: isLast ? 0 : 1,
        currency: leg.currency)
      if isLast, period.coupon.principalDate > day {
        let day = period.coupon.principalDate.dayNumber
        columns.append(
          payDay: day, exDay: day, interest: 0, principal: redemption / 100, balance: 0,
          currency: leg.currency)
      }
    }
  }
}
