/// How far a run is.
public struct RunProgress: Sendable, Hashable {
  public let id: RunID
  public let state: RunState
  /// Tasks by state, the roll-up included once it exists.
  public let queued: Int
  public let running: Int
  public let succeeded: Int
  /// Waiting for another attempt.
  public let failed: Int
  public let dead: Int
  public let taskCount: Int
  public let positionsDone: Int
  public let positionCount: Int
  /// From the first claim to the end, or to now while it goes on; 0 before.
  public let elapsedMilliseconds: Int64
  public let error: String?
  /// Whether a person has asked that no further task be claimed.
  public let isPaused: Bool

  public init(
    id: RunID, state: RunState, queued: Int, running: Int, succeeded: Int, failed: Int, dead: Int,
    taskCount: Int,
    positionsDone: Int, positionCount: Int, elapsedMilliseconds: Int64, error: String?,
    isPaused: Bool = false
  ) {
    self.id = id
    self.state = state
    self.queued = queued
    self.running = running
    self.succeeded = succeeded
    self.failed = failed
    self.dead = dead
    self.taskCount = taskCount
    self.positionsDone = positionsDone
    self.positionCount = positionCount
    self.elapsedMilliseconds = elapsedMilliseconds
    self.error = error
    self.isPaused = isPaused
  }
}
