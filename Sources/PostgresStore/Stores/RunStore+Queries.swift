import Instruments
import JSONDocuments
public import RunRecords

extension RunStore {
  /// A run as stored; `nil` when there is none.
  public func record(id: RunID) throws -> RunRecord? {
    try connection.query("\(selectRecord) WHERE r.run_id = $1", [.text(id.text)]).first.map(record)
  }

  /// A run that somebody has named.
  ///
  /// - Throws: `StoreError.notFound`.
  public func existing(_ id: RunID) throws -> RunRecord {
    guard let run = try record(id: id) else { throw StoreError.notFound(kind: "run", id: id.text) }
    return run
  }

  /// Newest first; those older than the run numbered `before` when given.
  public func list(limit: Int, before: Int32? = nil) throws -> [RunRecord] {
    try connection.query(
      "\(selectRecord) WHERE r.run_no < $1 ORDER BY r.run_no DESC LIMIT $2",
      [.int4(before ?? Int32.max), .int8(Int64(limit))]
    ).map(record)
  }

  /// What was asked; `nil` when there is no such run.
  public func request(id: RunID) throws -> RunRequest? {
    try connection.query("SELECT request FROM run WHERE run_id = $1", [.text(id.text)]).first.map {
      try CanonicalJSON.decode(RunRequest.self, from: $0.text(0))
    }
  }

  /// How far a run is; `nil` when there is no such run.
  public func progress(id: RunID) throws -> RunProgress? {
    let rows = try connection.query(
      """
      SELECT r.state, r.tasks_total, \(RunStore.positionsDone), r.position_count, r.error,
        coalesce(\(SQLText.milliseconds("coalesce(r.finished_at, now()) - r.started_at")), 0),
        open.queued, open.running, \(RunStore.tasksDone)::int8, open.failed,
        -- Those that are neither done nor open; the roll-up may not exist yet.
        r.tasks_total - \(RunStore.tasksDone) - open.all_states
          - CASE WHEN EXISTS (SELECT FROM run_task t WHERE t.run_no = r.run_no AND t.task_no = r.tasks_total) THEN 0 ELSE 1 END,
        r.is_paused
      FROM run r CROSS JOIN LATERAL (
        SELECT count(*)::int4 AS all_states, count(*) FILTER (WHERE t.state = 'QUEUED') AS queued,
          count(*) FILTER (WHERE t.state = 'RUNNING') AS running, count(*) FILTER (WHERE t.state = 'FAILED') AS failed
        FROM run_task t WHERE t.run_no = r.run_no AND t.finished_at IS NULL
      ) open WHERE r.run_id = $1
      """, [.text(id.text)])
    guard let row = rows.first else { return nil }
    return RunProgress(
      id: id, state: try RunStore.state(row.text(0)), queued: row.int(6), running: row.int(7),
      succeeded: row.int(8),
      failed: row.int(9), dead: row.int(10), taskCount: row.int(1), positionsDone: row.int(2),
      positionCount: row.int(3), elapsedMilliseconds: Int64(row.int(5)), error: row.optionalText(4),
      isPaused: row.bool(11))
  }

  /// The tasks of a run, by number.
  public func tasks(id: RunID) throws -> [TaskRecord] {
    try connection.query(
      """
      SELECT t.task_no, t.kind, t.product_type, t.bucket, t.position_count, t.state, t.attempts, t.holder, t.error,
        \(SQLText.milliseconds("coalesce(t.finished_at, now()) - t.started_at"))
      FROM run_task t JOIN run r USING (run_no) WHERE r.run_id = $1 ORDER BY t.task_no
      """, [.text(id.text)]
    ).map { row in
      TaskRecord(
        number: row.int32(0), kind: try RunStore.kind(row.text(1)),
        productType: try row.optionalText(2).map(productType), bucket: row.int(3), positionCount: row.int(4),
        state: row.text(5), attempts: row.int(6), holder: row.optionalText(7), error: row.optionalText(8),
        elapsedMilliseconds: row.optionalInt(9).map(Int64.init))
    }
  }

  /// Of the run `r`: its own counters hold full blocks alone until it has succeeded.
  static let tasksDone = """
    CASE r.state WHEN 'SUCCEEDED' THEN r.tasks_done
      ELSE (SELECT coalesce(sum(b.tasks_done), 0) FROM run_task_block b WHERE b.run_no = r.run_no)::int4 END
    """
  static let positionsDone = """
    CASE r.state WHEN 'SUCCEEDED' THEN r.positions_done
      ELSE (SELECT coalesce(sum(b.positions_done), 0) FROM run_task_block b WHERE b.run_no = r.run_no)::int4 END
    """

  private var selectRecord: String {
    """
    SELECT r.run_no, r.run_id, r.state, p.run_no IS NOT NULL, m.snapshot_id, s.snapshot_id, r.request_hash,
      ARRAY(SELECT c.scenario_id FROM run_scenario c WHERE c.run_no = r.run_no ORDER BY c.ordinal),
      r.position_count, r.tasks_total, \(RunStore.tasksDone), \(SQLText.iso("r.created_at")), r.created_by,
      \(SQLText.iso("r.started_at")), \(SQLText.iso("r.finished_at")), r.error,
      r.priority, r.max_running, r.is_paused
    FROM run r
    JOIN marketdata_snapshot m ON m.snapshot_no = r.market_snapshot_no
    JOIN position_snapshot s ON s.snapshot_no = r.position_snapshot_no
    LEFT JOIN published_run p ON p.run_no = r.run_no
    """
  }

  private func record(_ row: PostgresRow) throws -> RunRecord {
    RunRecord(
      number: row.int32(0), id: try RunStore.id(row.text(1)), state: try RunStore.state(row.text(2)),
      isPublished: row.bool(3), marketSnapshotID: row.text(4), positionSnapshotID: row.text(5),
      requestHash: row.text(6), scenarioIDs: row.texts(7), positionCount: row.int(8), taskCount: row.int(9),
      tasksDone: row.int(10), createdAt: row.text(11), createdBy: row.text(12),
      startedAt: row.optionalText(13),
      finishedAt: row.optionalText(14),
      queueing: RunQueueing(priority: row.int(16), maxRunning: row.optionalInt(17)), isPaused: row.bool(18),
      error: row.optionalText(15))
  }

  static func id(_ text: String) throws(StoreError) -> RunID {
    guard let id = RunID(text) else { throw .unreadable("'\(text)' is not a run id") }
    return id
  }

  static func state(_ text: String) throws(StoreError) -> RunState {
    guard let state = RunState(rawValue: text) else { throw .unreadable("'\(text)' is not a run state") }
    return state
  }

  static func kind(_ text: String) throws(StoreError) -> TaskKind {
    guard let kind = TaskKind(rawValue: text) else { throw .unreadable("'\(text)' is not a kind of task") }
    return kind
  }
}
