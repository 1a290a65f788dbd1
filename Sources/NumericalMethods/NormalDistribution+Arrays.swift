extension NormalDistribution {
  /// Replaces each of `values` by the probability of at most it, four at a time and with the same bits on every machine.
  ///
  /// Relative error below 3e-13, of which nearly all comes from rounding the square in the density; absolute error below 4e-16.
  /// Below −37.5 it is 0.
  ///
  /// W. J. Cody, "Rational Chebyshev approximations for the error function", Mathematics of Computation 23 (1969), in the form for
  /// the normal distribution of his and Stoltz's ANORM, ACM Algorithm 715 (1993).
  public static func cumulativeInPlace(_ values: inout [Double]) {
    Lanes.apply(&values) { cumulative($0) }
  }

  @inline(__always)
  static func cumulative(_ x: SIMD4<Double>) -> SIMD4<Double> {
    let z: SIMD4<Double> = x.replacing(with: -x, where: x .< 0)
    var (above, below) = near(x * x)
    let isMiddle = z .> 0.67448975
    if !any(isMiddle) { return (0.5 + x * (above / below)).replacing(with: x, where: x .!= x) }
    let middle = middle(z)
    above.replace(with: middle.above, where: isMiddle)
    below.replace(with: middle.below, where: isMiddle)
    let density = Exponential.exp(-0.5 * z * z)
    let fraction: SIMD4<Double> = above / below
    var lower: SIMD4<Double> = density * fraction
    let isFar = z .> 5.656854249492380
    if any(isFar) { lower.replace(with: density * beyond(z), where: isFar) }
    var result: SIMD4<Double> = lower.replacing(with: 1 - lower, where: x .> 0)
    result.replace(with: 0.5 + x * fraction, where: .!isMiddle)
    result.replace(with: x, where: x .!= x)
    return result
  }

  /// (Φ(x) − ½)/x as a fraction of polynomials in x², to |x| = 0.67448975.
  @inline(__always)
  private static func near(_ square: SIMD4<Double>) -> (above: SIMD4<Double>, below: SIMD4<Double>) {
    var above: SIMD4<Double> = 0.065682337918207449113 * square
    above = (above + 2.2352520354606839287) * square
    above = (above + 161.02823106855587881) * square
    above = (above + 1067.6894854603709582) * square
    var below: SIMD4<Double> = (square + 47.20258190468824187) * square
    below = (below + 976.09855173777669322) * square
    below = (below + 10260.932208618978205) * square
    return (above + 18154.981253343561249, below + 45507.789335026729956)
  }

  /// Φ(−z)·e^(z²/2) as a fraction of polynomials in z, from there to √32.
  @inline(__always)
  private static func middle(_ z: SIMD4<Double>) -> (above: SIMD4<Double>, below: SIMD4<Double>) {
    var above: SIMD4<Double> = 1.0765576773720192317e-8 * z
    above = (above + 0.39894151208813466764) * z
    above = (above + 8.8831497943883759412) * z
    above = (above + 93.506656132177855979) * z
    above = (above + 597.27027639480026226) * z
    above = (above + 2494.5375852903726711) * z
    above = (above + 6848.1904505362823326) * z
    above = (above + 11602.651437647350124) * z
    var below: SIMD4<Double> = (z + 22.266688044328115691) * z
    below = (below + 235.38790178262499861) * z
    below = (below + 1519.377599407554805) * z
    below = (below + 6485.558298266760755) * z
    below = (below + 18615.571640885098091) * z
    below = (below + 34900.952721145977266) * z
    below = (below + 38912.003286093271411) * z
    return (above + 9842.7148383839780218, below + 19685.429676859990727)
  }

  /// Φ(−z)·e^(z²/2) beyond √32: 1/√(2π) less a fraction of polynomials in 1/z², over z; 0 from 37.5 on.
  private static func beyond(_ z: SIMD4<Double>) -> SIMD4<Double> {
    let square: SIMD4<Double> = 1 / (z * z)
    var above: SIMD4<Double> = 0.02307344176494017303 * square
    above = (above + 0.21589853405795699) * square
    above = (above + 0.1274011611602473639) * square
    above = (above + 0.022235277870649807) * square
    above = (above + 0.001421619193227893466) * square
    var below: SIMD4<Double> = (square + 1.28426009614491121) * square
    below = (below + 0.468238212480865118) * square
    below = (below + 0.0659881378689285515) * square
    below = (below + 0.00378239633202758244) * square
    let fraction: SIMD4<Double> = square * (above + 2.9112874951168792e-5) / (below + 7.29751555083966205e-5)
    let result: SIMD4<Double> = (0.398942280401432677939946 - fraction) / z
    return result.replacing(with: SIMD4(repeating: 0), where: z .> 37.5)
  }
}
