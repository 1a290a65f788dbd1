public import RunRecords

/// When, by whom and where to the results of a run went.
public struct RunRemoval: Sendable, Hashable {
  public let run: RunID
  public let removedBy: String
  /// ISO 8601 UTC.
  public let removedAt: String
  /// The folder they were written to before; `nil` when they were not.
  public let archive: String?
}
