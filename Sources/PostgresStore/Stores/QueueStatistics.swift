/// How the queue stands, for those who watch it.
public struct QueueStatistics: Sendable, Hashable {
  /// Tasks that wait for a worker.
  public let queued: Int
  public let running: Int
  /// Tasks that wait for another attempt.
  public let failed: Int
  /// Tasks given up, of runs that failed for it.
  public let dead: Int
  /// How long the oldest task that a worker could take has waited; 0 when there is none.
  public let oldestWaitSeconds: Double
  /// Claims of the tasks of runs created in the last day, by outcome.
  public let attempts: [String: Int]
  /// Runs that are not final by state; those that are paused under `PAUSED`.
  public let runs: [String: Int]
  /// Row versions of the queue's tables that wait to be removed, as the server last counted them.
  public let deadRows: Int
  /// Age of the oldest snapshot that another session holds in this database, which keeps row versions from being removed.
  public let oldestSnapshotSeconds: Double

  /// Reads them; costs as much as there are open tasks and a day's attempts, not as much as there is history.
  public static func read(_ connection: PostgresConnection) throws -> QueueStatistics {
    let open = try connection.query(
      """
      SELECT count(*) FILTER (WHERE state = 'QUEUED'), count(*) FILTER (WHERE state = 'RUNNING'),
        count(*) FILTER (WHERE state = 'FAILED'),
        coalesce(extract(epoch FROM now() - min(not_before) FILTER (WHERE state <> 'RUNNING' AND not_before <= now())), 0)
          ::float8
      FROM run_task WHERE finished_at IS NULL
      """)[0]
    let dead = try connection.query(
      """
      SELECT count(*) FROM run_task t JOIN run r USING (run_no) WHERE r.state = 'FAILED' AND t.state = 'DEAD'
      """)[0]
    var attempts: [String: Int] = ["RUNNING": open.int(1)]
    for row in try connection.query(
      """
      SELECT a.outcome, count(*) FROM run_task_attempt a JOIN run r USING (run_no)
      WHERE r.created_at > now() - interval '1 day' GROUP BY a.outcome
      """)
    {
      attempts[row.text(0)] = row.int(1)
    }
    var runs: [String: Int] = [:]
    for row in try connection.query(
      """
      SELECT CASE WHEN is_paused THEN 'PAUSED' ELSE state END, count(*) FROM run
      WHERE state IN ('QUEUED', 'RUNNING', 'FAILED') GROUP BY 1
      """)
    {
      runs[row.text(0)] = row.int(1)
    }
    let upkeep = try connection.query(
      """
      SELECT (SELECT coalesce(sum(n_dead_tup), 0)::int8 FROM pg_stat_user_tables
          WHERE relid IN ('run'::regclass, 'run_task'::regclass, 'run_task_block'::regclass, 'run_task_attempt'::regclass)),
        (SELECT coalesce(max(extract(epoch FROM now() - xact_start)), 0)::float8 FROM pg_stat_activity
          WHERE backend_xmin IS NOT NULL AND datname = current_database() AND pid <> pg_backend_pid())
      """)[0]
    return QueueStatistics(
      queued: open.int(0), running: open.int(1), failed: open.int(2), dead: dead.int(0),
      oldestWaitSeconds: open.double(3), attempts: attempts, runs: runs, deadRows: upkeep.int(0),
      oldestSnapshotSeconds: upkeep.double(1))
  }
}
