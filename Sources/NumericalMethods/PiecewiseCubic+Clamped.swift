extension PiecewiseCubic {
  /// The cubic spline through points: slope and curvature are continuous, and the slopes at both ends are given. Beyond the
  /// last point, as before the first, the function is its tangent: constant for slopes of 0.
  ///
  /// The slopes dᵢ at inner points solve h₂·dᵢ₋₁ + 2(h₁ + h₂)·dᵢ + h₁·dᵢ₊₁ = 3(h₂·s₁ + h₁·s₂), h the widths and s the chords before and
  /// after. Source: C. de Boor, "A Practical Guide to Splines" (1978), chapter IV.
  ///
  /// Precondition: as many values as arguments, at least two, arguments strictly ascending.
  public static func clamped(
    arguments: [Double], values: [Double], startSlope: Double = 0, endSlope: Double = 0
  ) -> PiecewiseCubic {
    precondition(
      arguments.count == values.count && arguments.count >= 2, "a value for each argument, two of them")
    let widths = zip(arguments, arguments.dropFirst()).map { $1 - $0 }
    let chords = widths.indices.map { (values[$0 + 1] - values[$0]) / widths[$0] }
    let last = widths.count
    var slopes = [Double](repeating: 0, count: last + 1)
    (slopes[0], slopes[last]) = (startSlope, endSlope)
    // Thomas's elimination: `above` is what is left of the next slope in each row.
    var above = [Double](repeating: 0, count: last + 1)
    for index in stride(from: 1, to: last, by: 1) {
      let (before, after) = (widths[index - 1], widths[index])
      let pivot = 2 * (before + after) - after * above[index - 1]
      above[index] = before / pivot
      slopes[index] =
        (3 * (after * chords[index - 1] + before * chords[index]) - after * slopes[index - 1]) / pivot
    }
    for index in stride(from: last - 1, to: 0, by: -1) { slopes[index] -= above[index] * slopes[index + 1] }
    var pieces = widths.indices.map { index in
      let (width, chord) = (widths[index], chords[index])
      let (left, right) = (slopes[index], slopes[index + 1])
      return Piece(
        values[index], left, (3 * chord - 2 * left - right) / width,
        (left + right - 2 * chord) / (width * width))
    }
    pieces.append(Piece(values[last], endSlope))
    return PiecewiseCubic(knots: arguments, pieces: pieces)
  }
}
