extension PiecewiseCubic {
  /// The shape-preserving cubic through points: rising where the points rise, falling where they fall, and turning
  /// only at a point. Its slope is continuous, and moving a point moves the curve two intervals away at most.
  ///
  /// The slope at an inner point is the weighted harmonic mean of the neighbouring chords, d = (w₁ + w₂) /
  /// (w₁/s₁ + w₂/s₂) with w₁ = 2h₂ + h₁ and w₂ = h₂ + 2h₁, or 0 where the chords differ in sign; at an end it is
  /// that of the parabola through three points, cut so as to keep the shape. Beyond the last point the curve is
  /// its tangent. Sources: F. N. Fritsch and J. Butland, "A method for constructing local monotone piecewise cubic
  /// interpolants", SIAM J. Sci. Stat. Comput. 5 (1984); C. Moler, "Numerical Computing with MATLAB" (2004), 3.6,
  /// for the ends.
  ///
  /// Precondition: as many values as arguments, at least two, arguments strictly ascending.
  public static func monotone(arguments: [Double], values: [Double]) -> PiecewiseCubic {
    PiecewiseCubic(monotonePieces(arguments, values))
  }

  /// The derivative of `monotone` by the value at each point.
  public static func monotoneDerivatives(arguments: [Double], values: [Double]) -> [PiecewiseCubic] {
    derivatives(of: values) { monotonePieces(arguments, $0) }
  }

  private static func monotonePieces<Number: DualArithmetic>(_ arguments: [Double], _ values: [Number])
    -> CubicPieces<Number>
  {
    precondition(
      arguments.count == values.count && arguments.count >= 2, "a value for each argument, two of them")
    let widths = zip(arguments, arguments.dropFirst()).map { Number($1 - $0) }
    let chords = widths.indices.map { (values[$0 + 1] - values[$0]) / widths[$0] }
    let slopes = monotoneSlopes(widths: widths, chords: chords)
    var pieces = widths.indices.map { index in
      let (width, chord) = (widths[index], chords[index])
      let (left, right) = (slopes[index], slopes[index + 1])
      return CubicPieces<Number>.Piece(
        values[index], left, (Number(3) * chord - Number(2) * left - right) / width,
        (left + right - Number(2) * chord) / (width * width))
    }
    pieces.append(.init(values[widths.count], slopes[widths.count]))
    return CubicPieces(knots: arguments, pieces: pieces)
  }

  private static func monotoneSlopes<Number: DualArithmetic>(widths: [Number], chords: [Number]) -> [Number] {
    let last = chords.count
    if last == 1 { return [chords[0], chords[0]] }
    return (0...last).map { index in
      if index == 0 { return endSlope(widths[0], widths[1], chords[0], chords[1]) }
      if index == last {
        return endSlope(widths[last - 1], widths[last - 2], chords[last - 1], chords[last - 2])
      }
      let (before, after) = (chords[index - 1], chords[index])
      guard before.value * after.value > 0 else { return Number(0) }
      let weightBefore = Number(2) * widths[index] + widths[index - 1]
      let weightAfter = widths[index] + Number(2) * widths[index - 1]
      return (weightBefore + weightAfter) / (weightBefore / before + weightAfter / after)
    }
  }

  /// Slope at an end from the chord and width of the interval there and of the one next to it.
  private static func endSlope<Number: DualArithmetic>(
    _ width: Number, _ next: Number, _ chord: Number, _ nextChord: Number
  ) -> Number {
    let slope = ((Number(2) * width + next) * chord - width * nextChord) / (width + next)
    if slope.value * chord.value <= 0 { return Number(0) }
    if chord.value * nextChord.value <= 0, abs(slope.value) > 3 * abs(chord.value) {
      return Number(3) * chord
    }
    return slope
  }
}
