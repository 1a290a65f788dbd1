/// Options in closed form.
extension HullWhite {
  /// Value today of `option`.
  ///
  /// One factor moves all zero bonds the same way, so there is one x at expiry at which the payments are worth the strike, and the
  /// option is one on each payment with its own strike there. Jamshidian, F. (1989), An exact bond option formula, Journal of
  /// Finance 44.
  ///
  /// - Parameter discountFactor: P(0, years) of the curve.
  public func value(_ option: BondOption, discountFactor: (Double) -> Double) -> Double {
    let settled = discountFactor(option.settlement)
    let settlement = sensitivity(option.settlement - option.expiry)
    let deviation = variance(option.expiry).squareRoot()
    // With the strike's zero bond as numeraire each payment is lognormal around its forward value.
    let basket = LognormalBasket(
      assets: option.payments.map { payment in
        LognormalBasket.Asset(
          forward: payment.amount * discountFactor(payment.years) / settled,
          deviation: (sensitivity(payment.years - option.expiry) - settlement) * deviation)
      })
    return settled * basket.expectedPayoff(option.kind, strike: option.strike)
  }
}
