import CashFlows
import DatesAndConventions
import Instruments
import MarketData

/// Bonds linked to a price index: flows indexed under each scenario, on the nominal discount curve, spread curve and issue spread.
///
/// The base market's indexed flows are placed as those of any bond, so that marks, spreads and quotes are found the same way; a
/// scenario multiplies each by how much more it pays there.
struct LinkedFamily: ProductFamily {
  func price(_ positions: [PositionToPrice], in context: PricingContext) -> PricedBatch {
    let needs = ContractNeeds(context.request)
    let batch = LinkedBatch(positions, in: context)
    let placed = PlacedContracts(positions, batch.contracts, in: context)
    var results = context.results(reserving: positions.count)
    for (index, position) in positions.enumerated() {
      guard case .success(let indexed) = batch.indexed[index] else {
        if case .failure(let gap) = batch.indexed[index] {
          context.appendAll(position, reason: gap.reason, into: &results)
        }
        continue
      }
      switch placed.places[index] {
      case .matured: context.appendMatured(position, into: &results)
      case .failed(let reason): context.appendAll(position, reason: reason, into: &results)
      case .placed(let placement):
        let values = LinkedValues(indexed, placement, placed, in: context)
        let quotes = ContractQuotes(
          placement, value: values.value, quoted: values.quoted, needs: needs,
          scenarioCount: context.markets.scenarioCount, placed)
        context.append(
          position, placement, placed, amounts: values, quotes: quotes, linked: values, into: &results)
      }
    }
    return PricedBatch(results: results, cashFlows: batch.contracts.flows)
  }
}
