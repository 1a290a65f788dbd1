public import DatesAndConventions

/// A bond without maturity: fixed or stepped coupons for ever, or until its issuer calls it.
///
/// Amounts are per 100 of face. A position's quantity is the face held in currency units, negative when short.
public struct PerpetualBond: Sendable, Hashable {
  /// To what it is valued. Raw values are the names used in files.
  public enum Valuation: String, Sendable, CaseIterable, Hashable {
    /// As if it were never called.
    case perpetuity
    /// As a bond that ends on the first day after the valuation date on which it can be called; a perpetuity after the last.
    case firstCall = "first_call"
  }

  /// Seen from any day, coupons are listed for at least so many years.
  public static let listedYears = 60

  public let currency: Currency
  /// Interest accrues from this day.
  public let datedDate: CivilDate
  /// Annual rate as a decimal until the first step, above 0.
  public let coupon: Double
  /// Changes of the coupon rate, in date order, above 0.
  public let couponSteps: [CouponStep]
  public let frequency: Frequency
  public let convention: BondConventionID
  public let dayCount: DayCount?
  /// First coupon where the first period is odd; later ones fall on its day of the month, or else on that of the dated date.
  public let firstCouponDate: CivilDate?
  /// Coupons fall on month ends when the first does.
  public let endOfMonth: Bool
  /// When the issuer may redeem, and at what price; ascending, maybe empty.
  public let calls: [ExercisePrice]
  public let valuation: Valuation

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(
    currency: Currency, datedDate: CivilDate, coupon: Double, couponSteps: [CouponStep] = [],
    frequency: Frequency, convention: BondConventionID, dayCount: DayCount? = nil,
    firstCouponDate: CivilDate? = nil, endOfMonth: Bool = true, calls: [ExercisePrice] = [],
    valuation: Valuation = .perpetuity
  ) throws(TermsError) {
    self.currency = currency
    self.datedDate = datedDate
    self.coupon = coupon
    self.couponSteps = couponSteps
    self.frequency = frequency
    self.convention = convention
    self.dayCount = dayCount
    self.firstCouponDate = firstCouponDate
    self.endOfMonth = endOfMonth
    self.calls = calls
    self.valuation = valuation
    try validate()
  }

  private func validate() throws(TermsError) {
    guard frequency != .once else {
      throw TermsError(field: "frequency", message: "0 coupons a year leaves nothing to be paid for ever")
    }
    guard coupon > 0, couponSteps.allSatisfy({ $0.rate > 0 }) else {
      throw TermsError(field: "coupon", message: "is not above 0; a perpetual bond pays nothing else")
    }
    if valuation == .firstCall, calls.isEmpty {
      throw TermsError(
        field: "call_schedule", message: "is missing; write date:price pairs such as 2027-06-15:100")
    }
    let seen = max(datedDate, couponSteps.last?.date ?? datedDate, calls.last?.date ?? datedDate)
    let listed = try bond(to: horizon(seenFrom: seen), redemption: 100)
    // Their order and prices.
    if !calls.isEmpty { _ = try CallableBond(bond: listed, calls: calls) }
    for call in calls { _ = try bond(to: call.date, redemption: call.price) }
  }

  private var roll: RollDates {
    RollDates(
      anchor: firstCouponDate ?? datedDate, monthsPerPeriod: frequency.monthsPerPeriod, endOfMonth: endOfMonth
    )
  }

  /// The last coupon that is listed seen from a day.
  private func horizon(seenFrom day: CivilDate) -> CivilDate {
    roll.horizon(seenFrom: max(day, datedDate, couponSteps.last?.date ?? datedDate))
  }

  /// The bond if it ended on a day; interest since the last coupon date is paid then.
  private func bond(to maturity: CivilDate, redemption: Double) throws(TermsError) -> FixedBond {
    let roll = roll
    let endsOnCoupon = roll.index(of: maturity) != nil
    return try FixedBond(
      currency: currency, datedDate: datedDate, maturity: maturity, coupon: coupon, frequency: frequency,
      convention: convention, dayCount: dayCount,
      firstCouponDate: firstCouponDate.flatMap { $0 < maturity ? $0 : nil },
      penultimateCouponDate: endsOnCoupon ? nil : roll.date(roll.index(onOrBefore: maturity)),
      endOfMonth: endOfMonth, redemption: redemption,
      couponSteps: couponSteps.filter { $0.date < maturity })
  }

  /// The coupons that are listed seen from a day, as a bond that ends with the last of them.
  public func listedBond(seenFrom day: CivilDate) -> FixedBond {
    guard let bond = try? bond(to: horizon(seenFrom: day), redemption: 100) else {
      preconditionFailure("terms that make no bond are refused")
    }
    return bond
  }

  /// The bond to its first call after a day, where it is valued so; `nil` otherwise.
  public func bondToFirstCall(after day: CivilDate) -> FixedBond? {
    guard valuation == .firstCall, let call = calls.first(where: { $0.date > day }) else { return nil }
    return try? bond(to: call.date, redemption: call.price)
  }

  /// The rate from the last step on.
  public var lastCoupon: Double { couponSteps.last?.rate ?? coupon }
}
