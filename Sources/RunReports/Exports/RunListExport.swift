import PostgresStore
import RunRecords

/// The list of runs, newest first.
public struct RunListExport: RunExport {
  private static let rowsOfAPage = 1_000

  public init() {}

  public var name: String { "Runs" }

  public var columns: [String] {
    [
      "run_id", "state", "is_published", "market_snapshot_id", "position_snapshot_id", "request_hash",
      "scenario_count", "position_count", "task_count", "tasks_done", "created_at", "created_by",
      "started_at",
      "finished_at", "error",
    ]
  }

  public var filters: [ExportTable.About] { [] }

  public func forEachRow(_ database: some DatabaseReading, _ body: ([ExportCell]) throws -> Void) throws {
    var before: Int32?
    while true {
      let page = try database.read { try RunStore($0).list(limit: Self.rowsOfAPage, before: before) }
      for run in page {
        try body([
          .text(run.id.text), .text(run.state.rawValue), .flag(run.isPublished), .text(run.marketSnapshotID),
          .text(run.positionSnapshotID), .text(run.requestHash), .integer(run.scenarioIDs.count),
          .integer(run.positionCount), .integer(run.taskCount), .integer(run.tasksDone), .text(run.createdAt),
          .text(run.createdBy), Self.text(run.startedAt), Self.text(run.finishedAt), Self.text(run.error),
        ])
      }
      guard page.count == Self.rowsOfAPage else { return }
      before = page.last?.number
    }
  }

  private static func text(_ text: String?) -> ExportCell { text.map { .text($0) } ?? .empty }
}
