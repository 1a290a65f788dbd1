import CashFlows
import DatesAndConventions
import Glibc
import Instruments
import MarketData
import Models

extension ProjectedFlows {
  /// Adds a coupon on a swap rate, or on the difference of two: gearing · rate + margin, less what the rate is above the cap, with what it
  /// is below the floor.
  mutating func addSwapRate(
    _ coupon: LegCoupon, _ rate: SwapRateCoupon, _ reset: SwapRateReset, notional: Double,
    _ product: DiscountProduct, isDecided: Bool
  ) throws(CellGap) {
    let amount = notional * coupon.years
    if let published = try published(rate, reset) {
      let free = rate.gearing * published + rate.margin
      add(amount * min(max(free, rate.floor ?? -.infinity), rate.cap ?? .infinity), product)
      return
    }
    let (long, short) = try swapRates(coupon, rate, reset, product, isDecided: isDecided)
    add(amount * rate.gearing, long.payment(.rate))
    if let short { add(-amount * rate.gearing, short.payment(.rate)) }
    if rate.margin != 0 { add(amount * rate.margin, product) }
    // Where the gearing is below 0 the cap is met at low rates.
    let (over, under): (OptionRight, OptionRight) = rate.gearing > 0 ? (.call, .put) : (.put, .call)
    for (bound, right, sign) in [(rate.cap, over, -1.0), (rate.floor, under, 1.0)] {
      guard let bound else { continue }
      addOption(
        right, on: (long, short), rate, strike: (bound - rate.margin) / rate.gearing,
        weight: sign * amount * abs(rate.gearing))
    }
  }

  /// Adds what a swap rate, or the difference of two, is above a strike, or below it.
  mutating func addSwapRateOption(
    _ coupon: LegCoupon, _ rate: SwapRateCoupon, _ reset: SwapRateReset, _ right: OptionRight, strike: Double,
    notional: Double, _ product: DiscountProduct
  ) throws(CellGap) {
    let amount = notional * coupon.years
    if let published = try published(rate, reset) {
      let gain = right.sign * (published - strike)
      if gain > 0 { add(amount * gain, product) }
      return
    }
    let rates = try swapRates(coupon, rate, reset, product, isDecided: false)
    addOption(right, on: rates, rate, strike: strike, weight: amount)
  }

  private mutating func addOption(
    _ right: OptionRight, on rates: (long: SwapRateParts, short: SwapRateParts?), _ rate: SwapRateCoupon,
    strike: Double, weight: Double
  ) {
    guard let shortRate = rates.short else {
      add(weight, rates.long.payment(right == .call ? .call(strike: strike) : .put(strike: strike)))
      return
    }
    guard let correlation = rate.correlation else {
      preconditionFailure("options on a difference without a correlation are refused")
    }
    let (long, short) = (rates.long.payment(.rate), shortRate.payment(.rate))
    let (longTerm, shortTerm) = (term(1, long), term(1, short))
    for part in [RateDifferenceOption.Part.long, .short] {
      add(
        weight,
        RateDifferenceOption(
          right: right, strike: strike, long: long, short: short, longTerm: longTerm, shortTerm: shortTerm,
          correlation: correlation, part: part))
    }
  }

  /// What payments on the rate, or on both of a difference, have in common.
  private mutating func swapRates(
    _ coupon: LegCoupon, _ rate: SwapRateCoupon, _ reset: SwapRateReset, _ product: DiscountProduct,
    isDecided: Bool
  ) throws(CellGap) -> (long: SwapRateParts, short: SwapRateParts?) {
    let long = try swapRateParts(coupon, reset, product, isDecided: isDecided)
    guard let years = rate.shortYears else { return (long, nil) }
    return (long, try swapRateParts(coupon, reset.ofSwap(years: years), product, isDecided: isDecided))
  }

  /// The rate that the contract says was published; `nil` for one that is still to come, as that of the valuation date may be.
  private func published(_ rate: SwapRateCoupon, _ reset: SwapRateReset) throws(CellGap) -> Double? {
    if reset.fixingDate > valuationDate { return nil }
    if let fixing = rate.fixing { return fixing }
    if reset.fixingDate == valuationDate { return nil }
    throw CellGap(Reason(.missingData, "fixing_rate of \(reset.fixingDate)"))
  }

  /// What all payments on one swap rate have in common.
  private mutating func swapRateParts(
    _ coupon: LegCoupon, _ reset: SwapRateReset, _ product: DiscountProduct, isDecided: Bool
  ) throws(CellGap) -> SwapRateParts {
    let leg = reset.floatingLeg
    let curve = try curve(DiscountKey(leg.currency))
    let meanReversion = (try? markets.shortRateModel(leg.currency))?.meanReversion ?? 0
    func move(_ day: CivilDate) -> Double {
      let years = Double(day - reset.fixingDate) / 365
      return meanReversion == 0 ? years : -expm1(-meanReversion * years) / meanReversion
    }
    let underlying = try collected { (flows: inout ProjectedFlows) throws(CellGap) in
      for coupon in leg.coupons(after: flows.valuationDate) {
        try flows.addInterest(coupon, notional: 1, flows.paid(on: coupon.end, curve))
      }
    }
    var annuity: [Term] = []
    var weighted: [Term] = []
    for payment in reset.payments {
      let place = place(of: paid(on: payment.date, curve))
      annuity.append(Term(product: place, weight: payment.years))
      weighted.append(Term(product: place, weight: payment.years * move(payment.date)))
    }
    let end = reset.payments[reset.payments.count - 1].date
    var volatility: RateVolatility?
    if !isDecided, let open = coupon.openRate(seenFrom: valuationDate) {
      let surface = try context.rateSurfaces.swaptions(leg.currency)
      volatility = RateVolatility(
        surface: place(of: surface), expiryYears: open.expiryYears, tenorYears: Double(reset.years),
        shiftYears: open.expiryYears, varianceYears: open.expiryYears,
        laterVarianceYears: context.elapsed { max(0, open.expiryYears - Double($0) / 365) })
    }
    return SwapRateParts(
      underlying: underlying, annuity: annuity, weightedAnnuity: weighted,
      last: Term(product: annuity[annuity.count - 1].product, weight: move(end)),
      payment: Term(product: place(of: product), weight: 1), paymentMove: move(coupon.payDate),
      volatility: volatility)
  }
}

/// Payments on one swap rate, but for what is paid.
private struct SwapRateParts {
  let underlying: [ProjectedFlows.Term]
  let annuity: [ProjectedFlows.Term]
  let weightedAnnuity: [ProjectedFlows.Term]
  let last: ProjectedFlows.Term
  let payment: ProjectedFlows.Term
  let paymentMove: Double
  let volatility: RateVolatility?

  func payment(_ payoff: SwapRateDistribution.Payoff) -> SwapRatePayment {
    SwapRatePayment(
      payoff: payoff, underlying: underlying, annuity: annuity, weightedAnnuity: weightedAnnuity, last: last,
      payment: payment, paymentMove: paymentMove, volatility: volatility)
  }
}
