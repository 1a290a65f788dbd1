public import DatesAndConventions
import Foundation

/// The discount-rate arithmetic of a US Treasury bill, per 100 of face, unrounded.
///
/// Source: 31 CFR 356 Appendix B, section VI.
public struct TreasuryBill: Sendable, Hashable {
  /// Days from issue or settlement to maturity (r); at least 1.
  public let days: Int
  /// Days in the year after issue or settlement (y): 366 when it holds a 29 February, otherwise 365.
  public let daysInYear: Int

  /// `nil` unless `settlement` is before `maturity`.
  public init?(settlement: CivilDate, maturity: CivilDate) {
    guard settlement < maturity else { return nil }
    days = maturity - settlement
    daysInYear = settlement.adding(months: 12) - settlement
  }

  /// P = 100 (1 − d r/360) for a bank discount rate d, a decimal; not positive when the rate is too high.
  public func price(discountRate: Double) -> Double { 100 * (1 - discountRate * Double(days) / 360) }

  /// d = (100 − P)/100 · 360/r.
  public func discountRate(price: Double) -> Double { (100 - price) / 100 * 360 / Double(days) }

  /// The coupon-equivalent yield, a decimal; `nil` for a price that is not positive or has none.
  ///
  /// Up to half a year, i = (100 − P)/P · y/r. Beyond it, P [1 + (r − y/2) i/y] (1 + i/2) = 100.
  public func investmentRate(price: Double) -> Double? {
    guard price.isFinite, price > 0 else { return nil }
    let (r, y) = (Double(days), Double(daysInYear))
    let gain = (100 - price) / price
    if 2 * days <= daysInYear { return gain * y / r }
    let a = r / (2 * y) - 0.25
    let b = r / y
    let root = b * b + 4 * a * gain
    guard root >= 0 else { return nil }
    // (−b + √root) / 2a without the cancellation when a is small.
    return 2 * gain / (b + root.squareRoot())
  }
}
