import NumericalMethods

/// A moved zero curve, z′(t) = factor·z(t) + move(t), exactly at every time and not only at pillars.
struct ZeroMove: Hashable, Sendable {
  private(set) var factor = 1.0
  private(set) var move = PiecewiseLinear(constant: 0)

  /// Applies a change after those before: additions add up, a multiplication acts on all that came before it.
  mutating func apply(_ change: CurveChange) {
    switch change {
    case .add(let more): move = move + more
    case .multiply(let by):
      factor *= by
      move = move * by
    }
    // One form for no move, so that equal states are recognised.
    if move.isZero { move = PiecewiseLinear(constant: 0) }
  }

  /// −ln of the moved discount factor from that of the curve. Without a move it is `exponent` to the bit.
  @inline(__always)
  func exponent(_ exponent: Double, at years: Double) -> Double { factor * exponent + move(years) * years }
}
