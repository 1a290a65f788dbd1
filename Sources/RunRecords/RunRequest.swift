public import MarketData
public import Pricing

/// All that decides a run's numbers. Two runs of equal requests give the same bits.
///
/// Stored as canonical JSON under its hash.
public struct RunRequest: Sendable, Hashable, Codable {
  /// Version of this document's shape; 1.
  public let schemaVersion: Int
  /// `sha256:` and 64 hexadecimal digits.
  public let marketSnapshotID: String
  /// `sha256:` and 64 hexadecimal digits.
  public let positionSnapshotID: String
  /// The first is `BASE`, without shifts: profit and loss is measured from it.
  public let scenarios: [Scenario]
  /// The version of a scenario set that `scenarios` are, such as `DESK@3`; `nil` when they came with the request.
  public let scenarioSet: String?
  public let pricing: PricingRequest
  /// Hash buckets per product type; one task each. Does not change any number. See `PositionBucket.counts`.
  public let bucketCount: Int
  /// The version of the program that was asked, such as a release or commit.
  public let codeVersion: String
  /// Model choices by name; empty for the defaults.
  public let modelConfiguration: [String: String]
  /// The packages of the deals that positions are bonds of, by deal: `sha256:…` of the version that was approved when the run was
  /// made. A deal that had none is not there; `nil` where no position is of a deal.
  public private(set) var deals: [String: String]?

  private enum CodingKeys: String, CodingKey {
    case schemaVersion, marketSnapshotID = "marketSnapshotId", positionSnapshotID = "positionSnapshotId"
    case scenarios, scenarioSet, pricing, bucketCount, codeVersion, modelConfiguration, deals
  }

  public init(
    schemaVersion: Int = 1, marketSnapshotID: String, positionSnapshotID: String, scenarios: [Scenario],
    scenarioSet: String? = nil, pricing: PricingRequest, bucketCount: Int, codeVersion: String,
    modelConfiguration: [String: String] = [:], deals: [String: String]? = nil
  ) {
    self.schemaVersion = schemaVersion
    self.marketSnapshotID = marketSnapshotID
    self.positionSnapshotID = positionSnapshotID
    self.scenarios = scenarios
    self.scenarioSet = scenarioSet
    self.pricing = pricing
    self.bucketCount = bucketCount
    self.codeVersion = codeVersion
    self.modelConfiguration = modelConfiguration
    self.deals = deals
  }

  /// The same request of these packages.
  public func with(deals: [String: String]) -> RunRequest {
    var request = self
    request.deals = deals
    return request
  }
}
