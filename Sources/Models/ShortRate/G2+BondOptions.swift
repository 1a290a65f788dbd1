import Glibc
import NumericalMethods

/// Options by one integral.
extension G2 {
  /// Value today of `option`.
  ///
  /// Given one factor, the other moves all payments the same way, and the option follows as in the one-factor model; over the given factor it
  /// is the integral of that by the trapezoidal rule, which for smooth functions under the normal density converges faster
  /// than any power. The factor that moves the payments more is the one in closed form. An option on a zero bond is its closed form
  /// then. Error below 1e-9 of face unless both factors are nearly one (|ρ| above 0.999).
  ///
  /// - Parameter discountFactor: P(0, years) of the curve.
  public func value(_ option: BondOption, discountFactor: (Double) -> Double) -> Double {
    let settled = discountFactor(option.settlement)
    let (expiry, notice) = (option.expiry, option.settlement - option.expiry)
    let deviations = (first.variance(expiry).squareRoot(), second.variance(expiry).squareRoot())
    let together = deviations.0 * deviations.1
    let correlation = together > 0 ? min(1, max(-1, covariance(expiry) / together)) : 0
    // How much each payment falls by a deviation of x and of y, with the strike's zero bond as numeraire.
    let moves = option.payments.map { payment in
      let years = payment.years - expiry
      return (
        forward: payment.amount * discountFactor(payment.years) / settled,
        x: (first.sensitivity(years) - first.sensitivity(notice)) * deviations.0,
        y: (second.sensitivity(years) - second.sensitivity(notice)) * deviations.1
      )
    }
    let isFirstInner =
      moves.reduce(0) { $0 + $1.forward * $1.x } > moves.reduce(0) { $0 + $1.forward * $1.y }
    let rest = (1 - correlation * correlation).squareRoot()
    let parts = moves.map { move in
      let (inner, outer) = isFirstInner ? (move.x, move.y) : (move.y, move.x)
      return (forward: move.forward, given: outer + correlation * inner, alone: rest * inner)
    }
    let (reach, count) = (10.0, 400)
    let width = 2 * reach / Double(count)
    var sum = 0.0
    for step in 0...count {
      let z = Double(step) * width - reach
      let basket = LognormalBasket(
        assets: parts.map {
          LognormalBasket.Asset(
            forward: $0.forward * exp(-$0.given * (z + 0.5 * $0.given)), deviation: $0.alone)
        })
      sum += NormalDistribution.density(z) * basket.expectedPayoff(option.kind, strike: option.strike)
    }
    return settled * width * sum
  }
}
