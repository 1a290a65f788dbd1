/// Where a market snapshot comes from, and what was made of it.
public struct MarketLineage: Sendable, Hashable, Codable {
  /// One time that it was brought.
  public struct Upload: Sendable, Hashable, Codable {
    public let uploadedBy: String
    /// ISO 8601 UTC.
    public let uploadedAt: String
    public let importId: String?
    public let files: [SourceFile]

    public init(uploadedBy: String, uploadedAt: String, importId: String?, files: [SourceFile]) {
      self.uploadedBy = uploadedBy
      self.uploadedAt = uploadedAt
      self.importId = importId
      self.files = files
    }
  }

  /// A run that values with it.
  public struct Run: Sendable, Hashable, Codable {
    public let runId: String
    public let state: RunState
    public let createdBy: String
    /// ISO 8601 UTC.
    public let createdAt: String
    public let isPublished: Bool

    public init(runId: String, state: RunState, createdBy: String, createdAt: String, isPublished: Bool) {
      self.runId = runId
      self.state = state
      self.createdBy = createdBy
      self.createdAt = createdAt
      self.isPublished = isPublished
    }
  }

  public let snapshotId: String
  /// As the document says.
  public let source: String
  public let builtAt: String
  public let adjustments: [String]
  /// The first first.
  public let uploads: [Upload]
  /// Newest first; the last of many.
  public let runs: [Run]
  public let runCount: Int

  public init(
    snapshotId: String, source: String, builtAt: String, adjustments: [String], uploads: [Upload],
    runs: [Run],
    runCount: Int
  ) {
    self.snapshotId = snapshotId
    self.source = source
    self.builtAt = builtAt
    self.adjustments = adjustments
    self.uploads = uploads
    self.runs = runs
    self.runCount = runCount
  }
}
