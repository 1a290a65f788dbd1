import Foundation

/// What is left of a level-pay loan that nobody prepays.
public enum AmortisedBalance {
  /// BAL of Standard Formulas SF-4, (1 − (1 + c)^−m) / (1 − (1 + c)^−n) for rate c a month, m months left of n: a part of the
  /// first balance. Precondition: 0 ≤ `remaining` ≤ `original`, `original` at least 1, and a rate above −100% a month.
  public static func factor(annualRate: Double, remaining: Int, original: Int) -> Double {
    precondition(0 <= remaining && remaining <= original && original >= 1, "months are left of a loan's term")
    let rate = annualRate / 12
    precondition(rate > -1, "a rate above -100% a month")
    guard rate != 0 else { return Double(remaining) / Double(original) }
    return expm1(-Double(remaining) * log1p(rate)) / expm1(-Double(original) * log1p(rate))
  }
}
