import CashFlows
import Instruments

/// Contracts that Tenor records and counts but cannot value: a reason in every cell.
struct UnsupportedFamily: ProductFamily {
  func price(_ positions: [PositionToPrice], in context: PricingContext) -> PricedBatch {
    var results = context.results(reserving: positions.count)
    var flows = CashFlowColumns()
    for position in positions {
      context.appendAll(position, reason: .unsupported(position.instrument.terms), into: &results)
      flows.endContract()
    }
    return PricedBatch(results: results, cashFlows: flows)
  }
}

extension Reason {
  /// Precondition: the contract is one.
  static func unsupported(_ terms: Instrument) -> Reason {
    guard case .unsupported(let contract) = terms else {
      preconditionFailure("only contracts that cannot be valued are of this family")
    }
    return .unsupported(contract)
  }
}
