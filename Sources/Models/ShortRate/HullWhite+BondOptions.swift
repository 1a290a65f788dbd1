import Glibc
import NumericalMethods

/// Options in closed form.
extension HullWhite {
  /// Value today of `option`.
  ///
  /// One factor moves all zero bonds the same way, so there is one x at expiry at which the payments are worth the strike, and the
  /// option is one on each payment with its own strike there. Jamshidian, F. (1989), An exact bond option formula, Journal of
  /// Finance 44.
  ///
  /// - Parameter discountFactor: P(0, years) of the curve.
  public func value(_ option: BondOption, discountFactor: (Double) -> Double) -> Double {
    let settled = discountFactor(option.settlement)
    let settlement = sensitivity(option.settlement - option.expiry)
    let deviation = variance(option.expiry).squareRoot()
    // In the measure of the strike's zero bond and for each payment: its forward value per unit of strike's bond is lognormal
    // with the deviation (b − b of settlement)·σ of x.
    let parts = option.payments.map { payment in
      (
        forward: payment.amount * discountFactor(payment.years) / settled,
        deviation: (sensitivity(payment.years - option.expiry) - settlement) * deviation
      )
    }
    guard let z = Self.exerciseBoundary(parts, strike: option.strike) else {
      return settled * option.payoff(payments: parts.reduce(0) { $0 + $1.forward }, strike: option.strike)
    }
    // The payments are worth more than the strike where the standard normal z is below the boundary.
    let sign: Double =
      switch option.kind {
      case .call: 1
      case .put: -1
      }
    let received = parts.reduce(0) {
      $0 + $1.forward * NormalDistribution.cumulative(sign * (z + $1.deviation))
    }
    return settled * sign * (received - option.strike * NormalDistribution.cumulative(sign * z))
  }

  /// The z at which Σ forward·e^(−deviation·z − deviation²/2) is the strike; nothing when nothing moves.
  private static func exerciseBoundary(
    _ parts: [(forward: Double, deviation: Double)], strike: Double
  ) -> Double? {
    // Beyond this no probability is left.
    let widest = 38.0
    guard parts.contains(where: { $0.deviation > 0 && $0.forward > 0 }) else { return nil }
    func excess(_ z: Double) -> (value: Double, slope: Double) {
      var (value, slope) = (-strike, 0.0)
      for part in parts {
        let worth = part.forward * exp(-part.deviation * (z + 0.5 * part.deviation))
        value += worth
        slope -= part.deviation * worth
      }
      return (value, slope)
    }
    if excess(-widest).value <= 0 { return -widest }
    if excess(widest).value >= 0 { return widest }
    switch RootSearch(bracket: -widest...widest).newton(from: 0, excess) {
    case .converged(let root, _): return root
    // Steps that no longer halve: as near as rounding lets it come.
    case .notConverged(_, let best): return best
    }
  }
}
