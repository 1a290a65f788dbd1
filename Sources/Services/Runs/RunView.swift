import Instruments
import MarketData
import Pricing
import RunRecords

/// A run as clients see it.
struct RunView: Encodable {
  let runId: String
  let state: RunState
  let isPublished: Bool
  let marketSnapshotId: String
  let positionSnapshotId: String
  let requestHash: String
  let scenarioIds: [String]
  let positionCount: Int
  let taskCount: Int
  let tasksDone: Int
  let priority: Int
  let maxRunning: Int?
  let isPaused: Bool
  let createdAt: String
  let createdBy: String
  let startedAt: String?
  let finishedAt: String?
  let error: String?

  init(_ run: RunRecord) {
    runId = run.id.text
    state = run.state
    isPublished = run.isPublished
    marketSnapshotId = run.marketSnapshotID
    positionSnapshotId = run.positionSnapshotID
    requestHash = run.requestHash
    scenarioIds = run.scenarioIDs
    positionCount = run.positionCount
    taskCount = run.taskCount
    tasksDone = run.tasksDone
    priority = run.queueing.priority
    maxRunning = run.queueing.maxRunning
    isPaused = run.isPaused
    createdAt = run.createdAt
    createdBy = run.createdBy
    startedAt = run.startedAt
    finishedAt = run.finishedAt
    error = run.error
  }
}

/// A run with all that decides its numbers.
struct RunDetail: Encodable {
  let run: RunView
  let request: RunRequest
}

/// How far a run is.
struct ProgressView: Encodable {
  let runId: String
  let state: RunState
  let isPaused: Bool
  let tasks: Tasks
  let positionsDone: Int
  let positionCount: Int
  let elapsedMilliseconds: Int64
  let error: String?

  struct Tasks: Encodable {
    let total: Int
    let queued: Int
    let running: Int
    let succeeded: Int
    /// Waiting for another attempt.
    let failed: Int
    let dead: Int
  }

  init(_ id: RunID, _ progress: RunProgress) {
    runId = id.text
    state = progress.state
    isPaused = progress.isPaused
    tasks = Tasks(
      total: progress.taskCount, queued: progress.queued, running: progress.running,
      succeeded: progress.succeeded, failed: progress.failed, dead: progress.dead)
    positionsDone = progress.positionsDone
    positionCount = progress.positionCount
    elapsedMilliseconds = progress.elapsedMilliseconds
    error = progress.error
  }
}

/// A task of a run.
struct TaskView: Encodable {
  let taskNumber: Int32
  let kind: TaskKind
  let productType: String?
  let bucket: Int
  let positionCount: Int
  let state: String
  let attempts: Int
  let worker: String?
  let error: String?
  let elapsedMilliseconds: Int64?

  init(_ task: TaskRecord) {
    taskNumber = task.number
    kind = task.kind
    productType = task.productType?.rawValue
    bucket = task.bucket
    positionCount = task.positionCount
    state = task.state
    attempts = task.attempts
    worker = task.holder
    error = task.error
    elapsedMilliseconds = task.elapsedMilliseconds
  }
}
