import Glibc

/// The coupons of a bond for ever after the last that is listed, as one amount on the day of that.
///
/// With forward rate φ and spread s, continuously compounded, and coupons of c every L years: A = c / (e^((φ + s) L) − 1).
struct PerpetualTail {
  /// Per unit of face and period.
  let coupon: Double
  /// Act/365F years of a period, over the four centuries in which the calendar repeats itself.
  private let length: Double

  init(coupon: Double, periodsPerYear: Double) {
    self.coupon = coupon
    length = 365.2425 / 365 / periodsPerYear
  }

  /// A and its first and second derivatives in φ + s; not finite where that is 0 or less.
  func amount(_ rate: Double) -> (value: Double, first: Double, second: Double) {
    guard rate > 0 else { return (.infinity, -.infinity, .infinity) }
    let less = expm1(rate * length)
    let growth = 1 + less
    let value = coupon / less
    return (
      value, -value * growth * length / less, value * growth * (growth + 1) * length * length / (less * less)
    )
  }
}
