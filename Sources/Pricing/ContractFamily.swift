import CashFlows
import DatesAndConventions
import Instruments
import MarketData

/// Bonds and loans: fixed flows on their currency's discount curve, their spread curve and their issue spread.
///
/// Terms become flows in flat columns; the discount factors of a curve pair are one [day × scenario] table; every
/// linear measure is a weighted sum of table rows, taken for all contracts at once.
struct ContractFamily: ProductFamily {
  func price(_ positions: [PositionToPrice], in context: PricingContext) -> PricedBatch {
    let needs = ContractNeeds(context.request)
    let contracts = ContractBatch(positions, valuationDate: context.markets.valuationDate, needs: needs)
    let placed = PlacedContracts(positions, contracts, in: context)
    let values = ContractValues(placed, in: context)
    var results = context.results(reserving: positions.count)
    for (index, position) in positions.enumerated() {
      switch placed.places[index] {
      case .placed(let placement):
        let amounts = values[index]
        let quotes = ContractQuotes(
          placement, value: amounts.value, needs: needs,
          scenarioCount: context.markets.scenarioCount, placed)
        context.append(
          position, placement, placed, amounts: amounts, quotes: quotes, into: &results)
      case .matured: context.appendMatured(position, into: &results)
      case .failed(let reason): context.appendAll(position, reason: reason, into: &results)
      }
    }
    return PricedBatch(results: results, cashFlows: contracts.flows)
  }
}
