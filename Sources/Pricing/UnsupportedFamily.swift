import CashFlows
import Instruments

/// Contracts that Tenor records and counts but cannot value: a reason in every cell.
struct UnsupportedFamily: ProductFamily {
  func covers(_ terms: Instrument) -> Bool {
    switch terms {
    case .unsupported: true
    case .fixedBond, .linkedBond, .callableBond, .floatingNote, .amortisingLoan, .variableLoan,
      .perpetualBond, .structuredNote, .fxForward,
      .derivative:
      false
    }
  }

  func price(_ positions: [PositionToPrice], in context: PricingContext) -> PricedBatch {
    var results = context.results(reserving: positions.count)
    var flows = CashFlowColumns()
    for position in positions {
      guard case .unsupported(let contract) = position.instrument.terms else { continue }
      context.appendAll(
        position, reason: Reason(.unsupported, "\(contract.productType.rawValue): \(contract.description)"),
        into: &results)
      flows.endContract()
    }
    return PricedBatch(results: results, cashFlows: flows)
  }
}
