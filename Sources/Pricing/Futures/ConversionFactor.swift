import Glibc
public import DatesAndConventions
public import Instruments

/// What exchanges multiply a future's price by when a bond is delivered: the bond's price per 1 at the notional coupon as yield.
public enum ConversionFactor {
  /// CME Group, "Calculating U.S. Treasury futures conversion factors": whole months from the first day of the delivery month, in
  /// quarters for bonds of the ten-year contract and longer; to four decimals.
  ///
  /// - Parameter inQuarters: Whether months are cut to whole quarters.
  public static func cme(
    coupon: Double, maturity: CivilDate, delivery: CivilDate, notionalCoupon: Double = 0.06, inQuarters: Bool
  ) -> Double {
    let months = YearMonth(maturity).months(since: YearMonth(delivery))
    let years = months / 12
    let rest = inQuarters ? months % 12 / 3 * 3 : months % 12
    let period = rest < 7 ? rest : inQuarters ? 3 : rest - 6
    let step = 1 + notionalCoupon / 2
    let toCoupon = power(step, -Double(period) / 6)
    let accrued = coupon / 2 * Double(6 - period) / 6
    let redemption = power(step, -Double(rest < 7 ? 2 * years : 2 * years + 1))
    let coupons = coupon / notionalCoupon * (1 - redemption)
    return rounded(toCoupon * (coupon / 2 + redemption + coupons) - accrued, 1e4)
  }

  /// Eurex, conversion factors of German bonds, with annual coupons: yield compounded annually from the delivery day; to six decimals.
  ///
  /// - Parameter firstPeriod: The bond's first coupon period, if its coupon is still to come at delivery; it makes a difference
  ///   where it is not a year.
  public static func eurex(
    coupon: Double, maturity: CivilDate, delivery: CivilDate, notionalCoupon: Double = 0.06,
    firstPeriod: (start: CivilDate, end: CivilDate)? = nil
  ) -> Double {
    let first = firstPeriod.flatMap { $0.end > delivery ? $0 : nil }
    let after = first?.end.adding(days: -1) ?? delivery
    var years = 0
    while maturity.adding(months: -12 * (years + 1)) > after { years += 1 }
    let next = maturity.adding(months: -12 * years)
    let (before, earlier) = (next.adding(months: -12), next.adding(months: -24))
    let accruesFrom = first?.start ?? before
    func share(_ days: Int) -> Double { Double(days) / Double(days < 0 ? next - before : before - earlier) }
    let accruing = share(before - accruesFrom)
    let elapsed = share(before - delivery)
    let step = 1 + notionalCoupon
    let redemption = power(step, -Double(years))
    let value = coupon * accruing + coupon / notionalCoupon * (step - redemption) + redemption
    return rounded(power(step, -(1 + elapsed)) * value - coupon * (accruing - elapsed), 1e6)
  }

  /// ICE Futures Europe, price factors of gilts: the clean price per 1 on the first day of the delivery month with the notional coupon as
  /// yield; to seven decimals. Throws where there is none.
  public static func ice(coupon: Double, maturity: CivilDate, delivery: CivilDate, notionalCoupon: Double)
    throws(TermsError) -> Double
  {
    let bond = try DeliverableBond(coupon: coupon, maturity: maturity).fixedBond(.gbp, .ukGilt)
    let settlement = YearMonth(delivery).firstDay
    guard let price = BondYield(bond, settlement: settlement)?.cleanPrice(yield: notionalCoupon) else {
      throw TermsError(field: "deliverables", message: "\(maturity) is not after \(settlement)")
    }
    return rounded(price / 100, 1e7)
  }

  private static func power(_ base: Double, _ exponent: Double) -> Double { Glibc.pow(base, exponent) }

  private static func rounded(_ value: Double, _ scale: Double) -> Double {
    (value * scale).rounded(.toNearestOrAwayFromZero) / scale
  }
}

extension DeliverableBond {
  /// The bond by its market's conventions, its dated date long past.
  public func fixedBond(_ currency: Currency, _ convention: BondConventionID) throws(TermsError) -> FixedBond
  {
    try FixedBond(
      currency: currency, datedDate: maturity.adding(months: -12 * 100), maturity: maturity, coupon: coupon,
      frequency: BondConvention.of(convention).frequency, convention: convention)
  }
}

extension BondFuture {
  /// The factor of each bond of the basket: as given, or else by the exchange's formula. Months are whole quarters where no bond of
  /// the basket has less than 5½ years to go. Throws `TermsError` for a bond without.
  public func conversionFactors() throws(TermsError) -> [Double] {
    let inQuarters = basket.allSatisfy { $0.maturity > delivery.adding(months: 66) }
    var factors: [Double] = []
    for bond in basket {
      if let given = bond.conversionFactor {
        factors.append(given)
        continue
      }
      let (coupon, maturity) = (bond.coupon, bond.maturity)
      switch convention {
      case .germanBund:
        factors.append(
          ConversionFactor.eurex(
            coupon: coupon, maturity: maturity, delivery: delivery, notionalCoupon: notionalCoupon))
      case .ukGilt:
        factors.append(
          try ConversionFactor.ice(
            coupon: coupon, maturity: maturity, delivery: delivery, notionalCoupon: notionalCoupon))
      case .usTreasury, .usStreet, .usCorporate, .usMunicipal, .usAgency, .japaneseGovernment, .isma,
        .eurobond:
        factors.append(
          ConversionFactor.cme(
            coupon: coupon, maturity: maturity, delivery: delivery, notionalCoupon: notionalCoupon,
            inQuarters: inQuarters))
      }
    }
    return factors
  }
}
