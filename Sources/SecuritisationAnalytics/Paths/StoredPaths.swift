import Models
import NumericalMethods

/// Paths of a short-rate model, drawn once and used under every curve.
public struct StoredPaths: Sendable {
  /// A block of paths and what no curve changes on them.
  struct Block: Sendable {
    let paths: PathBlock
    /// Discount factors of the months' payments over the curve's, a row of `PathBlock.width` lanes a month. Their means over each set
    /// of paths are 1 (a martingale adjustment).
    var discounts: [Double]
  }

  public let dynamics: RateDynamics
  public let plan: PathPlan
  public let times: MonthTimes
  /// Blocks of the first set, then those of the next.
  let blocks: [Block]
  let formulas: any ShortRatePaths

  public init(_ dynamics: RateDynamics, _ plan: PathPlan, _ times: MonthTimes, threads: Int = 1) {
    self.dynamics = dynamics
    self.plan = plan
    self.times = times
    let formulas = dynamics.paths(times: times.ends, source: .independent(seed: 0))
    self.formulas = formulas
    // Of the logarithm of the zero bond from a month's end to its payment, over its forward price.
    let delays = zip(times.ends, times.payments).map { end, payment in
      let formula = formulas.zeroBondFormula(at: end, years: payment - end)
      return AffineRow(constant: formula.shift, sensitivities: formula.sensitivities)
    }
    blocks = Parallel.map(plan.sets, threads: threads) { set in
      let paths = dynamics.paths(times: times.ends, source: plan.source(set: set))
      var blocks = (0..<plan.blocksPerSet).map { number in
        var block = paths.makeBlock()
        paths.fill(&block, number: plan.blockNumber(set: set, block: number))
        return Block(paths: block, discounts: Self.discounts(block, delays))
      }
      Self.adjust(&blocks, months: times.count)
      return blocks
    }.flatMap { $0 }
  }

  /// The same paths with the numbers of the same seed and other volatilities.
  public func multiplied(_ multiple: Double, threads: Int = 1) -> StoredPaths {
    StoredPaths(dynamics.multiplied(multiple), plan, times, threads: threads)
  }

  private static func discounts(_ paths: PathBlock, _ delays: [AffineRow]) -> [Double] {
    var discounts = AffineRow.values(delays, on: paths, time: 1)
    discounts.withUnsafeMutableBufferPointer { discounts in
      paths.excess.withUnsafeBufferPointer { excess in
        for place in discounts.indices { discounts[place] -= excess[place + PathBlock.width] }
      }
    }
    Exponential.expInPlace(&discounts)
    return discounts
  }

  /// Scales the discount factors of a set so that their means are 1.
  private static func adjust(_ blocks: inout [Block], months: Int) {
    let width = PathBlock.width
    for month in 0..<months {
      let row = month * width..<(month + 1) * width
      var sum = 0.0
      for block in blocks {
        for place in row { sum += block.discounts[place] }
      }
      let scale = Double(blocks.count * width) / sum
      for block in blocks.indices {
        for place in row { blocks[block].discounts[place] *= scale }
      }
    }
  }
}
