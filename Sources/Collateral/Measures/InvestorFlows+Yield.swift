import Foundation
public import NumericalMethods

/// Yields and what follows from them, for flows that do not move with rates (Standard Formulas SF-48 and SF-49).
extension InvestorFlows {
  /// Value at a bond-equivalent yield, a decimal a year compounded twice a year, accrued interest included.
  public func value(yield: Double) -> Double {
    sum(yield) { _ in 1 }
  }

  /// The bond-equivalent yield at which the flows are worth `value`, a decimal compounded twice a year. Searched from -90% to 1000%.
  public func yield(value: Double) -> RootResult {
    RootSearch(bracket: -0.9...10, tolerance: 1e-14).brent { self.value(yield: $0) - value }
  }

  /// The yield compounded monthly that is worth as much as a bond-equivalent one.
  public static func mortgageYield(bondEquivalent yield: Double) -> Double {
    12 * (pow(1 + yield / 2, 1 / 6) - 1)
  }

  /// Average time of the discounted flows (Macaulay), in years.
  public func duration(yield: Double) -> Double {
    sum(yield) { $0 } / value(yield: yield)
  }

  /// Relative fall of the value for a rise of the yield, in years.
  public func modifiedDuration(yield: Double) -> Double { duration(yield: yield) / (1 + yield / 2) }

  /// Second derivative of the value by the yield over the value, in years squared.
  public func convexity(yield: Double) -> Double {
    sum(yield) { $0 * ($0 + 0.5) } / value(yield: yield) / ((1 + yield / 2) * (1 + yield / 2))
  }

  private func sum(_ yield: Double, _ weight: (Double) -> Double) -> Double {
    let monthly = pow(1 + yield / 2, -1.0 / 6)
    var discount = pow(1 + yield / 2, -2 * years(0))
    var sum = 0.0
    for (payment, amount) in cash.enumerated() {
      sum += amount * discount * weight(years(payment))
      discount *= monthly
    }
    return sum
  }
}
