public import Collateral

/// What has cash on simulated paths: pools of loans, bonds of a deal.
public protocol SimulatedAssets: Sendable {
  associatedtype Failure: Error

  /// Cash of each asset, in their order.
  func cash(on rates: SimulatedRates, threads: Int) throws(Failure) -> [SimulatedCash]

  /// The same where borrowers prepay so many times as fast.
  func prepayment(times multiple: Double) -> Self
}

/// Pools of loans under the same assumptions.
public struct SimulatedPools: SimulatedAssets {
  private let simulation: CollateralSimulation
  private let pools: [[PoolLoan]]

  public init(_ pools: [[PoolLoan]], _ simulation: CollateralSimulation) {
    self.simulation = simulation
    self.pools = pools
  }

  public func cash(on rates: SimulatedRates, threads: Int) throws(CollateralError) -> [SimulatedCash] {
    try simulation.cash(pools, on: rates, threads: threads)
  }

  public func prepayment(times multiple: Double) -> SimulatedPools {
    SimulatedPools(pools, simulation.prepayment(times: multiple))
  }
}
