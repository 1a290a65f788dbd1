/// A European right to fixed payments, decided at one time: an option on a zero or coupon bond, a swaption or a caplet.
///
/// Times are years from today.
public struct BondOption: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// The right to pay the strike and get the payments.
    case call
    /// The right to get the strike and give the payments.
    case put
  }

  public struct Payment: Sendable, Hashable {
    public let years: Double
    /// At least 0.
    public let amount: Double

    public init(years: Double, amount: Double) {
      self.years = years
      self.amount = amount
    }
  }

  public let kind: Kind
  /// When the holder decides; at least 0.
  public let expiry: Double
  /// Above 0.
  public let strike: Double
  /// When the strike is paid, not before `expiry`.
  public let settlement: Double
  /// Not before `settlement`, of which at least one is above 0.
  public let payments: [Payment]

  /// Precondition: what the properties say.
  public init(_ kind: Kind, expiry: Double, strike: Double, settlement: Double? = nil, payments: [Payment]) {
    let settlement = settlement ?? expiry
    precondition(expiry >= 0 && strike > 0 && settlement >= expiry, "decided, then settled, for a price")
    precondition(
      payments.allSatisfy { $0.years >= settlement && $0.amount >= 0 } && payments.contains { $0.amount > 0 },
      "payments of nothing below 0, after settlement")
    self.kind = kind
    self.expiry = expiry
    self.strike = strike
    self.settlement = settlement
    self.payments = payments
  }

  /// The right to enter a swap of 1 at its start; a floating leg from then on is worth 1, on the curve that discounts.
  ///
  /// - Parameters:
  ///   - isPayer: whether the holder would pay the fixed rate.
  ///   - coupons: fixed payments for 1 of notional; the last is paid with the end of the swap.
  public static func swaption(isPayer: Bool, expiry: Double, start: Double, coupons: [Payment]) -> BondOption
  {
    guard let last = coupons.last else { preconditionFailure("a swap has coupons") }
    let withFace = coupons.dropLast() + [Payment(years: last.years, amount: last.amount + 1)]
    return BondOption(
      isPayer ? .put : .call, expiry: expiry, strike: 1, settlement: start, payments: Array(withFace))
  }

  /// The right to the floating less a fixed simple rate on 1 from `start` to `end`, fixed at `start`, paid at `end`: a payer
  /// swaption of one period.
  ///
  /// - Parameter accrual: the period by the rate's day count.
  public static func caplet(rate: Double, start: Double, end: Double, accrual: Double) -> BondOption {
    swaption(
      isPayer: true, expiry: start, start: start, coupons: [Payment(years: end, amount: rate * accrual)])
  }
}
