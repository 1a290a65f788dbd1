public import CashFlows

/// Everything that pricing a batch of positions gives.
public struct PricedBatch: Sendable {
  public let results: ResultBlock
  /// The flows of each position in input order, per unit of quantity, after the valuation date. Those that have to be projected are there
  /// when the request asks for `Measure.cashFlows`.
  public let cashFlows: CashFlowColumns

  public init(results: ResultBlock, cashFlows: CashFlowColumns) {
    self.results = results
    self.cashFlows = cashFlows
  }
}
