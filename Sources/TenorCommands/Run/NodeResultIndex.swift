import DatesAndConventions
import Instruments
import Pricing
import RunRecords

/// A run's node results, for looking up by what a summary needs.
struct NodeResultIndex {
  private let results: [NodeResult.Key: NodeResult]

  init(_ results: [NodeResult]) {
    self.results = Dictionary(uniqueKeysWithValues: results.map { ($0.key, $0) })
  }

  /// All nodes but the whole, parents before children.
  var nodes: [String] { Set(results.keys.map(\.node)).subtracting([""]).sorted() }

  var funds: [String] { nodes.filter { !$0.contains("/") } }

  func line(_ node: String) -> RunSummary.NodeLine {
    let value = converted(node, .presentValue)
    return RunSummary.NodeLine(
      node: node, value: base(node, .presentValue), dv01: base(node, .dv01), cs01: base(node, .cs01),
      effectiveDuration: base(node, .effectiveDuration), yield: base(node, .yield),
      positions: value?.positionCount ?? 0, gaps: value?.gapCount ?? 0)
  }

  /// Values by fund, product and currency, with the rate from each currency into the reporting currency.
  func holdings(rate: (Currency) -> Double?) -> [RunSummary.HoldingLine] {
    results.values
      .filter {
        $0.key.isFund && !$0.key.isReportingTotal && $0.key.productType != nil
          && $0.key.measure == .presentValue && $0.positionCount > $0.gapCount
      }
      .sorted { order($0.key) < order($1.key) }
      .map { result in
        let value = (result.values.values.first ?? nil) ?? 0
        return RunSummary.HoldingLine(
          fund: result.key.node, productType: result.key.productType?.rawValue ?? "",
          currency: result.key.currency.code, value: value,
          reportingValue: rate(result.key.currency).map { value * $0 },
          positions: result.positionCount, gaps: result.gapCount)
      }
  }

  /// Key rates by fund and curve currency, in the reporting currency; curves that move nothing are left out.
  func keyRates(_ tenors: [Tenor]) -> [RunSummary.KeyRateLine] {
    var totals: [String: [String: Double?]] = [:]
    for (key, result) in results
    where key.isFund && key.isReportingTotal && key.productType == nil
      && key.measure == .keyRateDV01
    {
      totals[key.node, default: [:]][key.factor] = result.values.values.first ?? nil
    }
    return totals.keys.sorted().flatMap { fund -> [RunSummary.KeyRateLine] in
      let factors = totals[fund] ?? [:]
      let currencies = Set(factors.keys.compactMap { Currency($0.prefix(3)) }).sorted()
      return currencies.compactMap { currency in
        let values = tenors.map { factors[PricingRequest.keyRateFactor(currency, $0)] ?? nil }
        guard values.contains(where: { ($0 ?? 0) != 0 }) else { return nil }
        return RunSummary.KeyRateLine(
          fund: fund, currency: currency.code, tenors: tenors.map(\.description), dv01: values)
      }
    }
  }

  func scenarioProfits(_ scenarios: [String]) -> [RunSummary.ScenarioLine] {
    funds.flatMap { fund -> [RunSummary.ScenarioLine] in
      guard let result = converted(fund, .presentValue) else { return [] }
      let base = result.values.values.first ?? nil
      return scenarios.prefix(result.values.values.count).enumerated().map { ordinal, scenario in
        let value = result.values.values[ordinal]
        return RunSummary.ScenarioLine(
          fund: fund, scenario: scenario, value: value,
          profit: value.flatMap { value in base.map { value - $0 } })
      }
    }
  }

  private func converted(_ node: String, _ measure: Measure) -> NodeResult? {
    results.values.first {
      $0.key.node == node && $0.key.productType == nil && $0.key.isReportingTotal && $0.key.measure == measure
        && $0.key.factor.isEmpty
    }
  }

  /// Under BASE; `nil` too where every position has a reason in place of a number, for the sum of none says nothing.
  private func base(_ node: String, _ measure: Measure) -> Double? {
    guard let result = converted(node, measure), let value = result.values.values.first ?? nil,
      value != 0 || result.positionCount > result.gapCount
    else { return nil }
    return value
  }

  private func order(_ key: NodeResult.Key) -> String {
    "\(key.node)|\(key.productType?.rawValue ?? "")|\(key.currency)"
  }
}

extension NodeResult.Key {
  fileprivate var isFund: Bool { !node.isEmpty && !node.contains("/") }
}
