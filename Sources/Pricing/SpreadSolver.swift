import NumericalMethods

import Glibc

/// Finds the constant, continuously compounded spread that gives discounted flows a wanted value.
enum SpreadSolver {
  /// Decimal spreads are sought between −50% and +1000% a year.
  static let bracket = (-0.5)...10.0

  /// Solves Σ amount[i]·exp(−z·years[i]) = value for z.
  ///
  /// `amounts` are already discounted on the curves. With positive amounts the left side falls in z, so the root in
  /// the bracket is unique. Newton steps on the logarithm of the value, kept inside a shrinking bracket.
  /// `nil` when the wanted value lies outside the bracket or the flows change sign too often to converge.
  static func solve(amounts: [Double], years: [Double], value: Double, guess: Double = 0) -> Double? {
    amounts.withUnsafeBufferPointer { amounts in
      years.withUnsafeBufferPointer { years in
        solve(amounts: amounts, years: years, value: value, guess: guess)
      }
    }
  }

  private static func solve(
    amounts: UnsafeBufferPointer<Double>, years: UnsafeBufferPointer<Double>, value: Double, guess: Double
  ) -> Double? {
    guard value.isFinite, value > 0, amounts.count > 0 else { return nil }
    var low = bracket.lowerBound
    var high = bracket.upperBound
    var spread = guess
    for _ in 0..<100 {
      var price = 0.0
      var slope = 0.0
      for flow in 0..<amounts.count {
        let discounted = amounts[flow] * exp(-spread * years[flow])
        price += discounted
        slope -= years[flow] * discounted
      }
      let error = price - value
      if abs(error) <= 4e-16 * value { return spread }
      if error > 0 { low = spread } else { high = spread }
      var next = price > 0 && slope < 0 ? spread - price * log(price / value) / slope : .nan
      if !(next > low && next < high) { next = 0.5 * (low + high) }
      if abs(next - spread) <= 1e-16 + 1e-15 * abs(next) {
        return abs(error) <= 1e-9 * value ? next : nil
      }
      spread = next
    }
    return nil
  }
}
