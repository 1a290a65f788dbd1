import CashFlows
import DatesAndConventions
import Glibc
import Instruments
import MarketData
import Models

/// Bonds with calls and puts: the flows of the bond on a Hull-White lattice whose nodes serve all scenarios.
///
/// The model is that of the currency's discount curve; spreads are discounted with and do not move. A mark is turned into an
/// option-adjusted spread, which is held under every scenario. Schedules, accrued interest and yields are those of the bond
/// to maturity, shared with `ContractFamily`.
struct CallableFamily: ProductFamily {
  func price(_ positions: [PositionToPrice], in context: PricingContext) -> PricedBatch {
    let needs = ContractNeeds(context.request)
    let toMaturity = positions.map(\.toMaturity)
    // Without their marks, which are for the lattice.
    let contracts = ContractBatch(
      toMaturity, valuationDate: context.markets.valuationDate, needs: needs, quotesAll: true)
    let placed = PlacedContracts(toMaturity, contracts, in: context)
    var results = context.results(reserving: positions.count)
    for (index, position) in positions.enumerated() {
      switch placed.places[index] {
      case .matured: context.appendMatured(position, into: &results)
      case .failed(let reason): context.appendAll(position, reason: reason, into: &results)
      case .placed(let straight):
        do throws(CellGap) {
          let values = try CallableValues(position, straight, placed, index, in: context)
          let quotes = ContractQuotes(
            values.placement, value: values.value, quoted: values.quoted, needs: needs,
            scenarioCount: context.markets.scenarioCount, placed)
          context.append(
            position, values.placement, placed, amounts: values, quotes: quotes,
            options: values.options,
            into: &results)
        } catch {
          context.appendAll(position, reason: error.reason, into: &results)
        }
      }
    }
    return PricedBatch(results: results, cashFlows: contracts.flows)
  }
}

extension PositionToPrice {
  /// The same holding of the bond without its options, mark and spread.
  var toMaturity: PositionToPrice {
    guard case .callableBond(let bond) = instrument.terms else {
      preconditionFailure("only callable bonds are priced here")
    }
    return PositionToPrice(
      number: number,
      position: Position(
        id: position.id, portfolio: position.portfolio, instrumentID: position.instrumentID,
        quantity: position.quantity),
      instrument: InstrumentRecord(
        id: instrument.id, name: instrument.name, spreadCurve: instrument.spreadCurve,
        terms: .fixedBond(bond.bond)))
  }
}
