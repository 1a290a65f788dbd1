/// A version of a deal as it stands, without its document.
public struct DealVersion: Sendable, Equatable, Codable {
  public let dealID: String
  /// From 1.
  public let version: Int
  /// The cut-off, `YYYY-MM-DD`.
  public let asOf: String
  /// `sha256:` and 64 hex digits over the canonical document.
  public let documentHash: String
  public let state: DealState
  /// What is new in it; may be empty.
  public let note: String
  public let createdBy: String
  /// ISO 8601, UTC.
  public let createdAt: String

  public init(
    dealID: String, version: Int, asOf: String, documentHash: String, state: DealState, note: String,
    createdBy: String, createdAt: String
  ) {
    self.dealID = dealID
    self.version = version
    self.asOf = asOf
    self.documentHash = documentHash
    self.state = state
    self.note = note
    self.createdBy = createdBy
    self.createdAt = createdAt
  }
}

/// A step of a version: the state it came to, by whom and why.
public struct DealEvent: Sendable, Equatable, Codable {
  public let number: Int
  public let state: DealState
  public let actor: String
  /// ISO 8601, UTC.
  public let at: String
  public let comment: String

  public init(number: Int, state: DealState, actor: String, at: String, comment: String) {
    self.number = number
    self.state = state
    self.actor = actor
    self.at = at
    self.comment = comment
  }
}

/// A deal with how many versions it has.
public struct DealRecord: Sendable, Equatable, Codable {
  public let latest: DealVersion
  /// The version that new runs use: the newest that is approved and not archived; `nil` for none.
  public let usableVersion: Int?

  public init(latest: DealVersion, usableVersion: Int?) {
    self.latest = latest
    self.usableVersion = usableVersion
  }
}
