import CashFlows
import Instruments
import MarketData

/// Agency pools, forward trades in them and bonds of securitisations: what they are expected to pay, on their currency's discount curve, their
/// spread curve and their issue spread.
///
/// Where no rate and no scenario moves the cash it is projected once and valued in all scenarios together, as that of any bond. Else values are
/// of each scenario's own cash, and quotes compare them with the cash that the base market's forward rates give.
struct AssetBackedFamily: ProductFamily {
  func price(_ positions: [PositionToPrice], in context: PricingContext) -> PricedBatch {
    let needs = ContractNeeds(context.request)
    let batch = AssetBackedBatch(positions, in: context)
    let placed = PlacedContracts(positions, batch.contracts, in: context)
    let values = ContractValues(placed, in: context)
    let moved = AssetBackedValues(positions, batch, in: context)
    var results = context.results(reserving: positions.count)
    for (index, position) in positions.enumerated() {
      if let gap = batch.gaps[index] {
        context.appendAll(position, reason: gap.reason, into: &results)
        continue
      }
      switch placed.places[index] {
      case .matured: context.appendMatured(position, into: &results)
      case .failed(let reason): context.appendAll(position, reason: reason, into: &results)
      case .placed(let placement):
        do throws(CellGap) {
          if let simulated = try moved.values(position, placement, in: context) {
            let quotes = ContractQuotes(
              simulated.placement, value: simulated.value, quoted: simulated.quoted, needs: needs,
              scenarioCount: context.markets.scenarioCount, placed)
            context.append(
              position, simulated.placement, placed, amounts: simulated, quotes: quotes,
              ownSpreads: simulated.isCertain ? simulated.optionAdjustedSpreads : nil, simulated: simulated,
              into: &results)
          } else {
            let amounts = values[index]
            let quotes = ContractQuotes(
              placement, value: amounts.value, needs: needs, scenarioCount: context.markets.scenarioCount,
              placed)
            context.append(position, placement, placed, amounts: amounts, quotes: quotes, into: &results)
          }
        } catch {
          context.appendAll(position, reason: error.reason, into: &results)
        }
      }
    }
    return PricedBatch(results: results, cashFlows: batch.contracts.flows)
  }
}
