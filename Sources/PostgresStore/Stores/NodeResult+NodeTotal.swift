public import RiskAnalytics
public import RunRecords

extension NodeResult {
  /// A total as it reads once it is stored.
  public init(_ total: NodeTotal) {
    self.init(
      key: Key(
        node: total.node, productType: total.productType, currency: total.currency,
        isReportingTotal: total.isConverted, measure: total.measure, factor: total.factor),
      values: ScenarioValues(values: total.values, reasons: ["*": ResultWriter.reason(total)]),
      positionCount: total.positionCount, gapCount: total.gapCount)
  }
}
