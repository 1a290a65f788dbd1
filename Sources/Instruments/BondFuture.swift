public import DatesAndConventions

/// A future on a bond of which the seller delivers one out of a basket.
///
/// A position's quantity is the number of contracts, negative when sold. Gains are settled every day, so that a position is worth what the price has moved
/// since it was last settled.
public struct BondFuture: Sendable, Hashable {
  public let currency: Currency
  /// Face of the bonds that one contract delivers; currency units, above 0.
  public let face: Double
  /// The day of delivery.
  public let delivery: CivilDate
  /// Conventions of the bonds, and whose formula gives conversion factors.
  public let convention: BondConventionID
  /// The coupon at which conversion factors are prices of 1; a decimal.
  public let notionalCoupon: Double
  /// In the order given; never empty.
  public let basket: [DeliverableBond]
  /// The price per 100 at which the position was last settled; `nil` for the price of the base market.
  public let settledPrice: Double?

  public init(
    currency: Currency, face: Double, delivery: CivilDate, convention: BondConventionID,
    notionalCoupon: Double = 0.06,
    basket: [DeliverableBond], settledPrice: Double? = nil
  ) throws(TermsError) {
    guard face.isFinite, face > 0 else {
      throw TermsError(field: "notional", message: "\(face) is not an amount above 0")
    }
    guard notionalCoupon.isFinite, notionalCoupon > 0, notionalCoupon <= 0.2 else {
      throw TermsError(
        field: "coupon",
        message: "\(notionalCoupon) is not a notional coupon above 0 and up to 0.2; write 6% as 0.06")
    }
    guard !basket.isEmpty else {
      throw TermsError(
        field: "deliverables",
        message: "is missing; write coupon:maturity:factor, such as 0.025:2033-08-15:0.8213")
    }
    for bond in basket {
      guard bond.coupon.isFinite, bond.coupon >= 0, bond.coupon <= 1 else {
        throw TermsError(
          field: "deliverables", message: "\(bond.coupon) is not a coupon from 0 to 1; write 2.5% as 0.025")
      }
      guard bond.maturity > delivery.adding(months: 12) else {
        throw TermsError(
          field: "deliverables",
          message: "\(bond.maturity) is not a year or more after the delivery \(delivery)")
      }
      if let factor = bond.conversionFactor {
        guard factor.isFinite, factor > 0, factor < 10 else {
          throw TermsError(
            field: "deliverables", message: "\(factor) is not a conversion factor above 0, such as 0.8213")
        }
      } else if convention != .usTreasury, convention != .germanBund, convention != .ukGilt {
        throw TermsError(
          field: "deliverables",
          message:
            "has no factor for \(bond.maturity); only US_TREASURY, GERMAN_BUND and UK_GILT have a formula here"
        )
      }
    }
    if let settledPrice, !(settledPrice > 0 && settledPrice <= 1_000) {
      throw TermsError(
        field: "futures_price", message: "\(settledPrice) is not a price per 100 above 0 and up to 1000")
    }
    self.currency = currency
    self.face = face
    self.delivery = delivery
    self.convention = convention
    self.notionalCoupon = notionalCoupon
    self.basket = basket
    self.settledPrice = settledPrice
  }
}

/// A bond that may be delivered.
public struct DeliverableBond: Sendable, Hashable {
  /// A decimal.
  public let coupon: Double
  public let maturity: CivilDate
  /// As the exchange publishes it; worked out by the exchange's formula where absent.
  public let conversionFactor: Double?

  public init(coupon: Double, maturity: CivilDate, conversionFactor: Double? = nil) {
    self.coupon = coupon
    self.maturity = maturity
    self.conversionFactor = conversionFactor
  }
}
