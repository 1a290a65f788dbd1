public import MarketData
public import Pricing

/// A run to be made later, of snapshots that may not exist yet.
public struct RunTemplate: Sendable, Hashable, Codable {
  /// Version of this document's shape; 1.
  public let schemaVersion: Int
  /// `nil` for the market snapshot that was stored last when the run is made.
  public let marketSnapshotID: String?
  /// `nil` for the position snapshot that was stored last when the run is made.
  public let positionSnapshotID: String?
  /// The first is `BASE`, without shifts.
  public let scenarios: [Scenario]
  /// The version of a scenario set that `scenarios` are; `nil` when they came with the schedule.
  public let scenarioSet: String?
  public let pricing: PricingRequest
  /// `nil` for the usual count for as many positions as there are.
  public let bucketCount: Int?
  public let priority: Int
  public let maxRunning: Int?
  /// Whether to make no run where there is one of the same request that has not come to a bad end.
  public let isUnique: Bool

  private enum CodingKeys: String, CodingKey {
    case schemaVersion, marketSnapshotID = "marketSnapshotId", positionSnapshotID = "positionSnapshotId"
    case scenarios, scenarioSet, pricing, bucketCount, priority, maxRunning, isUnique
  }

  public init(
    schemaVersion: Int = 1, marketSnapshotID: String? = nil, positionSnapshotID: String? = nil,
    scenarios: [Scenario], scenarioSet: String? = nil, pricing: PricingRequest, bucketCount: Int? = nil,
    queueing: RunQueueing = RunQueueing(), isUnique: Bool = false
  ) {
    self.schemaVersion = schemaVersion
    self.marketSnapshotID = marketSnapshotID
    self.positionSnapshotID = positionSnapshotID
    self.scenarios = scenarios
    self.scenarioSet = scenarioSet
    self.pricing = pricing
    self.bucketCount = bucketCount
    self.priority = queueing.priority
    self.maxRunning = queueing.maxRunning
    self.isUnique = isUnique
  }

  public var queueing: RunQueueing { RunQueueing(priority: priority, maxRunning: maxRunning) }

  /// What is asked of these snapshots.
  public func request(
    market: MarketSnapshotRecord, positions: PositionSnapshotRecord, codeVersion: String
  ) -> RunRequest {
    request(
      market: market.id, positions: positions.id, codeVersion: codeVersion,
      bucketCount: bucketCount ?? PositionBucket.standardCount(positions: positions.positionCount))
  }

  /// Everything wrong with it, whatever the snapshots; empty when runs can be made of it.
  public func problems() -> [RunRequestProblem] {
    var found: [RunRequestProblem] = []
    if schemaVersion != 1 {
      found.append(
        RunRequestProblem(field: "schema_version", message: "\(schemaVersion) is not known; write 1"))
    }
    // An id that is left out has nothing wrong.
    let any = "sha256:" + String(repeating: "0", count: 64)
    let request = request(
      market: marketSnapshotID ?? any, positions: positionSnapshotID ?? any, codeVersion: "any",
      bucketCount: bucketCount ?? 1)
    return found + request.problems() + queueing.problems()
  }

  private func request(market: String, positions: String, codeVersion: String, bucketCount: Int) -> RunRequest
  {
    RunRequest(
      marketSnapshotID: market, positionSnapshotID: positions, scenarios: scenarios, scenarioSet: scenarioSet,
      pricing: pricing, bucketCount: bucketCount, codeVersion: codeVersion)
  }
}
