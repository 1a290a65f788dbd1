import MarketData
public import PostgresStore
import Pricing
import RiskAnalytics
public import RunRecords

/// Recomputes a run from its snapshots and compares every stored number bit by bit.
public struct RunVerifier {
  private let settings: PostgresSettings
  private let chunk: Int

  /// - Parameter chunk: Positions priced together; has no influence on the numbers.
  public init(_ settings: PostgresSettings, chunk: Int = 1_000) {
    self.settings = settings
    self.chunk = chunk
  }

  /// What was compared, and the first differences.
  public struct Report: Sendable {
    public internal(set) var cells = 0
    public internal(set) var cashFlows = 0
    public internal(set) var nodeValues = 0
    public internal(set) var differenceCount = 0
    /// The first 20 differences, each naming the cell and both values.
    public internal(set) var differences: [String] = []

    public var isEqual: Bool { differenceCount == 0 }

    mutating func add(_ difference: @autoclosure () -> String) {
      differenceCount += 1
      if differences.count < 20 { differences.append(difference()) }
    }
  }

  /// Verifies a run that has succeeded.
  ///
  /// - Parameter progress: Called with (positions done, positions in all).
  /// - Throws: `StoreError` for an unknown or unfinished run, `PostgresError`.
  public func verify(_ id: RunID, progress: (Int, Int) -> Void) throws -> Report {
    let reading = try PostgresConnection(settings)
    let comparing = try PostgresConnection(settings)
    guard let record = try RunStore(reading).record(id: id) else {
      throw StoreError.notFound(kind: "run", id: id.text)
    }
    guard record.state == .succeeded else {
      throw StoreError.wrongState(run: id, state: record.state, action: "verified")
    }
    let context = try RunContext(id, reading)
    guard let snapshot = try PositionSnapshotStore(reading).record(id: record.positionSnapshotID) else {
      throw StoreError.notFound(kind: "position snapshot", id: record.positionSnapshotID)
    }
    var report = Report()
    var rollUp = RollUp(scenarioCount: context.markets.scenarioCount)
    var stored = StoredRows(ResultStore(comparing), id)
    var flows = CashFlowDigests()
    var done = 0
    let pricer = ChunkPricer(context)
    try PositionReader(reading).forEachChunk(ofSnapshot: snapshot.number, chunk: chunk) { positions in
      let output = try pricer.price(positions, addingTo: &rollUp)
      try compare(
        output.results, try stored.rows(through: positions.last!.number), record.scenarioIDs, &report)
      for row in output.cashFlows { flows.add(row) }
      done += positions.count
      progress(done, record.positionCount)
    }
    for row in try stored.rows(through: .max) {
      report.add("\(row.label): stored, but not computed")
    }
    try compareCashFlows(flows, id, comparing, &report)
    try compareNodes(rollUp, context, id, comparing, &report)
    return report
  }

  private func compare(
    _ computed: ResultBlock, _ stored: [PositionResult], _ scenarios: [String], _ report: inout Report
  ) throws {
    var rows: [ResultBlock.Row: PositionResult] = [:]
    for row in stored {
      let key = ResultBlock.Row(positionNumber: row.positionNumber, measure: row.measure, factor: row.factor)
      rows[key] = row
    }
    var gaps = computed.gaps[...]
    for (index, row) in computed.rows.enumerated() {
      let own = gaps.prefix { $0.row == index }
      gaps = gaps.dropFirst(own.count)
      guard let found = rows.removeValue(forKey: row) else {
        report.add(
          "position number \(row.positionNumber) \(row.measure.rawValue) \(row.factor): computed, not stored")
        continue
      }
      let values = computed.values[computed.range(ofRow: index)]
      guard values.count == found.values.values.count else {
        report.add("\(found.label): stored \(found.values.values.count) values, computed \(values.count)")
        continue
      }
      for (scenario, name) in scenarios.prefix(values.count).enumerated() {
        report.cells += 1
        let gap = own.first { $0.scenario == nil || $0.scenario == scenario }
        let value = values[values.startIndex + scenario]
        let cell: Result<Double, CellGap> = gap.map { .failure(CellGap($0.reason)) } ?? .success(value)
        let before = found.values.cell(scenario, scenarioID: name)
        if !cell.hasSameBits(as: before) {
          report.add("\(found.label) scenario \(name): stored \(before.text), computed \(cell.text)")
        }
      }
    }
    for row in rows.values.sorted(by: { $0.label < $1.label }) {
      report.add("\(row.label): stored, not computed")
    }
  }

  private func compareCashFlows(
    _ computed: CashFlowDigests, _ id: RunID, _ connection: PostgresConnection, _ report: inout Report
  ) throws {
    var stored = CashFlowDigests()
    try ResultStore(connection).forEachCashFlow(id) { stored.add($0) }
    report.cashFlows = stored.count
    for position in computed.differences(from: stored) {
      report.add("position number \(position): its stored cash flows differ from those computed")
    }
  }

  private func compareNodes(
    _ rollUp: RollUp, _ context: RunContext, _ id: RunID, _ connection: PostgresConnection,
    _ report: inout Report
  ) throws {
    let reporting = context.request.pricing.reportingCurrency
    let totals = try NodeTotals.totals(rollUp, markets: context.markets, reportingCurrency: reporting)
    var stored: [NodeResult.Key: NodeResult] = [:]
    for node in try ResultStore(connection).nodes(id) { stored[node.key] = node }
    // Runs of before there was a total of everything have none to compare with.
    let hasWhole = stored.keys.contains { $0.node.isEmpty }
    for total in totals where hasWhole || !total.node.isEmpty {
      let key = NodeResult.Key(
        node: total.node, productType: total.productType, currency: total.currency,
        isReportingTotal: total.isConverted, measure: total.measure, factor: total.factor)
      report.nodeValues += total.values.count
      let name = "node \(total.node) \(total.measure.rawValue) \(total.factor) \(total.currency)"
      guard let found = stored.removeValue(forKey: key) else {
        report.add("\(name): computed, not stored")
        continue
      }
      if found.values.values.map(\.?.bitPattern) != total.values.map(\.?.bitPattern) {
        report.add("\(name): stored \(found.values.values), computed \(total.values)")
      }
      if found.positionCount != total.positionCount || found.gapCount != total.gapCount {
        report.add("\(name): stored and computed counts differ")
      }
    }
    for key in stored.keys {
      report.add("node \(key.node) \(key.measure.rawValue) \(key.factor): stored, not computed")
    }
  }
}

extension PositionResult {
  fileprivate var label: String {
    "position '\(positionID)' \(measure.rawValue)\(factor.isEmpty ? "" : " \(factor)")"
  }
}

extension Result<Double, CellGap> {
  fileprivate func hasSameBits(as other: Self) -> Bool {
    switch (self, other) {
    case (.success(let a), .success(let b)): return a.bitPattern == b.bitPattern
    case (.failure(let a), .failure(let b)): return a == b
    case (.success, .failure), (.failure, .success): return false
    }
  }

  fileprivate var text: String {
    switch self {
    case .success(let value): return "\(value)"
    case .failure(let gap): return "(\(gap.reason))"
    }
  }
}
