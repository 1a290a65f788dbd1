import CashFlows
import DatesAndConventions
import Instruments
import MarketData
import Pricing

/// Caps, floors, swaptions and notes whose coupons have caps and floors.
extension RunRequest {
  func capFloor(_ measure: Measure, _ option: CapFloor, _ terms: Instrument, _ market: MarketSnapshot)
    -> VectorShape
  {
    let coupons = option.payments(after: market.valuationDate).coupons
    if coupons.isEmpty { return ended(measure, "settled on \(option.leg.maturity)") }
    let shape = legs(measure, [option.leg], terms, market)
    if shape.reason?.code == .missingData { return shape }
    return bounded(measure, option.leg.currency, coupons, market) ?? shape
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
