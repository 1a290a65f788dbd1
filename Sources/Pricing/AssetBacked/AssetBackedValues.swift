import CashFlows
import Instruments
import MarketData

/// Values of those positions of a batch whose cash is not the same under all scenarios: pools and deals that rates or a scenario move.
struct AssetBackedValues {
  private let simulations: PoolSimulations

  init(_ positions: [PositionToPrice], _ batch: AssetBackedBatch, in context: PricingContext) {
    var moving: Set<AgencyPool> = []
    for (index, position) in positions.enumerated() where batch.contracts.bases[index] != nil {
      if let pool = position.instrument.terms.pool, context.movesCash(of: pool) { moving.insert(pool) }
    }
    simulations = PoolSimulations(moving, in: context)
  }

  /// `nil` for a position whose cash is the same under all scenarios. Throws the reason for which it has no value.
  func values(
    _ position: PositionToPrice, _ placement: ContractPlacement, in context: PricingContext
  ) throws(CellGap) -> CashByMarketValues? {
    if case .assetBacked(.dealTranche(let tranche)) = position.instrument.terms {
      guard let cash = try context.keptDeals[tranche.dealID]?.cashByMarket(in: context)?.cash(tranche.bond)
      else { return nil }
      return try CashByMarketValues(position, cash, placement, payment: nil, in: context)
    }
    guard let pool = position.instrument.terms.pool, context.movesCash(of: pool) else { return nil }
    return try CashByMarketValues(
      position, try simulations.simulation(pool), placement, payment: position.instrument.terms.poolPayment,
      in: context)
  }
}
