import DatesAndConventions
import Instruments
import MarketData

extension PricingContext {
  /// Makes tables of every day for the curves that a batch of floating contracts uses often, before its blocks ask for theirs.
  func prepareTables(_ positions: [PositionToPrice]) {
    var uses: [DiscountKey: (last: Int32, count: Int)] = [:]
    func use(_ key: DiscountKey, _ last: Int32, _ count: Int) {
      let use = { (known: inout (last: Int32, count: Int)) in
        known = (max(known.last, last), known.count + count)
      }
      use(&uses[key, default: (last, 0)])
    }
    for position in positions {
      for leg in position.instrument.terms.couponLegs(seenFrom: markets.valuationDate) {
        // Payments and deposits end a little after maturity.
        // Swaps whose rates are paid begin as late as that.
        let last = leg.maturity.dayNumber + 45 + leg.rate.swapDays
        let days = Int(max(0, last - markets.valuationDate.dayNumber))
        let payments = 1 + days * leg.frequency.rawValue / 365
        use(DiscountKey(leg.currency, spreadCurve: position.instrument.spreadCurve), last, payments)
        if let index = leg.rate.index { use(.index(index), last, 2 * payments) }
      }
    }
    for (key, use) in uses { discounts.prepare(key, through: use.last, uses: use.count) }
  }
}

extension CouponLeg.Rate {
  /// About so many days has a swap whose rate is paid.
  fileprivate var swapDays: Int32 {
    guard case .swapRate(let coupon) = self else { return 0 }
    return Int32(366 * max(coupon.longYears, coupon.shortYears ?? 0))
  }
}

extension Instrument {
  /// The legs of floating notes and swaps of interest.
  fileprivate func couponLegs(seenFrom day: CivilDate) -> [CouponLeg] {
    switch self {
    case .floatingNote(let note): [note.leg]
    case .perpetualFloater(let note): [note.listedNote(seenFrom: day).leg]
    case .derivative(.swap(let swap)): [swap.pay, swap.receive]
    case .derivative(.capFloor(let option)): [option.leg]
    case .derivative(.swaption(let option)): [option.swap.pay, option.swap.receive]
    default: []
    }
  }
}
