import RunRecords

/// What `run status` prints as JSON.
struct RunStatus: Codable {
  let runId: String
  let state: String
  let isPublished: Bool
  let isPaused: Bool
  let marketSnapshotId: String
  let positionSnapshotId: String
  let scenarios: [String]
  let positions: Int
  let positionsDone: Int
  let tasks: Int
  let tasksDone: Int
  let tasksDead: Int
  let elapsedSeconds: Double
  let createdAt: String
  let createdBy: String
  let error: String?

  init(_ record: RunRecord, progress: RunProgress?) {
    runId = record.id.text
    state = (progress?.state ?? record.state).rawValue
    isPublished = record.isPublished
    isPaused = progress?.isPaused ?? false
    marketSnapshotId = record.marketSnapshotID
    positionSnapshotId = record.positionSnapshotID
    scenarios = record.scenarioIDs
    positions = record.positionCount
    positionsDone = progress?.positionsDone ?? 0
    tasks = record.taskCount
    tasksDone = progress?.succeeded ?? record.tasksDone
    tasksDead = progress?.dead ?? 0
    elapsedSeconds = Double(progress?.elapsedMilliseconds ?? 0) / 1_000
    createdAt = record.createdAt
    createdBy = record.createdBy
    error = progress?.error ?? record.error
  }

  /// One line that tells how far the run is.
  var line: String {
    let share = positions > 0 ? Double(positionsDone) / Double(positions) : 1
    let filled = Int(share * 30)
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
    var text =
      "\(runId) \(state) [\(bar)] \(positionsDone)/\(positions) positions, \(tasksDone)/\(tasks) tasks"
    if isPaused { text += ", paused" }
    if tasksDead > 0 { text += ", \(tasksDead) dead" }
    text += ", \(NumberText.fixed(elapsedSeconds, decimals: 1)) s"
    return text
  }
}
