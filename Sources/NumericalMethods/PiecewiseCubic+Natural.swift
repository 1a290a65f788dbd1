extension PiecewiseCubic {
  /// The natural cubic spline through points: slope and curvature are continuous, and the curvature is 0 at both ends.
  /// Of all curves through the points it has the least integral of squared curvature. It is linear in the values, and
  /// moving a point moves it everywhere. Beyond the last point it is its tangent.
  ///
  /// Source: C. de Boor, "A Practical Guide to Splines" (1978), chapter IV.
  /// Precondition: as many values as arguments, at least one, arguments strictly ascending; one point gives a constant.
  public static func natural(arguments: [Double], values: [Double]) -> PiecewiseCubic {
    precondition(
      arguments.count == values.count && !arguments.isEmpty, "a value for each argument, one of them")
    let widths = zip(arguments, arguments.dropFirst()).map { $1 - $0 }
    let curvatures = naturalCurvatures(widths: widths, values: values)
    var slope = 0.0
    var pieces = widths.indices.map { index in
      let (width, left, right) = (widths[index], curvatures[index], curvatures[index + 1])
      let chord = (values[index + 1] - values[index]) / width
      slope = chord + width * (left + 2 * right) / 6
      return Piece(
        values[index], chord - width * (2 * left + right) / 6, left / 2, (right - left) / (6 * width))
    }
    pieces.append(Piece(values[widths.count], slope))
    return PiecewiseCubic(knots: arguments, pieces: pieces)
  }

  /// The derivative of `natural` by the value at each point: the spline through 1 there and 0 elsewhere.
  public static func naturalDerivatives(arguments: [Double]) -> [PiecewiseCubic] {
    arguments.indices.map { index in
      natural(arguments: arguments, values: arguments.indices.map { $0 == index ? 1 : 0 })
    }
  }

  /// Second derivatives at the points, from the tridiagonal system that makes slopes continuous.
  private static func naturalCurvatures(widths: [Double], values: [Double]) -> [Double] {
    var curvatures = Array(repeating: 0.0, count: values.count)
    guard values.count > 2 else { return curvatures }
    // Row i: h₍ᵢ₋₁₎·m₍ᵢ₋₁₎ + 2(h₍ᵢ₋₁₎ + hᵢ)·mᵢ + hᵢ·m₍ᵢ₊₁₎ = 6(sᵢ − s₍ᵢ₋₁₎), eliminated downwards.
    var (upper, right) = ([0.0], [0.0])
    for index in 1..<values.count - 1 {
      let (before, after) = (widths[index - 1], widths[index])
      let jump = (values[index + 1] - values[index]) / after - (values[index] - values[index - 1]) / before
      let pivot = 2 * (before + after) - before * upper[index - 1]
      upper.append(after / pivot)
      right.append((6 * jump - before * right[index - 1]) / pivot)
    }
    for index in (1..<values.count - 1).reversed() {
      curvatures[index] = right[index] - upper[index] * curvatures[index + 1]
    }
    return curvatures
  }
}
