import DatesAndConventions
import Instruments
public import Pricing
public import PostgresStore
import RunRecords

/// The results of one portfolio node in two runs.
public struct NodeComparison: Sendable, Encodable {
  public let node: String
  /// `nil` for all product types together; written as `null`.
  public let productType: String?
  public let currency: String
  public let isReportingTotal: Bool
  public let measure: Measure
  public let factor: String
  public let cells: [Cell]

  public struct Cell: Sendable, Encodable {
    public let scenario: String
    public let value: Difference

    private enum CodingKeys: CodingKey { case scenario, a, b, difference, percent }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(scenario, forKey: .scenario)
      try container.encodeIfPresent(value.a, forKey: .a)
      try container.encodeIfPresent(value.b, forKey: .b)
      try container.encodeIfPresent(value.difference, forKey: .difference)
      try container.encodeIfPresent(value.percent, forKey: .percent)
    }
  }

  public init(_ pair: ResultStore.NodePair, _ scenarios: [ComparedRuns.CommonScenario]) {
    node = pair.key.node
    productType = pair.key.productType?.rawValue
    currency = pair.key.currency.code
    isReportingTotal = pair.key.isReportingTotal
    measure = pair.key.measure
    factor = pair.key.factor
    cells = scenarios.map { scenario in
      func value(_ result: NodeResult?, _ ordinal: Int) -> Double? {
        guard let values = result?.values.values, ordinal < values.count else { return nil }
        return values[ordinal]
      }
      return Cell(
        scenario: scenario.id, value: Difference(value(pair.a, scenario.a), value(pair.b, scenario.b)))
    }
  }
}
