public import DatesAndConventions

/// Protection against the default of a reference entity, or of the entities of an index, against a premium.
///
/// A position's quantity is the number of contracts, negative for the opposite side. Terms are those of standard contracts:
/// quarterly premiums by Act/360, settled at the end; see `CreditSwapSchedule`.
public struct CreditDefaultSwap: Sendable, Hashable {
  /// Which side the holder has. Raw values are the names in files.
  public enum Protection: String, Sendable, Codable, CaseIterable, Hashable {
    case bought = "buy"
    case sold = "sell"

    /// 1 where a default brings money.
    public var sign: Double {
      switch self {
      case .bought: 1
      case .sold: -1
      }
    }
  }

  public let currency: Currency
  /// Id of the market's credit curve of the reference entity or index.
  public let creditCurve: String
  public let protection: Protection
  /// In currency units, above 0; of an index, that with which it was traded.
  public let notional: Double
  /// Premium a year as a decimal: 0.01 for 100 basis points.
  public let coupon: Double
  /// Last day of protection.
  public let maturity: CivilDate
  /// Where premium begins to accrue; `nil` for the 20th before the valuation date, as standard contracts do.
  public let datedDate: CivilDate?
  /// Share of the notional left after a default; `nil` for that of the credit curve.
  public let recovery: Double?
  /// Share of an index's notional whose entities have not defaulted, above 0 to 1.
  public let indexFactor: Double

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(
    currency: Currency, creditCurve: String, protection: Protection, notional: Double, coupon: Double,
    maturity: CivilDate, datedDate: CivilDate? = nil, recovery: Double? = nil, indexFactor: Double = 1
  ) throws(TermsError) {
    guard !creditCurve.isEmpty else {
      throw TermsError(field: "credit_curve", message: "is empty; name the credit curve of the entity")
    }
    guard notional.isFinite, notional > 0 else {
      throw TermsError(
        field: "notional", message: "\(notional) is not an amount above 0; protection says which side")
    }
    guard (0...1).contains(coupon) else {
      throw TermsError(
        field: "coupon", message: "\(coupon) is not a decimal from 0 to 1, such as 0.01 for 100 basis points")
    }
    if let datedDate, datedDate >= maturity {
      throw TermsError(field: "dated_date", message: "\(datedDate) is not before the maturity \(maturity)")
    }
    if let recovery, !(0...0.99).contains(recovery) {
      throw TermsError(field: "recovery", message: "\(recovery) is not a decimal from 0 to 0.99, such as 0.4")
    }
    guard indexFactor > 0, indexFactor <= 1 else {
      throw TermsError(
        field: "index_factor", message: "\(indexFactor) is not above 0 and at most 1, such as 0.98")
    }
    self.currency = currency
    self.creditCurve = creditCurve
    self.protection = protection
    self.notional = notional
    self.coupon = coupon
    self.maturity = maturity
    self.datedDate = datedDate
    self.recovery = recovery
    self.indexFactor = indexFactor
  }

  /// Premium periods paid after `date`.
  public func schedule(after date: CivilDate) -> CreditSwapSchedule {
    CreditSwapSchedule(maturity: maturity, start: datedDate, after: date)
  }

  /// What the contract protects in currency units: positive where the holder is protected.
  public var protectedAmount: Double { protection.sign * notional * indexFactor }
}
