import DatesAndConventions
import Instruments

/// Works out the periods of a fixed bond one by one, in one array and without a date list.
struct FixedBondScheduleBuilder {
  /// No holiday moves a payment further than this.
  private static let longestAdjustment = 15

  let bond: FixedBond
  let convention: BondConvention
  let dayCount: DayCount
  let frequency: Frequency
  let calendar: BusinessCalendar
  /// Date 0 is the penultimate coupon date, or maturity.
  let roll: RollDates
  private(set) var periods: [FixedBondPeriod] = []
  private(set) var interim: [InterimPrincipal] = []

  private let paysEqualCoupons: Bool
  private let regularYears: Double
  /// Unadjusted start of the period being built, and its place in the roll.
  private var start: CivilDate
  private var startIndex: Int?
  private var face = 100.0
  private var nextPayment = 0
  /// Coupon rate in force at `start`.
  private var rate: Double
  private var nextStep = 0
  private var after: CivilDate?

  init(_ bond: FixedBond) {
    self.bond = bond
    convention = BondConvention.of(bond.convention)
    dayCount = bond.dayCount ?? convention.dayCount
    frequency = bond.frequency == .once ? convention.frequency : bond.frequency
    calendar = BusinessCalendar(convention.calendar)
    roll = RollDates(
      anchor: bond.penultimateCouponDate ?? bond.maturity, monthsPerPeriod: frequency.monthsPerPeriod,
      endOfMonth: bond.endOfMonth)
    paysEqualCoupons = bond.dayCount.map(\.makesRegularPeriodsEqual) ?? true
    regularYears = 1 / Double(frequency.rawValue)
    start = bond.datedDate
    rate = bond.coupon
    startIndex = roll.index(of: bond.datedDate)
  }

  mutating func build(after: CivilDate?) {
    self.after = after
    let first = bond.firstCouponDate
    // The first roll date after the first coupon, or after the dated date.
    var index = roll.index(onOrBefore: first ?? bond.datedDate) + 1
    if let after,
      case let recent = min(roll.index(onOrBefore: after.adding(days: -Self.longestAdjustment)), -1),
      recent >= index
    {
      skip(to: recent)
      index = recent + 1
    } else if let first {
      endPeriod(at: first, rollIndex: roll.index(of: first))
    }
    periods.reserveCapacity(periods.count + max(0, 1 - index) + 1)
    while index <= 0 {
      endPeriod(at: roll.date(index), rollIndex: index)
      index += 1
    }
    if bond.penultimateCouponDate != nil {
      endPeriod(at: bond.maturity, rollIndex: roll.index(of: bond.maturity))
    }
  }

  /// Takes what was repaid up to roll date `index` as paid and starts a period there.
  private mutating func skip(to index: Int) {
    start = roll.date(index)
    startIndex = index
    while nextPayment < bond.principalPayments.count, bond.principalPayments[nextPayment].date <= start {
      face -= bond.principalPayments[nextPayment].amount
      nextPayment += 1
    }
  }

  /// Takes up the steps until the start of the period being built.
  private mutating func stepCoupon() {
    while nextStep < bond.couponSteps.count, bond.couponSteps[nextStep].date <= start {
      rate = bond.couponSteps[nextStep].rate
      nextStep += 1
    }
  }

  private mutating func endPeriod(at end: CivilDate, rollIndex: Int?) {
    stepCoupon()
    let isRegular = startIndex.map { $0 + 1 == rollIndex } ?? false
    let reference = isRegular ? (start, end) : notionalPeriod(to: end)
    let faceAtStart = face
    func years(to date: CivilDate) -> Double {
      guard dayCount.needsCouponPeriod else { return dayCount.yearFraction(from: start, to: date) }
      return dayCount.yearFraction(
        from: start, to: date,
        period: CouponPeriod(
          start: reference.0, end: reference.1, frequency: frequency, terminationDate: bond.maturity,
          calendar: calendar, rollDay: roll.rollDay))
    }

    // What is repaid within the period earns interest to its own date; the rest, to the end.
    var faceYears = 0.0
    while nextPayment < bond.principalPayments.count, bond.principalPayments[nextPayment].date < end {
      let payment = bond.principalPayments[nextPayment]
      faceYears += payment.amount * years(to: payment.date)
      face -= payment.amount
      nextPayment += 1
      interim.append(
        InterimPrincipal(
          date: payment.date, payDate: calendar.adjust(payment.date, convention.paymentConvention),
          amount: payment.amount, faceAfter: face))
    }
    if rate != 0 {
      faceYears += face * (isRegular && paysEqualCoupons ? regularYears : years(to: end))
    }

    var repaid = 0.0
    if end == bond.maturity {
      repaid = max(face, 0)
    } else if nextPayment < bond.principalPayments.count, bond.principalPayments[nextPayment].date == end {
      repaid = bond.principalPayments[nextPayment].amount
      nextPayment += 1
    }
    face = end == bond.maturity ? 0 : face - repaid

    let payDate = calendar.adjust(end, convention.paymentConvention)
    if after.map({ max(payDate, end) > $0 }) ?? true {
      periods.append(
        FixedBondPeriod(
          accrualStart: start, accrualEnd: end, referenceStart: reference.0, referenceEnd: reference.1,
          payDate: payDate,
          exDate: convention.exCoupon.exCouponDate(couponDate: end, calendar: calendar) ?? payDate,
          isRegular: isRegular, rate: rate, coupon: rate * faceYears, faceAtStart: faceAtStart,
          faceRepaid: repaid,
          principal: end == bond.maturity ? repaid * bond.redemption / 100 : repaid, faceAfter: face))
    }
    start = end
    startIndex = rollIndex
  }

  /// The regular period that ends where an odd period ends or, for an odd last period, that starts where it starts.
  private func notionalPeriod(to end: CivilDate) -> (CivilDate, CivilDate) {
    let isLast = end == bond.maturity && start != bond.datedDate
    let edge = isLast ? start : end
    // A date off the roll carries its own day.
    let isOnRoll = edge.day == min(roll.rollDay, edge.endOfMonth.day)
    let local = RollDates(
      anchor: edge, monthsPerPeriod: frequency.monthsPerPeriod, rollDay: isOnRoll ? roll.rollDay : nil)
    return isLast ? (edge, local.date(1)) : (local.date(-1), edge)
  }
}

extension DayCount {
  /// Whether the rule means every regular period to be the same part of a year.
  var makesRegularPeriodsEqual: Bool {
    switch self {
    case .actualActualICMA, .thirty360US, .thirty360BondBasis, .thirtyE360, .thirtyE360ISDA: true
    case .actual360, .actual365Fixed, .actualActualISDA, .actualActualAFB, .business252: false
    }
  }
}
