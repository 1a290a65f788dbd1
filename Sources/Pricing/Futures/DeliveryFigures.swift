public import CashFlows
public import DatesAndConventions

/// What buying a bond for cash and delivering it into a future comes to. Prices are per 100 of the bond's face.
public struct DeliveryFigures: Sendable, Hashable {
  /// Clean price less futures price times conversion factor.
  public let grossBasis: Double
  /// The simple rate a year, by days over 360 or 365, that buying and delivering earns; coupons between pay down what is borrowed.
  public let impliedRepo: Double
  /// What is lost at delivery when the bond is financed at a repo rate: its forward clean price less futures price times factor.
  public let netBasis: Double
  /// What the buyer of the future pays at delivery: futures price times factor, and accrued interest.
  public let invoicePrice: Double

  /// - Parameters:
  ///   - schedule: Of the bond, beginning no later than `settlement`.
  ///   - cleanPrice: Of the bond, for `settlement`.
  ///   - repoRate: Simple, by the days of `dayCount`.
  /// - Returns: `nil` unless delivery is after settlement and the money is tied up at all.
  public init?(
    _ schedule: FixedBondSchedule, conversionFactor: Double, cleanPrice: Double, futuresPrice: Double,
    settlement: CivilDate, delivery: CivilDate, repoRate: Double, dayCount: DayCount = .actual360
  ) {
    guard delivery > settlement else { return nil }
    let paid = cleanPrice + schedule.accruedInterest(at: settlement)
    let converted = futuresPrice * conversionFactor
    let received = converted + schedule.accruedInterest(at: delivery)
    let years = dayCount.yearFraction(from: settlement, to: delivery)
    var coupons = 0.0
    var couponYears = 0.0
    for period in schedule.periods
    where FixedBondSchedule.isReceived(period, settlement: settlement) && period.accrualEnd <= delivery {
      coupons += period.coupon
      couponYears += period.coupon * dayCount.yearFraction(from: period.accrualEnd, to: delivery)
    }
    let tied = paid * years - couponYears
    guard tied > 0 else { return nil }
    grossBasis = cleanPrice - converted
    impliedRepo = (received + coupons - paid) / tied
    netBasis = paid * (1 + repoRate * years) - coupons - repoRate * couponYears - received
    invoicePrice = received
  }
}
