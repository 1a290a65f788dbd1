import DatesAndConventions

/// A bond worth par on the valuation date, without accrued interest, when its coupon is the par yield.
///
/// Coupon dates run backward from maturity in steps of a coupon period, not moved off holidays. A regular period
/// earns 1/f of the coupon; a first period cut short by the valuation date earns its share by days. A maturity within
/// one coupon period is a single payment with simple interest, the bond-equivalent yield of a bill.
struct ParBond {
  /// Act/365F years of each coupon, ascending; the last is maturity.
  let years: [Double]
  /// Years of interest paid at each coupon.
  let accruals: [Double]

  /// Precondition: `maturity` after `valuationDate`. `.once` pays simple interest at maturity.
  init(maturity: CivilDate, frequency: Frequency, valuationDate: CivilDate) {
    precondition(maturity > valuationDate, "a par bond has not matured")
    let months = frequency.monthsPerPeriod
    guard frequency != .once, maturity > valuationDate.adding(months: months) else {
      years = [CurveTime.years(from: valuationDate, to: maturity)]
      accruals = years
      return
    }
    let regular = 1 / Double(frequency.rawValue)
    var dates = [maturity]
    var next = maturity.adding(months: -months)
    while next > valuationDate {
      dates.append(next)
      next = maturity.adding(months: -months * dates.count)
    }
    let first = dates[dates.count - 1]
    var accruals = Array(repeating: regular, count: dates.count)
    accruals[0] = regular * Double(first - valuationDate) / Double(first - next)
    self.years = dates.reversed().map { CurveTime.years(from: valuationDate, to: $0) }
    self.accruals = accruals
  }

  /// Value of 1 a year paid at the coupons.
  func annuity(_ discountFactor: (Double) -> Double) -> Double {
    var sum = 0.0
    for (time, accrual) in zip(years, accruals) { sum += accrual * discountFactor(time) }
    return sum
  }

  /// The coupon at which the bond is worth par.
  func parYield(_ discountFactor: (Double) -> Double) -> Double {
    (1 - discountFactor(years[years.count - 1])) / annuity(discountFactor)
  }

  /// Value less par of the bond with this coupon, per unit of face.
  func mispricing(coupon: Double, _ discountFactor: (Double) -> Double) -> Double {
    coupon * annuity(discountFactor) + discountFactor(years[years.count - 1]) - 1
  }
}
