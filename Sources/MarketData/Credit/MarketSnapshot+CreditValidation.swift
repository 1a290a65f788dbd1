import DatesAndConventions

extension MarketSnapshot {
  /// All that is wrong with the credit curves, in document order.
  var creditProblems: [MarketDataProblem] {
    var problems: [MarketDataProblem] = []
    problems.addIDs("credit_curves", creditCurves.map(\.id))
    for curve in creditCurves { check(curve, into: &problems) }
    return problems
  }

  private func check(_ curve: CreditQuotes, into problems: inout [MarketDataProblem]) {
    let path = "credit_curves[\(curve.id)]"
    problems.addIfUnknown(curve.currency, "\(path).currency")
    if discountCurves[curve.currency.code] == nil {
      problems.add(
        "\(path).currency",
        "\(curve.currency) has no discount curve in this snapshot; default swaps are discounted")
    }
    if spreadCurves.contains(where: { $0.id == curve.id }) {
      problems.add(
        "\(path).id", "'\(curve.id)' is also the id of a spread curve; scenarios tell them apart by id")
    }
    problems.addIfOutside(
      0...0.99, curve.recovery, "\(path).recovery", "recovery is a decimal from 0 to 0.99, such as 0.4")
    checkCoupon(curve, path, into: &problems)
    checkTenors(curve.points.map(\.tenor), path, into: &problems)
    for point in curve.points {
      let place = "\(path).points[\(point.tenor)]"
      if CreditSwapSchedule.maturity(of: point.tenor, tradedOn: valuationDate) == nil {
        problems.add(
          "\(place).tenor", "is no number of quarters; default swaps have tenors such as 6M and 5Y")
      }
      let (limits, rule) = curve.kind.limits
      problems.addIfOutside(limits, point.quote, "\(place).quote", rule)
    }
  }

  private func checkCoupon(_ curve: CreditQuotes, _ path: String, into problems: inout [MarketDataProblem]) {
    switch (curve.kind, curve.coupon) {
    case (.upfront, nil):
      problems.add("\(path).coupon", "is missing; contracts quoted by an upfront have a coupon, such as 0.05")
    case (.upfront, let coupon?):
      problems.addIfOutside(0...0.5, coupon, "\(path).coupon", "coupons are decimals from 0 to 0.5")
    case (.parSpread, _?), (.hazardRate, _?):
      problems.add("\(path).coupon", "is only for curves quoted by an upfront; leave it out")
    case (.parSpread, nil), (.hazardRate, nil): break
    }
  }
}

extension CreditQuoteKind {
  /// Where quotes must lie, and how to say so.
  fileprivate var limits: (limits: ClosedRange<Double>, rule: String) {
    switch self {
    case .parSpread:
      (0...10, "par spreads are decimals a year from 0 to 10, such as 0.0125 for 125 basis points")
    case .upfront:
      (-0.5...1, "upfronts are shares of the notional from -0.5 to 1, such as 0.04 for four points")
    case .hazardRate: (0...10, "hazard rates are decimals a year from 0 to 10, such as 0.02")
    }
  }
}
