public import DatesAndConventions

/// The right to enter a swap of a fixed rate against an index: a payer swaption where the holder would pay the fixed rate, otherwise a
/// receiver swaption.
///
/// The premium is not part of it. A position's quantity is the number of contracts, negative for options sold.
public struct Swaption: Sendable, Hashable {
  /// What exercise brings. Raw values are the names used in files.
  public enum Settlement: String, Sendable, Codable, CaseIterable, Hashable {
    /// The swap.
    case physical
    /// The collateralised cash price: what the swap is worth on the curves of its collateral.
    case cash
  }

  public let swap: InterestRateSwap
  /// The day on which the holder decides; the option is over at its end.
  public let expiry: CivilDate
  public let settlement: Settlement

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(_ swap: InterestRateSwap, expiry: CivilDate, settlement: Settlement = .physical)
    throws(TermsError)
  {
    guard swap.pay.currency == swap.receive.currency else {
      throw TermsError(field: "pay_currency", message: "swaptions are on swaps of one currency")
    }
    switch (swap.pay.rate, swap.receive.rate) {
    case (.fixed, .floating), (.floating, .fixed): break
    case (.fixedCompounded, _), (_, .fixedCompounded):
      throw TermsError(
        field: "pay_compounding",
        message: "swaptions are on fixed legs of simple interest; write simple, or a description")
    case (.fixed, .fixed), (.floating, .floating):
      throw TermsError(
        field: "pay_rate", message: "swaptions are on a fixed rate against an index; give one leg each")
    }
    guard swap.notionalExchange == .none else {
      throw TermsError(field: "notional_exchange", message: "is not for swaptions; leave it empty")
    }
    let start = min(swap.pay.start, swap.receive.start)
    guard expiry <= start else {
      throw TermsError(
        field: "expiry_date", message: "\(expiry) is after the dated_date \(start); swaps start after expiry")
    }
    self.swap = swap
    self.expiry = expiry
    self.settlement = settlement
  }

  /// Whether the holder would pay the fixed rate.
  public var isPayer: Bool {
    if case .floating = swap.pay.rate { return false }
    return true
  }

  /// The leg that pays the fixed rate, and the other.
  public var legs: (fixed: CouponLeg, floating: CouponLeg) {
    isPayer ? (swap.pay, swap.receive) : (swap.receive, swap.pay)
  }

  /// The fixed rate, a decimal a year.
  public var strike: Double {
    guard case .fixed(let rate) = legs.fixed.rate else {
      preconditionFailure("terms without a fixed rate are refused")
    }
    return rate
  }

  /// Years of the swap, in whole months, as volatilities are quoted.
  public var tenorYears: Double {
    let days = Double(swap.maturity - legs.fixed.start)
    return (days / 365.25 * 12).rounded() / 12
  }
}
