import DatesAndConventions
import Instruments
import NumericalMethods
public import Pricing
public import RiskAnalytics
public import RunRecords

extension ResultStore {
  /// The results of portfolio nodes, by node, product type, currency, measure and factor.
  ///
  /// - Parameters:
  ///   - node: This node alone; every node when `nil`.
  ///   - measure: This measure alone.
  ///   - isReportingTotal: Only converted totals, or only amounts in their own currency.
  /// - Throws: `StoreError.notFound` for an unknown run.
  public func nodes(
    _ run: RunID, node: String? = nil, measure: Measure? = nil, isReportingTotal: Bool? = nil
  ) throws -> [NodeResult] {
    guard let tables = try tables(of: run) else { return [] }
    var parameters: [PostgresValue] = [.int4(tables.run)]
    var conditions = ""
    if let node {
      parameters.append(.text(node))
      conditions += " AND node = $\(parameters.count)"
    }
    if let measure {
      parameters.append(.int2(measure.number))
      conditions += " AND measure_no = $\(parameters.count)"
    }
    if let isReportingTotal {
      parameters.append(.bool(isReportingTotal))
      conditions += " AND is_reporting_total = $\(parameters.count)"
    }
    var reasons = ReasonDocument()
    return try connection.query(
      """
      SELECT \(ResultStore.nodeColumns) FROM node_result WHERE run_no = $1\(conditions)
      ORDER BY node, product_type, currency, is_reporting_total, measure_no, factor
      """, parameters
    ).map { try nodeResult($0, &reasons) }
  }

  /// The columns of the key, in the order of pages.
  static let nodeOrder = "node, product_type, currency, is_reporting_total, measure_no, factor"

  /// The columns that `nodeResult` reads.
  static let nodeColumns = nodeOrder + ", \"values\", reasons, position_count, gap_count"

  func nodeResult(_ row: PostgresRow, _ reasons: inout ReasonDocument) throws -> NodeResult {
    NodeResult(
      key: try nodeKey(row),
      values: ScenarioValues(values: row.doubles(6), reasons: try reasons.reasons(row.optionalText(7))),
      positionCount: row.int(8), gapCount: row.int(9))
  }

  /// The key of a node's result from the first six columns.
  func nodeKey(_ row: PostgresRow) throws -> NodeResult.Key {
    NodeResult.Key(
      node: row.text(0), productType: row.text(1).isEmpty ? nil : try productType(row.text(1)),
      currency: try currency(row.text(2)), isReportingTotal: row.bool(3),
      measure: try Measure(number: row.int(4)), factor: row.text(5))
  }

  /// The partial sums of all price tasks of a run that has not succeeded yet, merged.
  public func rollUp(run: Int32) throws -> RollUp {
    let scenarios = try connection.query("SELECT scenario_count FROM run WHERE run_no = $1", [.int4(run)])
    guard let scenarioCount = scenarios.first?.int(0) else {
      throw StoreError.notFound(kind: "run number", id: "\(run)")
    }
    var rollUp = RollUp(scenarioCount: scenarioCount)
    try connection.forEachRow(
      """
      SELECT node, product_type, currency, measure_no, factor, sums, weights, position_count, gap_count
      FROM run_task_rollup_\(run)
      """
    ) { row in
      let key = RollUpKey(
        portfolio: row.text(0), productType: try productType(row.text(1)),
        currency: try currency(row.text(2)),
        measure: try Measure(number: row.int(3)), factor: row.text(4))
      let cell = RollUpCell(
        sums: try sums(row.bytea(5), scenarioCount), weights: try sums(row.bytea(6), scenarioCount),
        positionCount: row.int(7), gapCount: row.int(8))
      try rollUp.merge(key, cell)
    }
    return rollUp
  }

  private func sums(_ bytes: [UInt8], _ scenarioCount: Int) throws(StoreError) -> [FixedPointSum] {
    guard let sums = FixedPointSum.sums(bytes: bytes), [0, 1, scenarioCount].contains(sums.count) else {
      throw .unreadable("stored sums have \(bytes.count) bytes for \(scenarioCount) scenarios")
    }
    return sums
  }

  private func currency(_ code: String) throws(StoreError) -> Currency {
    guard let currency = Currency(code) else { throw .unreadable("'\(code)' is not a currency") }
    return currency
  }
}
