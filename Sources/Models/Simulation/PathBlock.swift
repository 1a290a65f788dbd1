import NumericalMethods

/// The state of `width` paths of a short-rate model at each time of a grid, which starts with today.
///
/// Numbers of one time stand side by side: that of path `lane` at time i is element i·`width` + lane. A block of 360 months
/// fits the second-level cache, so paths are best used while they are there, block by block.
///
/// Nothing here depends on a curve. The short rate is r(t) = f(0, t) + convexity(t) + the factors, f the curve's instantaneous
/// forward rate, and the path's discount factor D(t) = P(0, t)·e^(−excess(t)), P the curve's.
public struct PathBlock: Sendable {
  /// Paths in a block.
  public static let width = 64

  /// Times of the grid, today included.
  public let timeCount: Int
  /// The model's factors, x alone or x and y; each is 0 today.
  public internal(set) var factors: [[Double]]
  /// What the numeraire has earned beyond the curve's forward rates, as a logarithm; e^(−excess) has the mean 1.
  public internal(set) var excess: [Double]
  var scratch: [Double]

  init(timeCount: Int, factorCount: Int) {
    self.timeCount = timeCount
    let zeros = [Double](repeating: 0, count: timeCount * Self.width)
    factors = [[Double]](repeating: zeros, count: factorCount)
    excess = zeros
    scratch = zeros
  }

  /// Discount factors along the paths, in the order of `excess`.
  ///
  /// - Parameter curve: the discount factor of each time, 1 today.
  ///
  /// Precondition: as many of them as times.
  public func discountFactors(_ curve: [Double], into values: inout [Double]) {
    precondition(curve.count == timeCount, "a discount factor for each time")
    if values.count != excess.count { values = excess }
    excess.withUnsafeBufferPointer { excess in
      values.withUnsafeMutableBufferPointer { values in
        for (time, factor) in curve.enumerated() {
          for start in stride(from: time * Self.width, to: (time + 1) * Self.width, by: 4) {
            let four = UnsafeRawPointer(excess.baseAddress! + start).loadUnaligned(as: SIMD4<Double>.self)
            UnsafeMutableRawPointer(values.baseAddress! + start).storeBytes(
              of: factor * Exponential.exp(0 - four), as: SIMD4<Double>.self)
          }
        }
      }
    }
  }

  /// Prices of a zero bond at time number `place` on each path.
  ///
  /// - Parameters:
  ///   - formula: of the model, for that time and the bond's years.
  ///   - forward: P(0, time + years) / P(0, time).
  ///   - prices: `width` numbers, overwritten.
  public func zeroBonds(
    at place: Int, _ formula: ZeroBondFormula, forward: Double, into prices: inout [Double]
  ) {
    precondition(formula.sensitivities.count == factors.count, "a sensitivity for each factor")
    if prices.count != Self.width { prices = [Double](repeating: 0, count: Self.width) }
    for lane in 0..<Self.width { prices[lane] = formula.shift }
    for (factor, sensitivity) in zip(factors, formula.sensitivities) {
      for lane in 0..<Self.width { prices[lane] -= sensitivity * factor[place * Self.width + lane] }
    }
    Exponential.expInPlace(&prices)
    for lane in 0..<Self.width { prices[lane] *= forward }
  }
}
