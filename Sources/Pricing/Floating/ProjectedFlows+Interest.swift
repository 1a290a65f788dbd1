import CashFlows
import DatesAndConventions
import Instruments
import MarketData

extension ProjectedFlows {
  /// Adds the interest of a coupon on `notional`, each unit of it worth `product`. Throws what the market lacks.
  mutating func addInterest(_ coupon: LegCoupon, notional: Double, _ product: DiscountProduct) throws(CellGap)
  {
    switch coupon.interest {
    case .fixed(let amount): add(notional * amount, product)
    case .term(let rate, let reset):
      if rate.cap == nil, rate.floor == nil {
        try addRate(coupon, rate, reset, notional: notional, product)
      } else {
        try addInterest(coupon, rate, [reset], notional: notional, product)
      }
    case .terms(let rate, let resets):
      try addInterest(coupon, rate, resets, notional: notional, product)
    case .overnight(let rate, let window):
      if let chain = window.chain, rate.cap == nil, rate.floor == nil {
        try addChain(coupon, rate, window, chain, notional: notional, product)
      } else {
        try addInterest(coupon, rate, window.resets, notional: notional, product)
      }
    }
  }

  /// One rate without cap or floor.
  private mutating func addRate(
    _ coupon: LegCoupon, _ rate: FloatingRate, _ reset: RateReset, notional: Double,
    _ product: DiscountProduct
  ) throws(CellGap) {
    let spread = notional * rate.spread * coupon.years
    if let published = try published(rate.index, reset.fixingDate) {
      add(notional * rate.gearing * published * reset.years + spread, product)
      return
    }
    let weight = notional * rate.gearing * reset.years / reset.depositYears
    let curve = try curve(.index(rate.index))
    add(weight, product.growing(curve: curve, from: offset(reset.start), to: offset(reset.end)))
    if spread != weight { add(spread - weight, product) }
  }

  /// Overnight rates that chain: those published compound to a number, the others are one deposit.
  private mutating func addChain(
    _ coupon: LegCoupon, _ rate: FloatingRate, _ window: OvernightWindow,
    _ chain: (start: CivilDate, end: CivilDate), notional: Double, _ product: DiscountProduct
  ) throws(CellGap) {
    let index = RateIndex.of(rate.index)
    var growth = 1.0
    var day = chain.start
    if day <= valuationDate {
      let calendar = BusinessCalendar(index.calendar)
      while day < chain.end, let published = try published(rate.index, day) {
        let next = calendar.advance(day, businessDays: 1)
        growth *= 1 + published * index.dayCount.yearFraction(from: day, to: next)
        day = next
      }
    }
    let weight = notional * rate.gearing * window.observationScale
    let known = notional * rate.spread * coupon.years - weight
    if day < chain.end {
      let curve = try curve(.index(rate.index))
      add(weight * growth, product.growing(curve: curve, from: offset(day), to: offset(chain.end)))
      if known != 0 { add(known, product) }
    } else {
      add(weight * growth + known, product)
    }
  }

  /// Rates that are averaged or compounded one by one.
  private mutating func addInterest(
    _ coupon: LegCoupon, _ rate: FloatingRate, _ resets: [RateReset], notional: Double,
    _ product: DiscountProduct
  ) throws(CellGap) {
    // Interest of 1 before gearing: known + Σ weight · growth, or growth · Π (1 + weight · (growth − 1)) − 1.
    var steps: [CompoundedProduct.Step] = []
    var sum = 0.0
    var compound = 1.0
    for reset in resets {
      if let published = try published(rate.index, reset.fixingDate) {
        sum += published * reset.years
        compound *= 1 + published * reset.years
      } else {
        steps.append(
          CompoundedProduct.Step(
            weight: reset.years / reset.depositYears, start: offset(reset.start), end: offset(reset.end)))
      }
    }
    let isCompounded = rate.averaging == .compounded && resets.count > 1
    let spread = rate.spread * coupon.years
    if rate.cap != nil || rate.floor != nil {
      guard steps.isEmpty else {
        throw CellGap(
          Reason(
            .missingData,
            "volatility of \(rate.index.rawValue): the coupon from \(coupon.start) has a cap or floor and is not yet fixed"
          ))
      }
      let free = rate.gearing * (isCompounded ? compound - 1 : sum) + spread
      let least = rate.floor.map { $0 * coupon.years } ?? -.infinity
      let most = rate.cap.map { $0 * coupon.years } ?? .infinity
      add(notional * min(max(free, least), most), product)
      return
    }
    let weight = notional * rate.gearing
    guard !steps.isEmpty else {
      add(weight * (isCompounded ? compound - 1 : sum) + notional * spread, product)
      return
    }
    let curve = try curve(.index(rate.index))
    var known = notional * spread
    if isCompounded {
      add(weight * compound, CompoundedProduct(product: product, curve: curve, steps: steps))
      known -= weight
    } else {
      for step in steps {
        add(weight * step.weight, product.growing(curve: curve, from: step.start, to: step.end))
        known -= weight * step.weight
      }
      known += weight * sum
    }
    if known != 0 { add(known, product) }
  }

  /// The rate published for a day; `nil` for one that is still to come, as that of the valuation date may be.
  func published(_ index: RateIndexID, _ day: CivilDate) throws(CellGap) -> Double? {
    if day > valuationDate { return nil }
    do throws(MissingMarketData) {
      return try markets.fixing(index, on: day)
    } catch {
      if day == valuationDate { return nil }
      throw CellGap(Reason(.missingData, error.name))
    }
  }
}
