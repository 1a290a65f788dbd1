import DatesAndConventions
import Instruments
import MarketData
import PostgresStore
import Pricing
import RunRecords

/// What a portfolio manager asks of a run first.
struct RunSummary: Codable {
  /// A node's totals in the reporting currency under BASE.
  struct NodeLine: Codable {
    let node: String
    let value: Double?
    let dv01: Double?
    let cs01: Double?
    let effectiveDuration: Double?
    let yield: Double?
    let positions: Int
    let gaps: Int
  }

  /// Everything of a fund in one product and currency, under BASE.
  struct HoldingLine: Codable {
    let fund: String
    let productType: String
    let currency: String
    let value: Double
    let reportingValue: Double?
    let positions: Int
    let gaps: Int
  }

  /// Key-rate sensitivities of a fund in one currency, in the reporting currency per +1 bp, under BASE.
  struct KeyRateLine: Codable {
    let fund: String
    let currency: String
    let tenors: [String]
    let dv01: [Double?]
  }

  struct ScenarioLine: Codable {
    let fund: String
    let scenario: String
    let value: Double?
    /// Change against BASE.
    let profit: Double?
  }

  struct GapLine: Codable {
    let productType: String
    let reason: String
    let positions: Int
  }

  struct CoverageLine: Codable {
    let fund: String
    let productType: String
    let positions: Int
    let priced: Int
    /// Sum of |reported value| of all positions and of those that have a present value.
    let reportedGross: Double
    let reportedGrossPriced: Double
    /// Reported value and present value, accrued interest included, of the positions that have both.
    let reportedNet: Double
    let presentValue: Double?
  }

  let runId: String
  let state: String
  let valuationDate: String
  let marketSnapshotId: String
  let positionSnapshotId: String
  let reportingCurrency: String
  let positions: Int
  let scenarios: [String]
  let measures: [String]
  let elapsedSeconds: Double
  let cells: Int
  /// What its scenarios move without effect.
  let warnings: [String]
  let nodes: [NodeLine]
  let holdings: [HoldingLine]
  let keyRates: [KeyRateLine]
  let scenarioProfits: [ScenarioLine]
  let gaps: [GapLine]
  /// Vectors that hold a reason somewhere, by its code.
  let gapRows: [String: Int]
  let coverage: [CoverageLine]

  init(_ record: RunRecord, _ connection: PostgresConnection) throws {
    let runs = RunStore(connection)
    let results = ResultStore(connection)
    guard let request = try runs.request(id: record.id), let progress = try runs.progress(id: record.id),
      let snapshot = try MarketSnapshotStore(connection).snapshot(id: record.marketSnapshotID)
    else { throw StoreError.notFound(kind: "run", id: record.id.text) }
    let reporting = request.pricing.reportingCurrency
    let markets = try ScenarioMarkets(snapshot: snapshot, scenarios: [.base], reportingCurrency: reporting)
    let totals = NodeResultIndex(try results.nodes(record.id))

    runId = record.id.text
    state = record.state.rawValue
    valuationDate = snapshot.valuationDate.description
    marketSnapshotId = record.marketSnapshotID
    positionSnapshotId = record.positionSnapshotID
    reportingCurrency = reporting.code
    positions = record.positionCount
    scenarios = record.scenarioIDs
    measures = request.pricing.measures.map(\.rawValue)
    elapsedSeconds = Double(progress.elapsedMilliseconds) / 1_000
    cells = try results.rowCounts(record.id).reduce(0) { sum, rows in
      sum + rows.value
        * request.pricing.valueCount(of: rows.key, scenarioCount: record.scenarioIDs.count)
    }
    warnings = snapshot.warnings(about: request.scenarios)
    nodes = totals.nodes.filter { $0.split(separator: "/").count <= 2 }.map { totals.line($0) }
    holdings = totals.holdings { try? markets.fxRates(base: $0, quote: reporting)[0] }
    keyRates = totals.keyRates(request.pricing.keyRateTenors)
    scenarioProfits = totals.scenarioProfits(record.scenarioIDs)
    gaps = RunSummary.gaps(try results.gaps(record.id, measure: .presentValue, limit: 10_000))
    gapRows = Dictionary(
      uniqueKeysWithValues: try results.gapRows(record.id).map { ($0.code.rawValue, $0.rowCount) })
    coverage = RunSummary.coverage(try results.coverage(record.id)) {
      try? markets.fxRates(base: $0, quote: reporting)[0]
    }
  }

  /// Positions without a value by product and reason. An unsupported contract's description is cut at its first comma:
  /// what kind it is, not which one.
  private static func gaps(_ counts: [ResultStore.GapCount]) -> [GapLine] {
    var positions: [[String]: Int] = [:]
    for count in counts {
      let reason = count.reason
      let detail = reason.code == .unsupported ? String(reason.detail.prefix { $0 != "," }) : reason.detail
      positions[[count.productType.rawValue, "\(reason.code.rawValue): \(detail)"], default: 0] +=
        count.positionCount
    }
    return positions.map { GapLine(productType: $0.key[0], reason: $0.key[1], positions: $0.value) }
      .sorted { ($1.positions, $0.productType, $0.reason) < ($0.positions, $1.productType, $1.reason) }
  }

  /// Joins the currencies of each product, converted; a value is withheld when a rate is missing.
  private static func coverage(_ parts: [ResultStore.Coverage], rate: (Currency) -> Double?) -> [CoverageLine]
  {
    let groups = Dictionary(grouping: parts) { "\($0.fund)|\($0.productType.rawValue)" }
    return groups.keys.sorted().compactMap { key in
      guard let group = groups[key], let first = group.first else { return nil }
      var value: Double? = 0
      for part in group where part.pricedCount > 0 {
        value = rate(part.currency).flatMap { rate in value.map { $0 + part.presentValue * rate } }
      }
      return CoverageLine(
        fund: first.fund, productType: first.productType.rawValue,
        positions: group.reduce(0) { $0 + $1.positionCount }, priced: group.reduce(0) { $0 + $1.pricedCount },
        reportedGross: group.reduce(0) { $0 + $1.reportedGross },
        reportedGrossPriced: group.reduce(0) { $0 + $1.reportedGrossPriced },
        reportedNet: group.reduce(0) { $0 + $1.reportedNet }, presentValue: value)
    }
  }
}
