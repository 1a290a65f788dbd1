public import DatesAndConventions

/// The coupons of a floating note, or of one side of a swap: when they are due, on what, at which rate.
public struct CouponLeg: Sendable, Hashable {
  /// What the coupons pay.
  public enum Rate: Sendable, Hashable {
    /// A decimal a year, simple interest.
    case fixed(Double)
    /// A decimal a year, compounded once a year: (1 + rate)^years − 1, for a single payment at the end.
    case fixedCompounded(Double)
    case floating(FloatingRate)
    /// The rate of a standard swap, or the difference of two, set anew for each period.
    case swapRate(SwapRateCoupon)

    /// Of a leg that pays the rate of a standard swap, or the difference of two.
    var swapRate: SwapRateCoupon? {
      if case .swapRate(let coupon) = self { coupon } else { nil }
    }

    /// Of a floating leg, or of the swaps whose rate a leg pays.
    public var index: RateIndexID? {
      switch self {
      case .fixed, .fixedCompounded: nil
      case .floating(let rate): rate.index
      case .swapRate(let coupon): coupon.index
      }
    }
  }

  public let currency: Currency
  /// What interest is reckoned on at the start; above 0.
  public let notional: Double
  public let rate: Rate
  /// Interest accrues from this day.
  public let start: CivilDate
  public let maturity: CivilDate
  /// `.once` pays all at maturity.
  public let frequency: Frequency
  public let dayCount: DayCount
  public let calendar: CalendarID
  /// How the days between which interest accrues move to business days.
  public let accrualConvention: BusinessDayConvention
  /// How payments move to business days.
  public let paymentConvention: BusinessDayConvention
  /// Business days by which payments follow the end of their period.
  public let paymentLag: Int
  /// End of the first period when it is odd.
  public let firstCouponDate: CivilDate?
  /// Start of the last period when it is odd.
  public let penultimateCouponDate: CivilDate?
  /// Periods end on month ends when maturity does.
  public let endOfMonth: Bool
  /// How the notional changes, in date order: each holds from the first period that starts on or after its day.
  public let notionalSteps: [NotionalStep]
  /// What the first periods of a floating leg pay; `nil` where all of them float.
  public let fixedStart: FixedStart?

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(
    currency: Currency, notional: Double = 1, rate: Rate, start: CivilDate, maturity: CivilDate,
    frequency: Frequency, dayCount: DayCount, calendar: CalendarID,
    accrualConvention: BusinessDayConvention = .modifiedFollowing,
    paymentConvention: BusinessDayConvention = .modifiedFollowing, paymentLag: Int = 0,
    firstCouponDate: CivilDate? = nil, penultimateCouponDate: CivilDate? = nil, endOfMonth: Bool = true,
    notionalSteps: [NotionalStep] = [], fixedStart: FixedStart? = nil
  ) throws(TermsError) {
    self.currency = currency
    self.notional = notional
    self.rate = rate
    self.start = start
    self.maturity = maturity
    self.frequency = frequency
    self.dayCount = dayCount
    self.calendar = calendar
    self.accrualConvention = accrualConvention
    self.paymentConvention = paymentConvention
    self.paymentLag = paymentLag
    self.firstCouponDate = firstCouponDate
    self.penultimateCouponDate = penultimateCouponDate
    self.endOfMonth = endOfMonth
    self.notionalSteps = notionalSteps
    self.fixedStart = fixedStart
    try validate()
  }

  /// Coupons a year where terms do not say: those of a term index's tenor, otherwise `others`.
  static func usualFrequency(_ index: RateIndexID?, others: Frequency) -> Frequency {
    guard let index, case .term(let tenor) = RateIndex.of(index).kind else { return others }
    let months = tenor.unit == .years ? 12 * tenor.count : tenor.count
    return Frequency.allCases.first { $0.monthsPerPeriod == months } ?? others
  }
}

/// A fixed rate before floating ones.
public struct FixedStart: Sendable, Hashable {
  /// A decimal a year.
  public let rate: Double
  /// Periods that start on or after this day float.
  public let floatingFrom: CivilDate

  public init(rate: Double, floatingFrom: CivilDate) {
    self.rate = rate
    self.floatingFrom = floatingFrom
  }
}

/// A change of notional.
public struct NotionalStep: Sendable, Hashable {
  public let date: CivilDate
  /// The notional from then on, as a part of that at the start; not negative.
  public let factor: Double

  public init(date: CivilDate, factor: Double) {
    self.date = date
    self.factor = factor
  }
}
