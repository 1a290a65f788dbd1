public import Foundation
public import RunRecords

/// How the queue stands, for those who watch it.
public struct QueueStatistics: Sendable, Hashable {
  /// A run with open tasks.
  public struct OpenRun: Sendable, Hashable {
    public let id: RunID
    public let queueing: RunQueueing
    public let isPaused: Bool
    /// Tasks that wait for a worker.
    public let queued: Int
    public let running: Int
    /// Tasks that wait for another attempt.
    public let failed: Int
  }

  /// A schedule, as far as it is watched.
  public struct Schedule: Sendable, Hashable {
    public let name: String
    public let isPaused: Bool
    /// `nil` when it never fires again.
    public let nextFiring: Date?
    /// `nil` before the first.
    public let lastFiring: Date?
    /// Whether the last firing made no run.
    public let hasFailed: Bool
    /// Firings by the clock that made no run, ever.
    public let failures: Int
  }

  /// Runs with open tasks, in the order in which their tasks are taken.
  public let openRuns: [OpenRun]
  /// Tasks given up, of runs that failed for it.
  public let dead: Int
  /// How long the oldest task that a worker could take has waited; 0 when there is none.
  public let oldestWaitSeconds: Double
  /// Claims of the last minute, by outcome; those that go on under `RUNNING`.
  public let claimsOfLastMinute: [String: Int]
  /// Runs that are not final by state; those that are paused under `PAUSED`.
  public let runs: [String: Int]
  /// By name; the first thousand.
  public let schedules: [Schedule]
  /// Row versions of the queue's tables that wait to be removed, as the server last counted them.
  public let deadRows: Int
  /// Age of the oldest snapshot that another session holds in this database, which keeps row versions from being removed.
  public let oldestSnapshotSeconds: Double

  public var queued: Int { openRuns.reduce(0) { $0 + $1.queued } }
  public var running: Int { openRuns.reduce(0) { $0 + $1.running } }
  public var failed: Int { openRuns.reduce(0) { $0 + $1.failed } }
  public var claimsPerSecond: Double { Double(claimsOfLastMinute.values.reduce(0, +)) / 60 }

  /// Reads them. What it costs grows with the open tasks and the claims of a minute, never with what is done.
  public static func read(_ connection: PostgresConnection) throws -> QueueStatistics {
    // All of one moment: a task that changes its state meanwhile is counted once.
    try connection.transaction {
      try connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
      let open = try connection.query(
        """
        SELECT r.run_id, r.priority, r.max_running, r.is_paused, t.queued, t.running, t.failed, t.claimed,
          coalesce(CASE WHEN r.is_paused THEN 0 ELSE extract(epoch FROM now() - t.oldest) END, 0)::float8
        FROM (
          SELECT run_no, count(*) FILTER (WHERE state = 'QUEUED') AS queued,
            count(*) FILTER (WHERE state = 'RUNNING') AS running, count(*) FILTER (WHERE state = 'FAILED') AS failed,
            count(*) FILTER (WHERE state = 'RUNNING' AND started_at > now() - interval '1 minute') AS claimed,
            min(not_before) FILTER (WHERE state <> 'RUNNING' AND not_before <= now()) AS oldest
          FROM run_task WHERE finished_at IS NULL GROUP BY run_no
        ) t JOIN run r USING (run_no)
        ORDER BY tenor_claim_order(r.created_at, r.priority), r.run_no
        """)
      var claims = ["RUNNING": open.reduce(0) { $0 + $1.int(7) }]
      for row in try connection.query(
        """
        SELECT outcome, count(*) FROM run_task_attempt
        WHERE ended_at > now() - interval '1 minute' AND started_at > now() - interval '1 minute' GROUP BY outcome
        """)
      {
        claims[row.text(0)] = row.int(1)
      }
      let upkeep = try connection.query(
        """
        SELECT (SELECT coalesce(sum(n_dead_tup), 0)::int8 FROM pg_stat_user_tables
            WHERE relid IN ('run'::regclass, 'run_task'::regclass, 'run_task_block'::regclass, 'run_task_attempt'::regclass)),
          (SELECT coalesce(max(extract(epoch FROM now() - xact_start)), 0)::float8 FROM pg_stat_activity
            WHERE backend_xmin IS NOT NULL AND datname = current_database() AND pid <> pg_backend_pid())
        """)[0]
      let openRuns = try open.map { row in
        OpenRun(
          id: try RunStore.id(row.text(0)),
          queueing: RunQueueing(priority: row.int(1), maxRunning: row.optionalInt(2)), isPaused: row.bool(3),
          queued: row.int(4), running: row.int(5), failed: row.int(6))
      }
      return QueueStatistics(
        openRuns: openRuns, dead: try dead(connection, besides: openRuns),
        oldestWaitSeconds: open.map { $0.double(8) }.max() ?? 0,
        claimsOfLastMinute: claims, runs: try runs(connection), schedules: try schedules(connection),
        deadRows: upkeep.int(0), oldestSnapshotSeconds: upkeep.double(1))
    }
  }

  /// Of failed runs, what is neither done nor open, from the counters of blocks.
  private static func dead(_ connection: PostgresConnection, besides open: [OpenRun]) throws -> Int {
    let openTasks = Dictionary(
      uniqueKeysWithValues: open.map { ($0.id.text, $0.queued + $0.running + $0.failed) })
    return try connection.query(
      """
      SELECT r.run_id, r.tasks_total - \(RunStore.tasksDone)
        - CASE WHEN EXISTS (SELECT FROM run_task t WHERE t.run_no = r.run_no AND t.task_no = r.tasks_total) THEN 0 ELSE 1 END
      FROM run r WHERE r.state = 'FAILED'
      """
    ).reduce(0) { $0 + $1.int(1) - (openTasks[$1.text(0)] ?? 0) }
  }

  private static func runs(_ connection: PostgresConnection) throws -> [String: Int] {
    var runs: [String: Int] = [:]
    for row in try connection.query(
      """
      SELECT CASE WHEN is_paused THEN 'PAUSED' ELSE state END, count(*) FROM run
      WHERE state IN ('QUEUED', 'RUNNING', 'FAILED') GROUP BY 1
      """)
    {
      runs[row.text(0)] = row.int(1)
    }
    return runs
  }

  private static func schedules(_ connection: PostgresConnection) throws -> [Schedule] {
    try connection.query(
      """
      SELECT name, is_paused, \(SQLText.milliseconds("next_fire")), \(SQLText.milliseconds("last_fire")),
        coalesce(last_outcome <> 'RUN', false), failures
      FROM schedule ORDER BY name LIMIT 1000
      """
    ).map { row in
      Schedule(
        name: row.text(0), isPaused: row.bool(1), nextFiring: row.optionalInt(2).map(ScheduleStore.date),
        lastFiring: row.optionalInt(3).map(ScheduleStore.date), hasFailed: row.bool(4), failures: row.int(5))
    }
  }
}
