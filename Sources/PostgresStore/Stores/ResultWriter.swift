import DatesAndConventions
import Instruments
import NumericalMethods
public import Pricing
public import RiskAnalytics
public import RunRecords

/// Writes what a task has computed, within the transaction of its completion.
public struct ResultWriter {
  private let connection: PostgresConnection
  private let run: Int32
  private let task: Int32

  init(_ connection: PostgresConnection, run: Int32, task: Int32) {
    self.connection = connection
    self.run = run
    self.task = task
  }

  /// Vectors of positions. May be called again with other positions.
  public func write(_ block: ResultBlock) throws {
    let scenarios = try scenarioIDs()
    precondition(block.scenarioCount == scenarios.count, "one value per scenario of the run")
    let columns = ["run_no", "position_number", "measure_no", "factor", "\"values\"", "reasons"]
    var gaps = block.gaps[...]
    try connection.copyIn("valuation_result_\(run)", columns: columns) { copy in
      for (index, row) in block.rows.enumerated() {
        let own = gaps.prefix { $0.row == index }
        gaps = gaps.dropFirst(own.count)
        try copy.beginRow()
        try copy.write(run)
        try copy.write(row.positionNumber)
        try copy.write(row.measure.number)
        try copy.write(row.factor)
        let values = block.values[block.range(ofRow: index)]
        let start = values.startIndex
        if own.isEmpty {
          try copy.write(values)
          try copy.writeNull()
        } else if own.contains(where: { $0.scenario == nil }) {
          try copy.write(values, nulls: values.indices.map { $0 - start })
          try copy.write(json: ReasonDocument.text(ResultWriter.named(own, scenarios)))
        } else {
          try copy.write(values, nulls: Set(own.compactMap(\.scenario)).sorted())
          try copy.write(json: ReasonDocument.text(ResultWriter.named(own, scenarios)))
        }
      }
    }
    precondition(gaps.isEmpty, "gaps are in ascending row")
  }

  /// Flows of positions, in any order.
  public func write(_ flows: some Sequence<CashFlowRow>) throws {
    let columns = [
      "run_no", "position_number", "period_number", "pay_date", "interest", "principal", "prepayment",
      "balance",
      "currency",
    ]
    try connection.copyIn("cashflow_schedule_\(run)", columns: columns) { copy in
      for flow in flows {
        try copy.beginRow()
        try copy.write(run)
        try copy.write(flow.positionNumber)
        try copy.write(flow.periodNumber)
        try copy.write(flow.payDate)
        try copy.write(flow.interest)
        try copy.write(flow.principal)
        try copy.write(flow.prepayment)
        try copy.write(flow.balance)
        try copy.write(flow.currency.code)
      }
    }
  }

  /// The partial sums of a price task.
  public func write(_ rollUp: RollUp) throws {
    let columns = [
      "run_no", "task_no", "node", "product_type", "currency", "measure_no", "factor", "sums", "weights",
      "position_count", "gap_count",
    ]
    try connection.copyIn("run_task_rollup_\(run)", columns: columns) { copy in
      for (key, cell) in rollUp.cells.sorted(by: { $0.key < $1.key }) {
        try copy.beginRow()
        try copy.write(run)
        try copy.write(task)
        try copy.write(key.portfolio)
        try copy.write(key.productType.rawValue)
        try copy.write(key.currency.code)
        try copy.write(key.measure.number)
        try copy.write(key.factor)
        try copy.write(bytes: FixedPointSum.bytes(cell.sums))
        try copy.write(bytes: FixedPointSum.bytes(cell.weights))
        try copy.write(Int32(cell.positionCount))
        try copy.write(Int32(cell.gapCount))
      }
    }
  }

  /// The results of portfolio nodes, by the roll-up task.
  public func write(_ totals: some Sequence<NodeTotal>) throws {
    let columns = [
      "run_no", "node", "product_type", "currency", "is_reporting_total", "measure_no", "factor",
      "\"values\"",
      "reasons", "position_count", "gap_count",
    ]
    try connection.copyIn("node_result", columns: columns) { copy in
      for total in totals {
        try copy.beginRow()
        try copy.write(run)
        try copy.write(total.node)
        try copy.write(total.productType?.rawValue ?? "")
        try copy.write(total.currency.code)
        try copy.write(total.isConverted)
        try copy.write(total.measure.number)
        try copy.write(total.factor)
        let nulls = total.values.indices.filter { total.values[$0] == nil }
        try copy.write(total.values.map { $0 ?? 0 }[...], nulls: nulls)
        if nulls.isEmpty {
          try copy.writeNull()
        } else {
          try copy.write(json: ReasonDocument.text([("*", ResultWriter.reason(total))]))
        }
        try copy.write(Int32(total.positionCount))
        try copy.write(Int32(total.gapCount))
      }
    }
  }

  /// Why a node has no total.
  static func reason(_ total: NodeTotal) -> Reason {
    switch total.measure.aggregation {
    case .sum, .none: return Reason(.missingData, "FX rate into \(total.currency.code)")
    case .weightedByPresentValue:
      return Reason(
        .notApplicable,
        "the value to weight by is not positive, or a rate into \(total.currency.code) is missing")
    }
  }

  private static func named(
    _ gaps: ArraySlice<ResultBlock.Gap>, _ scenarios: [String]
  ) -> [(scenario: String, reason: Reason)] {
    gaps.map { gap in (gap.scenario.map { scenarios[$0] } ?? "*", gap.reason) }
  }

  private func scenarioIDs() throws -> [String] {
    try connection.query(
      "SELECT scenario_id FROM run_scenario WHERE run_no = $1 ORDER BY ordinal", [.int4(run)]
    )
    .map { $0.text(0) }
  }
}
