import CashFlows
import DatesAndConventions
import Instruments
import MarketData
import Models

extension ProjectedFlows {
  /// Adds an option on each period's rate, paid when the period's coupon would be.
  mutating func append(_ option: CapFloor) throws(CellGap) {
    let leg = option.leg
    let curve = try curve(DiscountKey(leg.currency))
    for coupon in leg.coupons(after: valuationDate) {
      let start = terms.count
      let notional = leg.notional * coupon.notionalFactor
      try addOption(
        coupon, option.kind == .cap ? .call : .put, strike: option.strike, notional: notional,
        paid(on: coupon.payDate, curve))
      append(
        Payment(
          payDay: coupon.payDate.dayNumber, currency: leg.currency, unit: leg.currency, curve: curve,
          isInterest: true, balance: notional, terms: start..<terms.count, period: Period(coupon)))
    }
  }

  /// Adds an option on the rate that makes the swap worth nothing, as one payment on the swap's first day; nothing once it has expired.
  mutating func append(_ option: Swaption) throws(CellGap) {
    guard option.expiry > valuationDate else { return }
    guard option.entries.isEmpty else { return try append(bermudan: option) }
    let (fixed, floating) = option.legs
    let currency = fixed.currency
    let curve = try curve(DiscountKey(currency))
    let annuity = try collected { (flows: inout ProjectedFlows) throws(CellGap) in
      for coupon in fixed.coupons(after: flows.valuationDate) {
        flows.add(
          fixed.notional * coupon.notionalFactor * coupon.years, flows.paid(on: coupon.payDate, curve))
      }
    }
    let projected = try collected { (flows: inout ProjectedFlows) throws(CellGap) in
      for coupon in floating.coupons(after: flows.valuationDate) {
        try flows.addInterest(
          coupon, notional: floating.notional * coupon.notionalFactor, flows.paid(on: coupon.payDate, curve))
      }
    }
    let surface = try context.rateSurfaces.swaptions(currency)
    let years = Double(offset(option.expiry)) / 365
    let start = terms.count
    add(
      1,
      RateOption(
        right: option.isPayer ? .call : .put, underlying: projected, numeraire: annuity,
        strike: option.strike,
        volatility: RateVolatility(
          surface: place(of: surface), expiryYears: years, tenorYears: option.tenorYears, shiftYears: years,
          varianceYears: years,
          laterVarianceYears: context.elapsed { max(0, years - Double($0) / 365) })))
    let day = LegSchedule(fixed, after: valuationDate).start
    need(day.dayNumber, of: curve)
    append(
      Payment(
        payDay: day.dayNumber, currency: currency, unit: currency, curve: curve, isInterest: false,
        balance: 0, terms: start..<terms.count, period: nil))
  }

  func paid(on day: CivilDate, _ curve: Int) -> DiscountProduct {
    var product = DiscountProduct.one
    product.multiply(curve: curve, days: offset(day))
    return product
  }
}

extension CouponLeg {
  /// Those still to be paid, of notional above 0.
  func coupons(after day: CivilDate) -> [LegCoupon] {
    payments(after: day, exchange: .none).compactMap { payment in
      guard case .coupon(let coupon) = payment.amount else { return nil }
      return coupon
    }
  }
}

extension ProductTable {
  /// Change of the value of some payments for what vega is told for, by quoted point, in order of surfaces and points; of Bermudan
  /// swaptions by short-rate model.
  ///
  /// - Parameters:
  ///   - payments: of a contract, places among those of the batch.
  ///   - weight: what discounts a payment beside the curves, in a column.
  /// - Returns: a value for each scenario, or that of the base market where no more is asked for.
  func vegas(
    _ payments: some Sequence<Int>, weight: (_ payment: Int, _ column: Int) -> Double = { _, _ in 1 }
  ) -> [(factor: String, values: [Double])] {
    guard let place = slopes.firstIndex(where: { $0.sum == .vega }) else { return [] }
    let columns = slopes[place].isForAll ? Array(1...max(1, scenarioCount)) : [0]
    var byPoint: [VegaPoint: [Double]] = [:]
    var ofModels: [(factor: String, values: [Double])] = []
    for payment in payments {
      for term in flows.terms[flows.payments[payment].terms] where term.product < 0 {
        if case .bermudan(let option) = flows.nonlinear[Int(-1 - term.product)] {
          let row = row(term) + 1 + place
          ofModels.append((option.vegaFactor, columns.map { term.weight * matrix[row, $0] }))
        }
        guard let volatility = flows.nonlinear[Int(-1 - term.product)].volatility else { continue }
        let row = row(term) + 1 + place
        let nodes = flows.surfaces[volatility.surface].nodes
        for (node, share) in nodes.shares(years: volatility.shiftYears, tenor: volatility.tenorYears) {
          var values =
            byPoint[VegaPoint(surface: volatility.surface, node: node)]
            ?? [Double](repeating: 0, count: columns.count)
          for (index, column) in columns.enumerated() {
            values[index] += weight(payment, column) * term.weight * share * matrix[row, column]
          }
          byPoint[VegaPoint(surface: volatility.surface, node: node)] = values
        }
      }
    }
    return byPoint.sorted { ($0.key.surface, $0.key.node) < ($1.key.surface, $1.key.node) }.map {
      (flows.surfaces[$0.key.surface].nodes.factors[$0.key.node], $0.value)
    } + ofModels
  }
}

/// A quoted point of one of a batch's surfaces.
private struct VegaPoint: Hashable {
  let surface: Int
  let node: Int
}
