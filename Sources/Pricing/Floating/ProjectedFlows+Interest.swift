import CashFlows
import DatesAndConventions
import Instruments
import MarketData
import Models

extension ProjectedFlows {
  /// Adds the interest of a coupon on `notional`, each unit of it worth `product`. Throws what the market lacks.
  ///
  /// - Parameter isDecided: whether rates still to come are taken as they are projected, for interest accrued.
  mutating func addInterest(
    _ coupon: LegCoupon, notional: Double, _ product: DiscountProduct, isDecided: Bool = false
  ) throws(CellGap) {
    switch coupon.interest {
    case .fixed(let amount): add(notional * amount, product)
    case .swapRate(let rate, let reset):
      try addSwapRate(coupon, rate, reset, notional: notional, product, isDecided: isDecided)
    case .term(let rate, _), .terms(let rate, _), .overnight(let rate, _):
      if rate.cap == nil, rate.floor == nil {
        try addFloating(coupon, notional: notional, spread: rate.spread, gearing: rate.gearing, product)
      } else {
        try addBounded(coupon, rate, notional: notional, product, isDecided: isDecided)
      }
    }
  }

  /// Interest without cap and floor: gearing · index + spread.
  mutating func addFloating(
    _ coupon: LegCoupon, notional: Double, spread: Double = 0, gearing: Double = 1, _ product: DiscountProduct
  ) throws(CellGap) {
    let spread = notional * spread * coupon.years
    let weight = notional * gearing
    switch coupon.interest {
    case .fixed, .swapRate: preconditionFailure("such interest follows no index")
    case .term(let rate, let reset): try addRate(rate.index, reset, weight: weight, known: spread, product)
    case .terms(let rate, let resets):
      try addRates(
        rate.index, resets, isCompounded: rate.averaging == .compounded, weight: weight, known: spread,
        product)
    case .overnight(let rate, let window):
      if let chain = window.chain {
        try addChain(
          rate.index, chain, weight: weight * window.observationScale, known: spread, product)
      } else {
        try addRates(
          rate.index, window.resets, isCompounded: rate.averaging == .compounded, weight: weight,
          known: spread, product)
      }
    }
  }

  /// Interest within cap and floor: that without them, less what the index is above the cap, with what it is below the floor.
  private mutating func addBounded(
    _ coupon: LegCoupon, _ rate: FloatingRate, notional: Double, _ product: DiscountProduct, isDecided: Bool
  ) throws(CellGap) {
    try addFloating(coupon, notional: notional, spread: rate.spread, gearing: rate.gearing, product)
    // An inverse floater meets its cap where the index is low.
    let (over, under): (OptionRight, OptionRight) = rate.gearing > 0 ? (.call, .put) : (.put, .call)
    for (bound, right, sign) in [(rate.cap, over, -1.0), (rate.floor, under, 1.0)] {
      guard let bound else { continue }
      try addOption(
        coupon, right, strike: (bound - rate.spread) / rate.gearing,
        notional: sign * notional * abs(rate.gearing), product, isDecided: isDecided)
    }
  }

  /// The right to what the coupon's index, without gearing and spread, is above or below a strike.
  mutating func addOption(
    _ coupon: LegCoupon, _ right: OptionRight, strike: Double, notional: Double, _ product: DiscountProduct,
    isDecided: Bool = false
  ) throws(CellGap) {
    if case .swapRate(let rate, let reset) = coupon.interest {
      return try addSwapRateOption(coupon, rate, reset, right, strike: strike, notional: notional, product)
    }
    let underlying = try collected { (flows: inout ProjectedFlows) throws(CellGap) in
      try flows.addFloating(coupon, notional: 1, product)
    }
    let numeraire = try collected { (flows: inout ProjectedFlows) throws(CellGap) in
      flows.add(coupon.years, product)
    }
    if underlying.count == 1, underlying[0].product == numeraire[0].product {
      let gain = right.sign * (underlying[0].weight - strike * coupon.years)
      if gain > 0 { add(notional * gain, product) }
      return
    }
    var volatility: RateVolatility?
    if !isDecided, let index = coupon.index, let open = coupon.openRate(seenFrom: valuationDate) {
      let surface = try context.rateSurfaces.caplets(
        RateIndex.of(index).currency, periodMonths: coupon.rateMonths)
      volatility = RateVolatility(
        surface: place(of: surface), expiryYears: open.expiryYears, tenorYears: 0, shiftYears: open.endYears,
        varianceYears: open.varianceYears,
        laterVarianceYears: context.elapsed {
          coupon.openRate(seenFrom: valuationDate.adding(days: $0))?.varianceYears ?? 0
        })
    }
    add(
      notional,
      RateOption(
        right: right, underlying: underlying, numeraire: numeraire, strike: strike, volatility: volatility))
  }

  /// One rate.
  private mutating func addRate(
    _ index: RateIndexID, _ reset: RateReset, weight: Double, known: Double, _ product: DiscountProduct
  ) throws(CellGap) {
    if let published = try published(index, reset.fixingDate) {
      add(weight * published * reset.years + known, product)
      return
    }
    let weight = weight * reset.years / reset.depositYears
    let curve = try curve(.index(index))
    add(weight, product.growing(curve: curve, from: offset(reset.start), to: offset(reset.end)))
    if known != weight { add(known - weight, product) }
  }

  /// Overnight rates that chain: those published compound to a number, the others are one deposit.
  private mutating func addChain(
    _ id: RateIndexID, _ chain: (start: CivilDate, end: CivilDate), weight: Double, known: Double,
    _ product: DiscountProduct
  ) throws(CellGap) {
    let index = RateIndex.of(id)
    var growth = 1.0
    var day = chain.start
    if day <= valuationDate {
      let calendar = BusinessCalendar(index.calendar)
      while day < chain.end, let published = try published(id, day) {
        let next = calendar.advance(day, businessDays: 1)
        growth *= 1 + published * index.dayCount.yearFraction(from: day, to: next)
        day = next
      }
    }
    let known = known - weight
    if day < chain.end {
      let curve = try curve(.index(id))
      add(weight * growth, product.growing(curve: curve, from: offset(day), to: offset(chain.end)))
      if known != 0 { add(known, product) }
    } else {
      add(weight * growth + known, product)
    }
  }

  /// Rates that are averaged or compounded one by one.
  private mutating func addRates(
    _ index: RateIndexID, _ resets: [RateReset], isCompounded: Bool, weight: Double, known: Double,
    _ product: DiscountProduct
  ) throws(CellGap) {
    // Interest of 1 before gearing: known + Σ weight · growth, or growth · Π (1 + weight · (growth − 1)) − 1.
    var steps: [CompoundedProduct.Step] = []
    var sum = 0.0
    var compound = 1.0
    for reset in resets {
      if let published = try published(index, reset.fixingDate) {
        sum += published * reset.years
        compound *= 1 + published * reset.years
      } else {
        steps.append(
          CompoundedProduct.Step(
            weight: reset.years / reset.depositYears, start: offset(reset.start), end: offset(reset.end)))
      }
    }
    let isCompounded = isCompounded && resets.count > 1
    guard !steps.isEmpty else {
      add(weight * (isCompounded ? compound - 1 : sum) + known, product)
      return
    }
    let curve = try curve(.index(index))
    var known = known
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
    try markets.published(index, day)
  }
}

extension ScenarioMarketSource {
  /// The rate published for a day; `nil` for one that is still to come, as that of the valuation date may be.
  func published(_ index: RateIndexID, _ day: CivilDate) throws(CellGap) -> Double? {
    if day > valuationDate { return nil }
    do throws(MissingMarketData) {
      return try fixing(index, on: day)
    } catch {
      if day == valuationDate { return nil }
      throw CellGap(Reason(.missingData, error.name))
    }
  }
}
