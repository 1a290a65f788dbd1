/// A named scenario set as listings show it.
public struct ScenarioSetRecord: Sendable, Hashable, Encodable {
  public let name: String
  public let description: String
  /// Whether a version serves runs only once another person than its author has approved it.
  public let requiresApproval: Bool
  /// The number of the newest version.
  public let latestVersion: Int
  /// The newest version that runs may use; `nil` when there is none.
  public let usableVersion: Int?
  public let createdBy: String
  /// ISO 8601 UTC, as are all times here.
  public let createdAt: String

  public init(
    name: String, description: String, requiresApproval: Bool, latestVersion: Int, usableVersion: Int?,
    createdBy: String, createdAt: String
  ) {
    self.name = name
    self.description = description
    self.requiresApproval = requiresApproval
    self.latestVersion = latestVersion
    self.usableVersion = usableVersion
    self.createdBy = createdBy
    self.createdAt = createdAt
  }
}

/// One version of a scenario set; its scenarios never change.
public struct ScenarioSetVersion: Sendable, Hashable, Encodable {
  /// From 1.
  public let version: Int
  /// `sha256:` and the SHA-256 of the set's canonical JSON.
  public let documentHash: String
  public let scenarioCount: Int
  /// What changed, in words.
  public let note: String
  public let createdBy: String
  public let createdAt: String
  /// Who has approved it; `nil` when nobody has.
  public let approvedBy: String?
  public let approvedAt: String?
  /// Who has retired it; `nil` while it may serve new runs.
  public let retiredBy: String?
  public let retiredAt: String?
  public let retirementReason: String?

  public init(
    version: Int, documentHash: String, scenarioCount: Int, note: String, createdBy: String,
    createdAt: String, approvedBy: String? = nil, approvedAt: String? = nil, retiredBy: String? = nil,
    retiredAt: String? = nil, retirementReason: String? = nil
  ) {
    self.version = version
    self.documentHash = documentHash
    self.scenarioCount = scenarioCount
    self.note = note
    self.createdBy = createdBy
    self.createdAt = createdAt
    self.approvedBy = approvedBy
    self.approvedAt = approvedAt
    self.retiredBy = retiredBy
    self.retiredAt = retiredAt
    self.retirementReason = retirementReason
  }
}
