import Models

/// Paths of a short-rate model, drawn once and used under every curve.
public struct StoredPaths: Sendable {
  public let dynamics: RateDynamics
  public let plan: PathPlan
  public let times: MonthTimes
  /// Blocks of the first set, then those of the next.
  let blocks: [PathBlock]
  let formulas: any ShortRatePaths

  public init(_ dynamics: RateDynamics, _ plan: PathPlan, _ times: MonthTimes, threads: Int = 1) {
    self.dynamics = dynamics
    self.plan = plan
    self.times = times
    formulas = dynamics.paths(times: times.ends, source: .independent(seed: 0))
    blocks = Parallel.map(plan.sets, threads: threads) { set in
      let paths = dynamics.paths(times: times.ends, source: plan.source(set: set))
      return (0..<plan.blocksPerSet).map { number in
        var block = paths.makeBlock()
        paths.fill(&block, number: plan.blockNumber(set: set, block: number))
        return block
      }
    }.flatMap { $0 }
  }

  /// The same paths with the numbers of the same seed and other volatilities.
  public func multiplied(_ multiple: Double, threads: Int = 1) -> StoredPaths {
    StoredPaths(dynamics.multiplied(multiple), plan, times, threads: threads)
  }
}
