extension PiecewiseCubic {
  /// The integral of the monotone convex curve through points of that integral: its slope, the curve, is continuous,
  /// has the chord of every interval as its mean there, rises or falls where the chords do, and turns no more than they do.
  /// Moving a point moves the curve two intervals away at most. Beyond the last point it is its tangent.
  ///
  /// With `keepsPositive` the slope is not below 0 next to chords above 0, so that neither is the curve there.
  ///
  /// Source: P. S. Hagan and G. West, "Interpolation methods for curve construction", Applied Mathematical Finance 13
  /// (2006), without the amelioration of its section 8: slope at inner points by equation (25), at the ends by (26) and
  /// (27), the four shapes of an interval of section 6.4.
  ///
  /// Precondition: as many values as arguments, at least two, arguments strictly ascending.
  public static func monotoneConvex(arguments: [Double], values: [Double], keepsPositive: Bool)
    -> PiecewiseCubic
  {
    PiecewiseCubic(monotoneConvexPieces(arguments, values, keepsPositive: keepsPositive))
  }

  /// The derivative of `monotoneConvex` by the value at each point.
  public static func monotoneConvexDerivatives(arguments: [Double], values: [Double], keepsPositive: Bool)
    -> [PiecewiseCubic]
  {
    derivatives(of: values) { monotoneConvexPieces(arguments, $0, keepsPositive: keepsPositive) }
  }

  private static func monotoneConvexPieces<Number: DualArithmetic>(
    _ arguments: [Double], _ values: [Number], keepsPositive: Bool
  ) -> CubicPieces<Number> {
    precondition(
      arguments.count == values.count && arguments.count >= 2, "a value for each argument, two of them")
    let widths = zip(arguments, arguments.dropFirst()).map { $1 - $0 }
    let chords = widths.indices.map { (values[$0 + 1] - values[$0]) / Number(widths[$0]) }
    let slopes = monotoneConvexSlopes(widths, chords, keepsPositive: keepsPositive)
    var result = CubicPieces<Number>(knots: [], pieces: [])
    for index in widths.indices {
      append(
        MonotoneConvexInterval(
          start: arguments[index], end: arguments[index + 1], value: values[index], chord: chords[index],
          left: slopes[index], right: slopes[index + 1]), to: &result)
    }
    result.knots.append(arguments[widths.count])
    result.pieces.append(.init(values[widths.count], slopes[widths.count]))
    return result
  }

  private static func monotoneConvexSlopes<Number: DualArithmetic>(
    _ widths: [Double], _ chords: [Number], keepsPositive: Bool
  ) -> [Number] {
    let last = chords.count
    if last == 1 { return [chords[0], chords[0]] }
    var slopes = (1..<last).map { index in
      (Number(widths[index - 1]) * chords[index] + Number(widths[index]) * chords[index - 1])
        / Number(widths[index - 1] + widths[index])
    }
    slopes.insert(chords[0] - Number(0.5) * (slopes[0] - chords[0]), at: 0)
    slopes.append(chords[last - 1] - Number(0.5) * (slopes[last - 1] - chords[last - 1]))
    guard keepsPositive else { return slopes }
    return slopes.indices.map { index in
      let lower = min(chords[max(index - 1, 0)], chords[min(index, last - 1)])
      if lower < Number(0) { return slopes[index] }
      return min(max(slopes[index], Number(0)), Number(2) * lower)
    }
  }

  /// One interval of the curve: where it runs, the integral at its start, the curve's mean and its ends.
  private struct MonotoneConvexInterval<Number: DualArithmetic> {
    let start, end: Double
    let value, chord, left, right: Number
  }

  private static func append<Number: DualArithmetic>(
    _ interval: MonotoneConvexInterval<Number>, to result: inout CubicPieces<Number>
  ) {
    let width = interval.end - interval.start
    let (chord, h) = (interval.chord, Number(width))
    // Distance of the curve from its mean at both ends.
    let (g0, g1) = (interval.left - chord, interval.right - chord)
    let (v0, v1) = (g0.value, g1.value)
    let isBetween = v0 < 0 ? v1 >= -0.5 * v0 && v1 <= -2 * v0 : v1 <= -0.5 * v0 && v1 >= -2 * v0
    if isBetween {
      result.knots.append(interval.start)
      result.pieces.append(
        .init(interval.value, interval.left, -(Number(2) * g0 + g1) / h, (g0 + g1) / (h * h)))
      return
    }
    // Otherwise the curve goes by a parabola from its start to a level, and by another from there to its end.
    let split: Number
    let level: Number
    if v0 * v1 > 0 || v0 == 0 {
      split = h * g1 / (g0 + g1)
      level = -(g0 * g1) / (g0 + g1)
    } else if abs(v1) > 2 * abs(v0) {
      split = h * (g1 + Number(2) * g0) / (g1 - g0)
      level = g0
    } else {
      split = h * Number(3) * g1 / (g1 - g0)
      level = g1
    }
    let knot = interval.start + split.value
    if split.value > 0, knot > interval.start {
      let drop = (g0 - level) / split
      result.knots.append(interval.start)
      result.pieces.append(.init(interval.value, interval.left, -drop, drop / (Number(3) * split)))
    }
    if split.value < width, knot < interval.end {
      let rest = h - split
      let c3 = (g1 - level) / (Number(3) * rest * rest)
      // About the plain knot: value and slope there are those of the first parabola, whatever the knot's own derivative.
      let away = Number(split.value) - split
      let atSplit = interval.value + (chord + level + (g0 - level) / Number(3)) * split
      result.knots.append(max(knot, interval.start))
      result.pieces.append(
        .init(
          atSplit + (chord + level) * away, chord + level, Number(3) * c3 * away, c3))
    }
  }
}
