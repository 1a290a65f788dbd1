/// Paths of a short-rate model on a grid of times, made block by block.
public protocol ShortRatePaths: Sendable {
  /// Today, 0, and the times asked for.
  var times: [Double] { get }
  var source: PathSource { get }

  /// Room for a block of paths.
  func makeBlock() -> PathBlock

  /// Makes paths `number`·`PathBlock.width` and on.
  ///
  /// - Parameter block: from `makeBlock`; what it held is overwritten.
  func fill(_ block: inout PathBlock, number: Int)

  /// How the price at a time of a zero bond of so many years follows from the factors.
  func zeroBondFormula(at time: Double, years: Double) -> ZeroBondFormula

  /// Covariances of the factors at a time, seen from today.
  func factorCovariance(at time: Double) -> [[Double]]
}

/// P(t, t + years) = P(0, t + years) / P(0, t)·e^(shift − Σ sensitivity·factor).
public struct ZeroBondFormula: Sendable, Hashable {
  public let shift: Double
  /// One for each factor, in years.
  public let sensitivities: [Double]

  public init(shift: Double, sensitivities: [Double]) {
    self.shift = shift
    self.sensitivities = sensitivities
  }
}

extension ShortRatePaths {
  /// The discount factors for which the means of the paths' own in `blocks` are exactly those of `curve`: a martingale
  /// adjustment, to be used in its place with the same blocks.
  ///
  /// - Parameter curve: the discount factor of each time, 1 today.
  public func adjusted(_ curve: [Double], blocks: Range<Int>) -> [Double] {
    precondition(curve.count == times.count && !blocks.isEmpty, "a discount factor for each time")
    var sums = [Double](repeating: 0, count: curve.count)
    var block = makeBlock()
    var factors: [Double] = []
    let ones = [Double](repeating: 1, count: curve.count)
    for number in blocks {
      fill(&block, number: number)
      block.discountFactors(ones, into: &factors)
      for time in curve.indices {
        var sum = 0.0
        for lane in 0..<PathBlock.width { sum += factors[time * PathBlock.width + lane] }
        sums[time] += sum
      }
    }
    let count = Double(blocks.count * PathBlock.width)
    return curve.indices.map { curve[$0] * count / sums[$0] }
  }
}
