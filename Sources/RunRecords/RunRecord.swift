/// A run as stored; as JSON, what people are shown of it.
public struct RunRecord: Sendable, Hashable {
  /// The store's short number of the run; not in JSON.
  public let number: Int32
  public let id: RunID
  public let state: RunState
  public let isPublished: Bool
  public let marketSnapshotID: String
  public let positionSnapshotID: String
  /// Content hash of the canonical request.
  public let requestHash: String
  /// In the order of every vector of results.
  public let scenarioIDs: [String]
  public let positionCount: Int
  /// Tasks of the run, the roll-up included.
  public let taskCount: Int
  public let tasksDone: Int
  /// ISO 8601 UTC, as are all times here.
  public let createdAt: String
  public let createdBy: String
  public let startedAt: String?
  public let finishedAt: String?
  public let queueing: RunQueueing
  /// Whether a person has asked that no further task be claimed.
  public let isPaused: Bool
  /// Why it failed; of the first dead task when several are.
  public let error: String?

  public init(
    number: Int32, id: RunID, state: RunState, isPublished: Bool, marketSnapshotID: String,
    positionSnapshotID: String, requestHash: String, scenarioIDs: [String], positionCount: Int,
    taskCount: Int,
    tasksDone: Int, createdAt: String, createdBy: String, startedAt: String?, finishedAt: String?,
    queueing: RunQueueing = RunQueueing(), isPaused: Bool = false, error: String?
  ) {
    self.number = number
    self.id = id
    self.state = state
    self.isPublished = isPublished
    self.marketSnapshotID = marketSnapshotID
    self.positionSnapshotID = positionSnapshotID
    self.requestHash = requestHash
    self.scenarioIDs = scenarioIDs
    self.positionCount = positionCount
    self.taskCount = taskCount
    self.tasksDone = tasksDone
    self.createdAt = createdAt
    self.createdBy = createdBy
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.queueing = queueing
    self.isPaused = isPaused
    self.error = error
  }
}
