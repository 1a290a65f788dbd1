import DatesAndConventions
import Instruments

/// The grids of a batch, by the kind of legs on them and the days on which periods end.
struct CouponGrids {
  private var kinds: [CouponKind: Int] = [:]
  /// Of each kind a place for every day of the month and every month of a period; −1 where there is no grid.
  private var places: [Int32] = []
  private var grids: [CouponGrid] = []

  /// The place of the grid on which periods end at `end` and other days of `roll`; `make` makes a new one.
  mutating func place(_ kind: CouponKind, _ roll: RollDates, at end: CivilDate, make: () -> CouponGrid) -> Int
  {
    let perKind = 12 * 32
    let number = kinds[kind] ?? kinds.count
    if number == kinds.count {
      kinds[kind] = number
      places += repeatElement(-1, count: perKind)
    }
    let slot = perKind * number + 32 * (end.monthsFromYearZero % roll.monthsPerPeriod) + roll.rollDay
    if places[slot] < 0 {
      places[slot] = Int32(grids.count)
      grids.append(make())
    }
    return Int(places[slot])
  }

  /// Forgets the grids whose coupons are no sums of linear products, since others belong to one batch.
  mutating func removeNonlinear() {
    for slot in places.indices where places[slot] >= 0 && !grids[Int(places[slot])].isLinear {
      places[slot] = -1
    }
  }

  subscript(place: Int) -> CouponGrid {
    _read { yield grids[place] }
    _modify { yield &grids[place] }
  }
}

/// What legs on one grid have in common, but for the days.
struct CouponKind: Hashable {
  let discount: DiscountKey
  let frequency: Frequency
  let dayCount: DayCount
  let calendar: CalendarID
  let accrualConvention: BusinessDayConvention
  let paymentConvention: BusinessDayConvention
  let paymentLag: Int
  /// Without spread and gearing; `nil` where the rate is fixed.
  let index: FloatingRate?

  /// `nil` for a leg whose coupons have caps or floors, or are no multiples of their rate.
  init?(_ leg: CouponLeg, discount: DiscountKey) {
    switch leg.rate {
    case .fixed: index = nil
    case .fixedCompounded, .swapRate: return nil
    case .floating(let rate):
      guard rate.cap == nil, rate.floor == nil else { return nil }
      index = rate.indexAlone
    }
    self.discount = discount
    frequency = leg.frequency
    dayCount = leg.dayCount
    calendar = leg.calendar
    accrualConvention = leg.accrualConvention
    paymentConvention = leg.paymentConvention
    paymentLag = leg.paymentLag
  }

  /// What a coupon of the grid pays.
  var unitRate: CouponLeg.Rate { index.map(CouponLeg.Rate.floating) ?? .fixed(1) }

  // What tells most kinds apart: to hash the rest takes longer than to compare it.
  func hash(into hasher: inout Hasher) {
    hasher.combine(index?.index)
    hasher.combine(frequency)
  }
}
