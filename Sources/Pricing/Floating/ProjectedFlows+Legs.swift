import CashFlows
import DatesAndConventions
import Instruments
import MarketData

extension ProjectedFlows {
  /// Adds the payments of a leg to whoever receives it when `sign` is 1; throws what the market lacks.
  mutating func append(_ leg: CouponLeg, _ payments: [LegPayment], sign: Double, discount: DiscountKey)
    throws(CellGap)
  {
    let curve = try curve(discount)
    for payment in payments {
      var product = DiscountProduct.one
      product.multiply(curve: curve, days: offset(payment.payDate))
      try append(
        payment, notional: sign * leg.notional, balance: leg.notional, product, curve, leg.currency,
        unit: leg.currency)
    }
  }

  /// Adds the payments of a leg whose notional follows that of `other` at the rate of exchange of each period's first day.
  ///
  /// The period that runs has the leg's own notional. That of a later one, which begins on day s, is other's notional N at the
  /// forward rate of exchange, spot · D_other(s) / D(s): a payment on day t is worth N · D_other(s) / D(s) · D(t) in the other's
  /// currency.
  mutating func append(resetting leg: CouponLeg, other: CouponLeg, _ payments: [LegPayment], sign: Double)
    throws(CellGap)
  {
    let curve = try curve(DiscountKey(leg.currency))
    let otherCurve = try self.curve(DiscountKey(other.currency))
    let first = payments.first?.periodStart
    for payment in payments {
      var product = DiscountProduct.one
      product.multiply(curve: curve, days: offset(payment.payDate))
      guard payment.periodStart > valuationDate, payment.periodStart != first else {
        try append(
          payment, notional: sign * leg.notional, balance: leg.notional, product, curve, leg.currency,
          unit: leg.currency)
        continue
      }
      product.divide(curve: curve, days: offset(payment.periodStart))
      product.multiply(curve: otherCurve, days: offset(payment.periodStart))
      need(payment.payDate.dayNumber, of: curve)
      try append(
        payment, notional: sign * other.notional, balance: 0, product, curve, leg.currency,
        unit: other.currency)
    }
  }

  private mutating func append(
    _ payment: LegPayment, notional: Double, balance: Double, _ product: DiscountProduct, _ curve: Int,
    _ currency: Currency, unit: Currency
  ) throws(CellGap) {
    let start = terms.count
    let period: Period?
    switch payment.amount {
    case .coupon(let coupon):
      period = Period(coupon)
      try addInterest(coupon, notional: notional * coupon.notionalFactor, product)
    case .principal(let factor):
      period = nil
      add(notional * factor, product)
    }
    append(
      Payment(
        payDay: payment.payDate.dayNumber, currency: currency, unit: unit, curve: curve,
        isInterest: period != nil, balance: balance * payment.balanceFactor, terms: start..<terms.count,
        period: period))
  }

  /// Adds the interest that has accrued by `day`; nothing where none has.
  mutating func appendAccrual(_ leg: CouponLeg, _ payments: [LegPayment], sign: Double, on day: CivilDate)
    throws(CellGap)
  {
    for payment in payments {
      guard case .coupon(let coupon) = payment.amount, let accrued = coupon.accrued(to: day) else { continue }
      let start = terms.count
      try addInterest(
        accrued, notional: sign * leg.notional * coupon.notionalFactor, .one, isDecided: true)
      append(Accrual(currency: leg.currency, terms: start..<terms.count))
      return
    }
  }
}
