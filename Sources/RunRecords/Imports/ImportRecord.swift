/// One import: what was asked, by whom, and what came of it.
public struct ImportRecord: Sendable, Hashable {
  /// Of all imports, in the order in which they began.
  public let number: Int32
  public let request: ImportRequest
  public let file: SourceFile
  public let state: ImportState
  /// While it runs, as far as is known.
  public let counts: ImportCounts
  /// Rejections that are kept; later ones are only counted.
  public let rejectionsKept: Int
  /// `nil` until it is over, and where nothing is stored.
  public let result: ImportResult?
  /// Why nothing is stored; `nil` otherwise.
  public let problem: String?
  public let createdBy: String
  /// ISO 8601 UTC.
  public let createdAt: String
  /// ISO 8601 UTC; `nil` while it runs.
  public let finishedAt: String?

  public init(
    number: Int32, request: ImportRequest, file: SourceFile, state: ImportState, counts: ImportCounts,
    rejectionsKept: Int, result: ImportResult?, problem: String?, createdBy: String, createdAt: String,
    finishedAt: String?
  ) {
    self.number = number
    self.request = request
    self.file = file
    self.state = state
    self.counts = counts
    self.rejectionsKept = rejectionsKept
    self.result = result
    self.problem = problem
    self.createdBy = createdBy
    self.createdAt = createdAt
    self.finishedAt = finishedAt
  }

  public var id: String { String(number) }
}
