import CashFlows
import DatesAndConventions
import Instruments
import MarketData
import Pricing

/// Caps, floors, swaptions, swaps of swap rates and notes whose coupons have caps and floors.
extension RunRequest {
  func capFloor(_ measure: Measure, _ option: CapFloor, _ terms: Instrument, _ market: MarketSnapshot)
    -> VectorShape
  {
    let coupons = option.payments(after: market.valuationDate).coupons
    if coupons.isEmpty { return ended(measure, "settled on \(option.leg.maturity)") }
    let shape = legs(measure, [option.leg], terms, market)
    if shape.reason?.code == .missingData { return shape }
    guard case .swapRate = option.leg.rate else {
      return bounded(measure, option.leg.currency, coupons, market) ?? shape
    }
    switch swapRates(measure, option.leg.currency, coupons, market) {
    case .failure(let gap): return self.gap(measure, gap.reason)
    case .success(let points):
      guard measure == .vega else { return shape }
      return points.isEmpty ? gap(measure, .withoutSurface) : .points(points)
    }
  }

  func swap(_ measure: Measure, _ swap: InterestRateSwap, _ terms: Instrument, _ market: MarketSnapshot)
    -> VectorShape
  {
    let shape = legs(measure, [swap.pay, swap.receive], terms, market)
    guard swap.paysSwapRate, swap.maturity > market.valuationDate, shape.reason?.code != .missingData else {
      return shape
    }
    var factors: Set<String> = []
    for (side, leg) in [(InterestRateSwap.Side.pay, swap.pay), (.receive, swap.receive)] {
      guard case .swapRate = leg.rate else { continue }
      let coupons = swap.payments(side, after: market.valuationDate).coupons
      switch swapRates(measure, leg.currency, coupons, market) {
      case .success(let points): factors.formUnion(points)
      case .failure(let gap): return self.gap(measure, gap.reason)
      }
    }
    guard measure == .vega else { return shape }
    return factors.isEmpty ? gap(measure, .withoutSurface) : .points(factors)
  }

  /// The quoted points on which coupons on swap rates hang, or what the market lacks for them.
  private func swapRates(
    _ measure: Measure, _ currency: Currency, _ coupons: [LegCoupon], _ market: MarketSnapshot
  ) -> Result<Set<String>, CellGap> {
    let open = coupons.flatMap { coupon -> [(years: Double, tenor: Double)] in
      guard case .swapRate(let rate, let reset) = coupon.interest,
        let open = coupon.openRate(seenFrom: market.valuationDate)
      else { return [] }
      return ([reset.years] + (rate.shortYears.map { [$0] } ?? [])).map { (open.expiryYears, Double($0)) }
    }
    guard !open.isEmpty else { return .success([]) }
    guard let quotes = market.volatilities.swaptions(currency) else {
      let missing = MissingMarketData.swaptionVolatilities(currency).name
      return measure == .cashFlows ? .success([]) : .failure(CellGap(Reason(.missingData, missing)))
    }
    let nodes = VolatilityNodes(quotes, from: market.valuationDate)
    return .success(
      Set(
        open.flatMap { rate in
          nodes.shares(years: rate.years, tenor: rate.tenor).map { nodes.factors[$0.node] }
        }))
  }

  func swaption(_ measure: Measure, _ option: Swaption, _ terms: Instrument, _ market: MarketSnapshot)
    -> VectorShape
  {
    if option.expiry <= market.valuationDate { return ended(measure, "expired on \(option.expiry)") }
    let shape = legs(measure, [option.swap.pay, option.swap.receive], terms, market)
    if shape.reason?.code == .missingData { return shape }
    let currency = option.swap.valueCurrency
    if !option.entries.isEmpty {
      guard measure == .cashFlows || market.shortRateModels[currency.code] != nil else {
        return gap(measure, Reason(.missingData, "short-rate model for \(currency)"))
      }
      return measure == .vega ? .points([PricingRequest.modelFactor(currency)]) : shape
    }
    guard let quotes = market.volatilities.swaptions(currency) else {
      return measure == .cashFlows
        ? shape : gap(measure, Reason(.missingData, MissingMarketData.swaptionVolatilities(currency).name))
    }
    guard measure == .vega else { return shape }
    let nodes = VolatilityNodes(quotes, from: market.valuationDate)
    let years = Double(option.expiry - market.valuationDate) / 365
    return .points(
      Set(nodes.shares(years: years, tenor: option.tenorYears).map { nodes.factors[$0.node] }))
  }

  /// What coupons that are options have other than without them: vega, or nothing where volatilities are missing; `nil` where they make no
  /// difference.
  func bounded(_ measure: Measure, _ currency: Currency, _ coupons: [LegCoupon], _ market: MarketSnapshot)
    -> VectorShape?
  {
    var factors: Set<String> = []
    for coupon in coupons {
      guard let open = coupon.openRate(seenFrom: market.valuationDate) else { continue }
      guard let quotes = market.volatilities.caps(currency, periodMonths: coupon.rateMonths) else {
        let missing = MissingMarketData.capVolatilities(currency).name
        return measure == .cashFlows ? nil : gap(measure, Reason(.missingData, missing))
      }
      guard measure == .vega else { continue }
      let nodes = VolatilityNodes(quotes, from: market.valuationDate)
      for (node, _) in nodes.shares(years: open.endYears) { factors.insert(nodes.factors[node]) }
    }
    guard measure == .vega else { return nil }
    return factors.isEmpty ? gap(measure, .withoutSurface) : .points(factors)
  }
}

extension VectorShape {
  /// A vector for each quoted point of volatilities.
  fileprivate static func points(_ factors: Set<String>) -> VectorShape {
    .values(factors.count, factorLength: factors.map(\.utf8.count).max() ?? 0)
  }
}

extension [LegPayment] {
  var coupons: [LegCoupon] {
    compactMap { payment in
      guard case .coupon(let coupon) = payment.amount else { return nil }
      return coupon
    }
  }
}
