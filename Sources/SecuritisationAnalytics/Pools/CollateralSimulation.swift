public import Collateral
import Models

/// Cash of pools of loans on simulated paths of rates.
///
/// A month's mortgage rate is that of the path at the month's beginning; rates before the valuation date are the history of the
/// assumptions' economy, which house prices and unemployment come from too. Numbers are those of `CollateralProjection` on each
/// path, and the same bits for any number of threads.
public struct CollateralSimulation: Sendable {
  private(set) var assumptions: CollateralAssumptions
  /// Lines worked on together: they are prepared once for all paths.
  static let linesTogether = 512

  /// - Parameter assumptions: their economy is needed where there are models; its mortgage rates from the valuation date on, and
  ///   index rates, are not looked at.
  ///
  /// Throws when an assumption is out of its range.
  public init(_ assumptions: CollateralAssumptions) throws(CollateralError) {
    _ = try CollateralProjection(assumptions)
    self.assumptions = assumptions
  }

  /// The same with all multiples of prepayment multiplied once more.
  public func prepayment(times multiple: Double) -> CollateralSimulation {
    var simulation = self
    simulation.assumptions.multipliers.prepayment *= multiple
    return simulation
  }

  /// Cash of each pool. Throws where a loan runs longer than the paths, or needs a rate that they do not have.
  public func cash(
    _ pools: [[PoolLoan]], on rates: SimulatedRates, threads: Int = 1
  ) throws(CollateralError) -> [SimulatedCash] {
    let market = try PoolMarket(assumptions, rates, threads: threads)
    var results = pools.map { _ in SimulatedCash(times: rates.times.payments, sets: rates.plan.sets) }
    var first = 0
    while first < pools.count {
      var (last, lines) = (first, 0)
      repeat {
        lines += pools[last].count
        last += 1
      } while last < pools.count && lines + pools[last].count <= Self.linesTogether
      let chunk = first..<last
      // A pool of many lines is taken in parts.
      for start in stride(from: 0, to: max(lines, 1), by: Self.linesTogether) {
        let prepared = try chunk.map { pool throws(CollateralError) in
          try PreparedLines(
            chunk.count > 1 ? pools[pool][...] : pools[pool].dropFirst(start).prefix(Self.linesTogether),
            market)
        }
        let sums = try Parallel.map(rates.plan.sets, threads: threads) { set throws(CollateralError) in
          try Self.means(of: prepared, set: set, market)
        }
        for (place, pool) in chunk.enumerated() {
          for set in sums.indices { results[pool].add(sums[set][place], set: set) }
        }
        if chunk.count > 1 { break }
      }
      first = last
    }
    return results
  }

  /// Means over a set's paths of each pool's discounted cash. Blocks are the outer loop, so that one stays in the cache for all lines.
  private static func means(
    of pools: [PreparedLines], set: Int, _ market: PoolMarket
  ) throws(CollateralError) -> [SimulatedCash.Sums] {
    let (rates, lag) = (market.rates, market.assumptions.liquidationLag)
    var sums = pools.map { _ in SimulatedCash.Sums(months: rates.times.count) }
    var room = [Double](repeating: 0, count: (lag + 1) * PathBlock.width)
    for block in set * rates.plan.blocksPerSet..<(set + 1) * rates.plan.blocksPerSet {
      for (place, pool) in pools.enumerated() {
        try pool.add(block: block, market, &room, to: &sums[place])
      }
    }
    for (place, pool) in pools.enumerated() {
      sums[place].scale(1 / Double(rates.plan.blocksPerSet * PathBlock.width))
      pool.addCertain(rates.curve, to: &sums[place])
    }
    return sums
  }

  /// Flows of a pool on one path, by the projection that takes loan by loan.
  public func flows(
    _ loans: [PoolLoan], path: Int, of rates: SimulatedRates
  ) throws(CollateralError) -> CollateralFlows {
    try PoolMarket(assumptions, rates).flows(loans, path: path)
  }
}
