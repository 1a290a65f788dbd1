/// Polynomials between knots whose coefficients may be dual numbers; knots are plain, since none of the interpolations
/// here changes value when a knot moves along the curve.
struct CubicPieces<Number: DualArithmetic> {
  struct Piece {
    var c0, c1, c2, c3: Number

    init(_ c0: Number, _ c1: Number, _ c2: Number = Number(0), _ c3: Number = Number(0)) {
      (self.c0, self.c1, self.c2, self.c3) = (c0, c1, c2, c3)
    }
  }

  var knots: [Double]
  var pieces: [Piece]
}

extension PiecewiseCubic {
  init(_ cubic: CubicPieces<Double>) {
    self.init(knots: cubic.knots, pieces: cubic.pieces.map { Piece($0.c0, $0.c1, $0.c2, $0.c3) })
  }

  /// The derivative of an interpolation by the value at each of its points.
  static func derivatives(
    of values: [Double], _ interpolation: ([Dual]) -> CubicPieces<Dual>
  ) -> [PiecewiseCubic] {
    var duals = values.map { Dual($0) }
    return values.indices.map { index in
      duals[index] = Dual(values[index], slope: 1)
      let cubic = interpolation(duals)
      duals[index] = Dual(values[index])
      return PiecewiseCubic(
        knots: cubic.knots,
        pieces: cubic.pieces.map { Piece($0.c0.slope, $0.c1.slope, $0.c2.slope, $0.c3.slope) })
    }
  }
}
