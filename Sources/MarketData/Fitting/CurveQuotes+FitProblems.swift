import DatesAndConventions

extension CurveQuotes {
  /// What can be seen to be wrong with a fitted curve without fitting it, in document order.
  func fitProblems(_ form: CurveForm, _ path: String, _ valuationDate: CivilDate) -> [MarketDataProblem] {
    var problems: [MarketDataProblem] = []
    if case .smoothingSpline(let roughness?) = form, !(roughness >= 0 && roughness <= 1e6) {
      problems.append(
        MarketDataProblem(
          path: "\(path).kind.fitted.roughness", message: "is \(roughness); give 0 to 1000000, such as 0.0001"
        ))
    }
    if interpolation != .naturalCubicZero {
      problems.append(
        MarketDataProblem(path: "\(path).interpolation", message: "of a fitted curve is natural_cubic_zero"))
    }
    if bonds.isEmpty {
      problems.append(MarketDataProblem(path: "\(path).points", message: "is empty; a fit needs bonds"))
    }
    for bond in bonds {
      if let problem = bond.problem(valuationDate) {
        problems.append(MarketDataProblem(path: "\(path).points[\(bond)]", message: problem))
      }
    }
    return problems
  }
}

extension BondQuote {
  /// Why a curve cannot be fitted to the bond; `nil` when it can.
  func problem(_ valuationDate: CivilDate) -> String? {
    if maturity <= valuationDate { return "has matured" }
    if maturity > valuationDate.adding(months: 1_200) { return "matures in more than 100 years" }
    if (cleanPrice == nil) == (yield == nil) {
      return "has both a clean_price and a yield, or neither; give one"
    }
    if let cleanPrice, !(cleanPrice > 0 && cleanPrice <= 1_000) {
      return "has a price that is not above 0 to 1000"
    }
    if let yield, !MarketSnapshot.rateLimits.contains(yield) {
      return "has a yield that is not from -0.2 to 1"
    }
    return (0.0...1.0).contains(coupon) ? nil : "has a coupon that is not from 0 to 1"
  }
}
