import Foundation

/// The equal payment that repays a loan.
public enum LevelPayment {
  /// B i / (1 − (1 + i)^−n) for balance B, rate i a period and n payments; B / n at rate 0. Unrounded.
  ///
  /// Precondition: `payments` at least 1 and `ratePerPeriod` above −1.
  public static func amount(balance: Double, ratePerPeriod: Double, payments: Int) -> Double {
    precondition(payments >= 1 && ratePerPeriod > -1, "a level payment needs payments and a rate above -100%")
    guard ratePerPeriod != 0 else { return balance / Double(payments) }
    // 1 − (1 + i)^−n without cancellation at small rates.
    return balance * ratePerPeriod / -expm1(-Double(payments) * log1p(ratePerPeriod))
  }

  /// The same for periods of unequal length: B / Σ Π 1 / (1 + r τ), with the annual `rate` and the `years` of each period up to its
  /// payment.
  ///
  /// Precondition: at least one period, and `rate` times each above −1.
  public static func amount(balance: Double, rate: Double, years: [Double]) -> Double {
    precondition(!years.isEmpty, "a level payment needs payments")
    var discount = 1.0
    var sum = 0.0
    for length in years {
      discount /= 1 + rate * length
      sum += discount
    }
    return balance / sum
  }
}
