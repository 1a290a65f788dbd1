import CashFlows
import DatesAndConventions
import Instruments

/// The coupons that all legs of a kind have in common whose periods end on the same days: those still to be paid, in order.
///
/// A book has far more legs than grids. What a coupon is worth per unit of notional is worked out once, and a leg is a range of the
/// coupons of its grid.
struct CouponGrid {
  /// One coupon on a notional of 1, at a rate of 1 where it is fixed, otherwise at its index alone.
  struct Coupon {
    let start: CivilDate
    let end: CivilDate
    let payDay: Int32
    let principalDay: Int32
    /// Years of interest.
    let years: Double
    /// The product that discounts it.
    let discount: Int32
    /// Of the grid's terms.
    let terms: Range<Int>
  }

  /// What has accrued of a coupon, in the same units.
  struct Accrued {
    let years: Double
    /// The product that is always 1.
    let discount: Int32
    let terms: [ProjectedFlows.Term]
  }

  private(set) var coupons: [Coupon] = []
  private(set) var terms: [ProjectedFlows.Term] = []
  /// Of coupons that run.
  private(set) var accrued: [(coupon: Int, accrued: Accrued)] = []
  /// Coupons that cannot be valued for what the market lacks.
  private(set) var gaps: [(coupon: Int, gap: CellGap)] = []
  /// Whether all terms are weights of linear products.
  private(set) var isLinear = true
  /// The end of the last period, unadjusted.
  private(set) var end: CivilDate
  /// Months from year 0 to the end of the first period.
  private var firstMonth: Int
  private let monthsPerPeriod: Int

  /// A grid without coupons yet, that goes on from a day on which a period ends.
  init(from start: CivilDate, monthsPerPeriod: Int) {
    end = start
    firstMonth = start.monthsFromYearZero + monthsPerPeriod
    self.monthsPerPeriod = monthsPerPeriod
  }

  /// How many coupons there are through a day on which a period ends; below 0 for one long ago.
  func count(through end: CivilDate) -> Int {
    (end.monthsFromYearZero - firstMonth) / monthsPerPeriod + 1
  }

  mutating func append(
    _ coupon: LegCoupon, discount: Int32, terms unit: [ProjectedFlows.Term], accrued running: Accrued?
  ) {
    if let running { accrued.append((coupons.count, running)) }
    for term in unit + (running?.terms ?? []) where term.product < 0 { isLinear = false }
    let first = terms.count
    terms += unit
    coupons.append(Coupon(coupon, discount: discount, terms: first..<terms.count))
  }

  mutating func append(_ coupon: LegCoupon, gap: CellGap) {
    gaps.append((coupons.count, gap))
    coupons.append(Coupon(coupon, discount: 0, terms: terms.count..<terms.count))
  }

  /// The coupons appended are those of periods through `end`.
  mutating func end(with end: CivilDate) {
    self.end = end
    firstMonth = end.monthsFromYearZero - (coupons.count - 1) * monthsPerPeriod
  }
}

extension CouponGrid.Coupon {
  fileprivate init(_ coupon: LegCoupon, discount: Int32, terms: Range<Int>) {
    start = coupon.start
    end = coupon.end
    payDay = coupon.payDate.dayNumber
    principalDay = coupon.principalDate.dayNumber
    years = coupon.years
    self.discount = discount
    self.terms = terms
  }
}

extension CivilDate {
  /// Of its month.
  var monthsFromYearZero: Int {
    let (year, month, _) = yearMonthDay
    return 12 * year + month - 1
  }
}
