public import CashFlows

/// Everything that pricing a batch of positions gives.
public struct PricedBatch: Sendable {
  public let results: ResultBlock
  /// The flows of each position in input order, per unit of quantity, after the valuation date.
  public let cashFlows: CashFlowColumns

  public init(results: ResultBlock, cashFlows: CashFlowColumns) {
    self.results = results
    self.cashFlows = cashFlows
  }
}
