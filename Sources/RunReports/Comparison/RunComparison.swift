import DatesAndConventions
public import Instruments
public import MarketData
public import PostgresStore
public import Pricing
public import RunRecords

/// What differs between two runs: what was asked, and the positions behind the difference of one measure.
public struct RunComparison: Sendable, Encodable {
  /// One thing that was asked of a run, as text.
  public struct Parameter: Sendable, Hashable, Encodable {
    public let name: String
    public let a: String
    public let b: String
    public let isSame: Bool

    init(_ name: String, _ a: String, _ b: String) {
      self.name = name
      self.a = a
      self.b = b
      isSame = a == b
    }
  }

  /// A scenario by its id, with its shifts in each run that has it.
  public struct ScenarioChange: Sendable, Hashable, Encodable {
    public let scenario: String
    public let isSame: Bool
    public let a: [ScenarioShift]?
    public let b: [ScenarioShift]?
  }

  public let runA: RunID
  public let runB: RunID
  /// Whether everything was asked alike: such runs give the same bits.
  public let isSameRequest: Bool
  public let parameters: [Parameter]
  public let scenarios: [ScenarioChange]
  public let positions: PositionComparisonView

  /// Compares two runs.
  ///
  /// - Parameters:
  ///   - scenario: One of both runs; their first common one when `nil`.
  ///   - limit: The most positions.
  /// - Throws: `StoreError.invalid` for a scenario that is not in both, or when none is.
  public init(
    _ runs: ComparedRuns, measure: Measure = .presentValue, factor: String = "", scenario: String? = nil,
    node: String? = nil, productType: ProductType? = nil, limit: Int, _ connection: PostgresConnection
  ) throws {
    runA = runs.a.id
    runB = runs.b.id
    isSameRequest = runs.a.requestHash == runs.b.requestHash
    parameters = Self.parameters(runs)
    scenarios = Self.scenarios(runs)
    guard let chosen = try runs.scenarios(only: scenario.map { [$0] } ?? []).first else {
      throw StoreError.invalid([
        RunRequestProblem(
          field: "scenario", message: "the runs have no scenario in common; compare runs of the same names")
      ])
    }
    let isAmount = measure.aggregation == .sum
    var comparison = ResultStore.PositionComparison(
      measure: measure, factor: factor, scenarioOrdinals: (chosen.a, chosen.b),
      rates: isAmount ? try runs.rates(chosen, connection) : nil)
    comparison.node = node
    comparison.productType = productType
    let found = try ResultStore(connection).positionDifferences(runA, runB, comparison, limit: limit)
    positions = PositionComparisonView(
      found, measure: measure, factor: factor, scenario: chosen.id,
      currency: isAmount ? runs.reportingCurrency.code : nil)
  }

  private static func parameters(_ runs: ComparedRuns) -> [Parameter] {
    let (a, b) = (runs.requestA, runs.requestB)
    func measures(_ measures: [Measure]) -> String { measures.map(\.rawValue).joined(separator: ", ") }
    func models(_ choices: [String: String]) -> String {
      choices.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
    }
    func tenors(_ pricing: PricingRequest) -> String {
      pricing.keyRateTenors.map(\.description).joined(separator: ", ")
    }
    return [
      Parameter("market_snapshot_id", a.marketSnapshotID, b.marketSnapshotID),
      Parameter("position_snapshot_id", a.positionSnapshotID, b.positionSnapshotID),
      Parameter("position_count", "\(runs.a.positionCount)", "\(runs.b.positionCount)"),
      Parameter(
        "scenarios", runs.a.scenarioIDs.joined(separator: ", "), runs.b.scenarioIDs.joined(separator: ", ")),
      Parameter("measures", measures(a.pricing.measures), measures(b.pricing.measures)),
      Parameter(
        "base_only_measures", measures(a.pricing.baseOnlyMeasures), measures(b.pricing.baseOnlyMeasures)),
      Parameter(
        "reporting_currency", a.pricing.reportingCurrency.code, b.pricing.reportingCurrency.code),
      Parameter("key_rate_tenors", tenors(a.pricing), tenors(b.pricing)),
      Parameter("model_configuration", models(a.modelConfiguration), models(b.modelConfiguration)),
      Parameter("deals", models(a.deals ?? [:]), models(b.deals ?? [:])),
      Parameter("code_version", a.codeVersion, b.codeVersion),
      Parameter("bucket_count", "\(a.bucketCount)", "\(b.bucketCount)"),
      Parameter("request_hash", runs.a.requestHash, runs.b.requestHash),
    ]
  }

  /// Those of the first run in its order, then those that only the second has.
  private static func scenarios(_ runs: ComparedRuns) -> [ScenarioChange] {
    func shifts(_ request: RunRequest) -> [String: [ScenarioShift]] {
      Dictionary(request.scenarios.map { ($0.id, $0.shifts) }) { first, _ in first }
    }
    let (a, b) = (shifts(runs.requestA), shifts(runs.requestB))
    let ids = runs.a.scenarioIDs + runs.b.scenarioIDs.filter { a[$0] == nil }
    return ids.map { ScenarioChange(scenario: $0, isSame: a[$0] == b[$0], a: a[$0], b: b[$0]) }
  }
}
