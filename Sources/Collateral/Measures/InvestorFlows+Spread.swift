import Foundation
public import NumericalMethods

/// Spreads of flows over a curve or an index; both decimals a year.
extension InvestorFlows {
  /// Value at a constant spread over a curve, continuously compounded; `discount` gives the discount factor of years.
  public func value(spread: Double, discount: (Double) -> Double) -> Double {
    var sum = 0.0
    for (payment, amount) in cash.enumerated() where amount != 0 {
      sum += amount * discount(years(payment)) * exp(-spread * years(payment))
    }
    return sum
  }

  /// The spread at which the flows are worth `value`, searched from -50% to 500%.
  public func spread(value: Double, discount: (Double) -> Double) -> RootResult {
    // Discount factors once, not once a step of the search.
    let terms = cash.indices.filter { cash[$0] != 0 }.map { (cash[$0] * discount(years($0)), years($0)) }
    return RootSearch(bracket: -0.5...5, tolerance: 1e-14).brent { spread in
      terms.reduce(-value) { $0 + $1.0 * exp(-spread * $1.1) }
    }
  }

  /// Value where each period is discounted at its index plus a margin, simple within the period, as is usual for floaters.
  ///
  /// `index` has one rate a payment, the last going on; `monthsPerPayment` lie between payments. Precondition: `index` is not empty.
  public func value(margin: Double, index: [Double], monthsPerPayment: Int = 1) -> Double {
    precondition(!index.isEmpty, "a margin is over an index")
    var discount = 1.0
    var sum = 0.0
    for (number, payment) in stride(from: monthsPerPayment - 1, to: cash.count, by: monthsPerPayment)
      .enumerated()
    {
      let fraction = number == 0 ? years(payment) : Double(monthsPerPayment) / 12
      discount /= 1 + (index[min(number, index.count - 1)] + margin) * fraction
      sum += cash[payment] * discount
    }
    return sum
  }

  /// The margin at which the flows are worth `value`, searched from -50% to 500%.
  public func margin(value: Double, index: [Double], monthsPerPayment: Int = 1) -> RootResult {
    RootSearch(bracket: -0.5...5, tolerance: 1e-14).brent {
      self.value(margin: $0, index: index, monthsPerPayment: monthsPerPayment) - value
    }
  }
}
