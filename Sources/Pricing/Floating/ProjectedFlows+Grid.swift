import CashFlows
import DatesAndConventions
import Instruments

/// A leg as a range of the coupons of its grid.
struct GridLeg {
  /// Place of the grid.
  let grid: Int
  /// Of the grid's coupons; those still to be paid.
  let coupons: Range<Int>
  /// Whether the leg begins with the first of them, so that nothing of it has been paid.
  let isWhole: Bool
}

extension ProjectedFlows {
  /// The leg on its grid; `nil` for one that lies on none, whose coupons have to be worked out one by one.
  mutating func onGrid(_ leg: CouponLeg, discount key: DiscountKey) -> GridLeg? {
    guard let roll = leg.roll, let kind = CouponKind(leg, discount: key) else { return nil }
    // Two months ago, so that no payment of the coupons before is still to come, however late they are paid.
    let past = valuationDate.adding(days: -62)
    let place = shared.grids.place(kind, roll, at: leg.maturity) {
      CouponGrid(
        from: roll.date(roll.index(onOrBefore: past)), monthsPerPeriod: roll.monthsPerPeriod)
    }
    if leg.maturity > shared.grids[place].end { grow(place, kind, like: leg) }
    let count = max(0, shared.grids[place].count(through: leg.maturity))
    if leg.start < roll.date(-count) {
      return GridLeg(grid: place, coupons: 0..<count, isWhole: false)
    }
    guard let first = roll.index(of: leg.start) else { return nil }
    return GridLeg(grid: place, coupons: (count + first)..<count, isWhole: true)
  }

  /// Adds the coupons of a grid through the maturity of a leg.
  private mutating func grow(_ place: Int, _ kind: CouponKind, like leg: CouponLeg) {
    let coupons = leg.regularCoupons(
      paying: kind.unitRate, from: shared.grids[place].end, to: leg.maturity, after: valuationDate)
    let curve = Result { () throws(CellGap) in try self.curve(kind.discount) }
    for coupon in coupons {
      do throws(CellGap) {
        var product = DiscountProduct.one
        product.multiply(curve: try curve.get(), days: offset(coupon.payDate))
        let terms = try collected { (flows: inout ProjectedFlows) throws(CellGap) in
          try flows.addInterest(coupon, notional: 1, product)
        }
        let discount = self.place(of: product)
        let isRunning = coupon.start < valuationDate && valuationDate < coupon.end
        let accrued = isRunning ? try accrued(coupon) : nil
        shared.grids[place].append(coupon, discount: discount, terms: terms, accrued: accrued)
      } catch {
        shared.grids[place].append(coupon, gap: error)
      }
    }
    shared.grids[place].end(with: leg.maturity)
  }

  /// What has accrued of a coupon of a grid; `nil` where it does not run.
  private mutating func accrued(_ coupon: LegCoupon) throws(CellGap) -> CouponGrid.Accrued? {
    guard let accrued = coupon.accrued(to: valuationDate) else { return nil }
    let terms = try collected { (flows: inout ProjectedFlows) throws(CellGap) in
      try flows.addInterest(accrued, notional: 1, .one)
    }
    return CouponGrid.Accrued(years: accrued.years, discount: place(of: .one), terms: terms)
  }

  /// Adds the payments of a leg to whoever receives it when `sign` is 1, and the interest accrued; throws what the market lacks.
  mutating func append(
    _ leg: CouponLeg, _ onGrid: GridLeg, exchange: InterestRateSwap.NotionalExchange, sign: Double,
    discount key: DiscountKey
  ) throws(CellGap) {
    let grid = shared.grids[onGrid.grid]
    let curve = try curve(key)
    if let gap = grid.gaps.first(where: { onGrid.coupons.contains($0.coupon) }) { throw gap.gap }
    let notional = sign * leg.notional
    let (scale, spread, isFixed) =
      switch leg.rate {
      case .fixed(let rate), .fixedCompounded(let rate): (notional * rate, 0.0, true)
      case .floating(let rate): (notional * rate.gearing, notional * rate.spread, false)
      case .swapRate: preconditionFailure("coupons on swap rates lie on no grid")
      }
    let day = valuationDate.dayNumber
    func payment(_ payDay: Int32, _ first: Int, _ period: Period?, balance: Double) -> Payment {
      Payment(
        payDay: payDay, currency: leg.currency, unit: leg.currency, curve: curve, isInterest: period != nil,
        balance: balance, terms: first..<terms.count, period: period)
    }
    func appendPrincipal(_ amount: Double, on payDay: Int32, balance: Double) {
      guard payDay > day else { return }
      var product = DiscountProduct.one
      product.multiply(curve: curve, days: payDay - day)
      add(amount, product)
      append(payment(payDay, terms.count - 1, nil, balance: balance))
    }
    let last = onGrid.coupons.upperBound - 1
    if exchange == .both, onGrid.isWhole {
      let start = grid.coupons[onGrid.coupons.lowerBound].start
      appendPrincipal(-notional, on: start.dayNumber, balance: leg.notional)
    }
    let begin = terms.count
    func isRepaid(_ place: Int) -> Bool { place == last && exchange != .none }
    func interest(_ place: Int, _ first: Int) -> Payment {
      let coupon = grid.coupons[place]
      return payment(
        coupon.payDay, first, Period(coupon, isFixed: isFixed), balance: isRepaid(place) ? 0 : leg.notional)
    }
    if areSingle || spread != 0 {
      for place in onGrid.coupons {
        let coupon = grid.coupons[place]
        let first = terms.count
        add(grid.terms, coupon.terms, scale, spread: spread * coupon.years, discount: coupon.discount)
        if areSingle { append(interest(place, first)) }
      }
    } else {
      let first = grid.coupons[onGrid.coupons.lowerBound].terms.lowerBound
      add(grid.terms[first..<grid.coupons[last].terms.upperBound], times: scale)
    }
    if !areSingle { append(interest(last, begin)) }
    if isRepaid(last) { appendPrincipal(notional, on: grid.coupons[last].principalDay, balance: 0) }
    for (place, accrued) in grid.accrued where onGrid.coupons.contains(place) {
      let first = terms.count
      let all = accrued.terms.indices
      add(accrued.terms, all, scale, spread: spread * accrued.years, discount: accrued.discount)
      append(Accrual(currency: leg.currency, terms: first..<terms.count))
    }
  }

  /// Adds the interest of a coupon of a grid: `scale` times its terms, and a spread, which moves with nothing but what discounts it.
  private mutating func add(
    _ unit: [Term], _ places: Range<Int>, _ scale: Double, spread: Double, discount: Int32
  ) {
    var spread = spread
    for place in places {
      let (product, weight) = (unit[place].product, scale * unit[place].weight)
      if product == discount {
        add(weight + spread, product: product)
        spread = 0
      } else {
        add(weight, product: product)
      }
    }
    if spread != 0 { add(spread, product: discount) }
  }
}
