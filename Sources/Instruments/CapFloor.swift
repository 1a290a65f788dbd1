/// A cap or a floor: in each period the right to what the index, or the rate of a standard swap, is above the strike, or below it, on the
/// notional.
///
/// The premium is not part of it. A position's quantity is the number of contracts, negative for options sold; a collar is a cap
/// bought and a floor sold.
public struct CapFloor: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case cap
    case floor
  }

  public let kind: Kind
  /// The coupons whose rates are compared with the strike: index, swap rate or the difference of two alone, without margin, gearing, cap or floor.
  public let leg: CouponLeg
  /// A decimal a year.
  public let strike: Double

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(_ kind: Kind, leg: CouponLeg, strike: Double) throws(TermsError) {
    let isAlone: Bool
    switch leg.rate {
    case .fixed, .fixedCompounded:
      throw TermsError(field: "index", message: "is missing; caps and floors are on an index")
    case .floating(let rate):
      isAlone = rate.spread == 0 && rate.gearing == 1 && rate.cap == nil && rate.floor == nil
    case .swapRate(let rate):
      try rate.requireCorrelation()
      isAlone = rate.margin == 0 && rate.gearing == 1 && rate.cap == nil && rate.floor == nil
    }
    guard isAlone, leg.fixedStart == nil else {
      throw TermsError(field: "index", message: "goes without margin, gearing, cap, floor and fixed coupons")
    }
    guard strike.isFinite, abs(strike) <= 1 else {
      throw TermsError(field: "rate", message: "\(strike) is not a decimal rate; write 4.5% as 0.045")
    }
    self.kind = kind
    self.leg = leg
    self.strike = strike
  }
}
