public import DatesAndConventions

/// A floating note without maturity: coupons on an index for ever, from the start or after fixed ones, or until its issuer calls it.
///
/// Amounts are per 100 of face. A position's quantity is the face held in currency units, negative when short.
public struct PerpetualFloater: Sendable, Hashable {
  /// Its coupons through those of sixty years after the last fixed one.
  private let template: FloatingNote
  /// When the issuer may redeem, and at what price; ascending, maybe empty.
  public let calls: [ExercisePrice]
  public let valuation: PerpetualBond.Valuation

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(
    currency: Currency, datedDate: CivilDate, coupon: FloatingRate, frequency: Frequency? = nil,
    dayCount: DayCount? = nil, calendar: CalendarID? = nil,
    accrualConvention: BusinessDayConvention? = nil,
    paymentConvention: BusinessDayConvention = .modifiedFollowing, paymentLag: Int = 0,
    firstCouponDate: CivilDate? = nil, endOfMonth: Bool = true, settlementDays: Int = 2,
    fixedStart: FixedStart? = nil, calls: [ExercisePrice] = [],
    valuation: PerpetualBond.Valuation = .perpetuity
  ) throws(TermsError) {
    let usual = CouponLeg.usualFrequency(coupon.index, others: .quarterly)
    let frequency = frequency ?? usual
    guard frequency != .once else {
      throw TermsError(field: "frequency", message: "0 coupons a year leaves nothing to be paid for ever")
    }
    let roll = RollDates(
      anchor: firstCouponDate ?? datedDate, monthsPerPeriod: frequency.monthsPerPeriod, endOfMonth: endOfMonth
    )
    let end = roll.horizon(seenFrom: max(datedDate, fixedStart?.floatingFrom ?? datedDate))
    template = try FloatingNote(
      currency: currency, datedDate: datedDate, maturity: end, coupon: coupon, frequency: frequency,
      dayCount: dayCount, calendar: calendar, accrualConvention: accrualConvention,
      paymentConvention: paymentConvention, paymentLag: paymentLag, firstCouponDate: firstCouponDate,
      endOfMonth: endOfMonth, settlementDays: settlementDays, fixedStart: fixedStart)
    self.calls = calls
    self.valuation = valuation
    try validateCalls()
  }

  private func validateCalls() throws(TermsError) {
    if valuation == .firstCall, calls.isEmpty {
      throw TermsError(
        field: "call_schedule", message: "is missing; write date:price pairs such as 2027-06-15:100")
    }
    var previous = leg.start
    for call in calls {
      guard call.date > previous else {
        throw TermsError(
          field: "call_schedule", message: "\(call.date) is not in date order after the dated date")
      }
      guard call.price.isFinite, call.price > 0, call.price <= 1_000 else {
        throw TermsError(field: "call_schedule", message: "\(call.price) is not a price per 100 above 0")
      }
      _ = try note(to: call.date, redemption: call.price)
      previous = call.date
    }
  }

  /// Its terms but for the last day.
  public var leg: CouponLeg { template.leg }
  public var coupon: FloatingRate { template.coupon }
  /// Business days from trade to settlement.
  public var settlementDays: Int { template.settlementDays }

  private var roll: RollDates {
    RollDates(
      anchor: leg.firstCouponDate ?? leg.start, monthsPerPeriod: leg.frequency.monthsPerPeriod,
      endOfMonth: leg.endOfMonth)
  }

  /// The note if it ended on a day; interest since the last coupon date is paid then.
  private func note(to maturity: CivilDate, redemption: Double) throws(TermsError) -> FloatingNote {
    let roll = roll
    // A note that is called before it floats pays fixed coupons alone.
    let fixedStart = leg.fixedStart.map {
      FixedStart(rate: $0.rate, floatingFrom: min($0.floatingFrom, maturity.adding(days: -1)))
    }
    return try FloatingNote(
      currency: leg.currency, datedDate: leg.start, maturity: maturity, coupon: coupon,
      frequency: leg.frequency, dayCount: leg.dayCount, calendar: leg.calendar,
      accrualConvention: leg.accrualConvention, paymentConvention: leg.paymentConvention,
      paymentLag: leg.paymentLag, firstCouponDate: leg.firstCouponDate.flatMap { $0 < maturity ? $0 : nil },
      penultimateCouponDate: roll.index(of: maturity) == nil
        ? penultimate(before: maturity, roll) : nil,
      endOfMonth: leg.endOfMonth, redemption: redemption, settlementDays: settlementDays,
      fixedStart: fixedStart)
  }

  /// The coupon date before a day on which none is due; `nil` in the first period.
  private func penultimate(before day: CivilDate, _ roll: RollDates) -> CivilDate? {
    let last = roll.date(roll.index(onOrBefore: day))
    return last > leg.start && last >= leg.firstCouponDate ?? leg.start ? last : nil
  }

  /// The coupons that are listed seen from a day, as a note that ends with the last of them.
  public func listedNote(seenFrom day: CivilDate) -> FloatingNote {
    let end = roll.horizon(seenFrom: max(day, leg.fixedStart?.floatingFrom ?? leg.start, leg.start))
    guard let note = try? note(to: end, redemption: 100) else {
      preconditionFailure("terms that make no note are refused")
    }
    return note
  }

  /// The note if it is called.
  public func note(calledOn call: ExercisePrice) -> FloatingNote {
    guard let note = try? note(to: call.date, redemption: call.price) else {
      preconditionFailure("calls that make no note are refused")
    }
    return note
  }

  /// The note to its first call after a day, where it is valued so; `nil` otherwise.
  public func noteToFirstCall(after day: CivilDate) -> FloatingNote? {
    guard valuation == .firstCall, let call = calls.first(where: { $0.date > day }) else { return nil }
    return note(calledOn: call)
  }
}

extension RollDates {
  /// The last coupon that is listed of a contract without maturity, seen from a day.
  func horizon(seenFrom day: CivilDate) -> CivilDate {
    date(index(onOrBefore: day.adding(months: 12 * PerpetualBond.listedYears)) + 1)
  }
}
