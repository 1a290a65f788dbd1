public import DatesAndConventions

/// The default swaps of one reference entity, index or rating as quoted.
///
/// A tenor stands for the standard contract of that tenor traded on the valuation date; see `CreditSwapSchedule`.
public struct CreditQuotes: Sendable, Hashable, Codable {
  /// Such as `ACME.SENIOR` or `CDX.IG`.
  public let id: String
  public let currency: Currency
  /// Share of the notional that is left after a default; 0 to below 1.
  public let recovery: Double
  public let kind: CreditQuoteKind
  /// Premium a year of the contracts quoted by their upfront, a decimal, such as 0.01 or 0.05; absent for other kinds.
  public let coupon: Double?
  public let points: [CreditPoint]
  public let source: String

  public init(
    id: String, currency: Currency, recovery: Double, kind: CreditQuoteKind, coupon: Double? = nil,
    points: [CreditPoint], source: String
  ) {
    self.id = id
    self.currency = currency
    self.recovery = recovery
    self.kind = kind
    self.coupon = coupon
    self.points = points
    self.source = source
  }
}

/// A quote at a tenor, a decimal of the kind of its curve.
public struct CreditPoint: Sendable, Hashable, Codable {
  public let tenor: Tenor
  public let quote: Double

  public init(tenor: Tenor, quote: Double) {
    self.tenor = tenor
    self.quote = quote
  }
}

/// What the quotes of a credit curve are.
public enum CreditQuoteKind: String, Sendable, Codable, CaseIterable, Hashable {
  /// The premium at which nothing is paid upfront: 0.0125 for 125 basis points.
  case parSpread = "par_spread"
  /// What the buyer of protection pays upfront beside the coupon, without accrued premium, as a share of the notional: 0.04 for
  /// four points; negative where the seller pays.
  case upfront
  /// The hazard rate from the maturity of the tenor before to that of this one, continuously compounded, Act/365F.
  case hazardRate = "hazard_rate"
}
