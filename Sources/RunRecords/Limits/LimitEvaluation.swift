public import Pricing

/// How a run stands against one version of a limit. Stored once and never changed.
public struct LimitEvaluation: Sendable, Hashable {
  /// A person has seen it and says what is done.
  public struct Acknowledgement: Sendable, Hashable {
    public let by: String
    /// ISO 8601 UTC.
    public let at: String
    public let comment: String

    public init(by: String, at: String, comment: String) {
      self.by = by
      self.at = at
      self.comment = comment
    }
  }

  /// What the figure is, or why it cannot be told.
  public struct Finding: Sendable, Hashable {
    public let status: LimitStatus
    public let value: Double?
    public let reason: Reason?
    /// Positions to which the figure applies, and those among them without a value, which are left out of it.
    public let positionCount: Int
    public let gapCount: Int

    public init(
      status: LimitStatus, value: Double?, reason: Reason?, positionCount: Int = 0, gapCount: Int = 0
    ) {
      self.status = status
      self.value = value
      self.reason = reason
      self.positionCount = positionCount
      self.gapCount = gapCount
    }
  }

  public let version: Int
  /// Whether this version is the one that counts now.
  public let isInForce: Bool
  public let definition: LimitDefinition
  public let finding: Finding
  /// ISO 8601 UTC.
  public let evaluatedAt: String
  /// In order of time.
  public let acknowledgements: [Acknowledgement]

  public init(
    version: Int, isInForce: Bool, definition: LimitDefinition, finding: Finding, evaluatedAt: String,
    acknowledgements: [Acknowledgement]
  ) {
    self.version = version
    self.isInForce = isInForce
    self.definition = definition
    self.finding = finding
    self.evaluatedAt = evaluatedAt
    self.acknowledgements = acknowledgements
  }
}
