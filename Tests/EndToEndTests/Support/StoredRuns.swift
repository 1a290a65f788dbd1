import PostgresStore

/// What a database holds of runs, read with SQL of the tests' own.
struct StoredRuns {
  let connection: PostgresConnection
  let settings: PostgresSettings

  init(_ settings: PostgresSettings) throws {
    self.settings = settings
    connection = try PostgresConnection(settings)
  }

  /// Digests of everything a run has stored, bit by bit, without the run's number.
  struct Digests: Equatable {
    let valuations: String
    let cashFlows: String
    let nodes: String
    let rowCounts: [Int]
  }

  func number(_ run: String) throws -> Int32 {
    try connection.query("SELECT run_no FROM run WHERE run_id = $1", [.text(run)])[0].int32(0)
  }

  func digests(_ run: String) throws -> Digests {
    let number = try number(run)
    func digest(_ table: String, key: String, bits: String) throws -> (String, Int) {
      let row = try connection.query(
        """
        SELECT md5(string_agg(concat_ws('|', \(key), \(bits)), E'\\n' ORDER BY \(key))), count(*)
        FROM \(table) WHERE run_no = $1
        """, [.int4(number)])[0]
      return (row.optionalText(0) ?? "", row.int(1))
    }
    func bits(_ columns: String...) -> String {
      columns.map { "encode(float8send(\($0)), 'hex')" }.joined(separator: ", ")
    }
    let vector = #"encode(array_send("values"), 'hex'), coalesce(reasons::text, '-')"#
    let valuations = try digest(
      "valuation_result", key: "position_number, measure_no, factor", bits: vector)
    let cashFlows = try digest(
      "cashflow_schedule", key: "position_number, period_number",
      bits: "pay_date, currency, " + bits("interest", "principal", "prepayment", "total_payment", "balance"))
    let nodes = try digest(
      "node_result", key: "node, product_type, currency, is_reporting_total, measure_no, factor",
      bits: "\(vector), position_count, gap_count")
    return Digests(
      valuations: valuations.0, cashFlows: cashFlows.0, nodes: nodes.0,
      rowCounts: [valuations.1, cashFlows.1, nodes.1])
  }

  func state(_ run: String) throws -> String {
    try connection.query("SELECT state FROM run WHERE run_id = $1", [.text(run)])[0].text(0)
  }

  /// Tasks completed and tasks in all.
  func progress(_ run: String) throws -> (done: Int, total: Int) {
    let row = try connection.query(
      """
      SELECT count(*) FILTER (WHERE t.state = 'SUCCEEDED'), r.tasks_total
      FROM run r LEFT JOIN run_task t USING (run_no) WHERE r.run_id = $1 GROUP BY r.run_no
      """, [.text(run)])[0]
    return (row.int(0), row.int(1))
  }

  /// How many tasks a worker is computing: those it holds, or none while it is storing one of them.
  func computing(_ worker: String, _ run: String) throws -> Int {
    let held = "FROM run_task WHERE run_no = $1 AND state = 'RUNNING' AND holder = $2"
    let parameters: [PostgresValue] = [.int4(try number(run)), .text(worker)]
    let all = try connection.query("SELECT count(*) \(held)", parameters)[0].int(0)
    // A task being stored is locked.
    let free = try connection.query("SELECT task_no \(held) FOR UPDATE SKIP LOCKED", parameters).count
    return free == all ? all : 0
  }

  /// The outcomes of a worker's attempts and how often each came.
  func outcomes(of worker: String, _ run: String) throws -> [String: Int] {
    let rows = try connection.query(
      "SELECT outcome, count(*) FROM run_task_attempt WHERE run_no = $1 AND worker = $2 GROUP BY 1",
      [.int4(try number(run)), .text(worker)])
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.text(0), $0.int(1)) })
  }

  /// How many sessions wait for somebody's lock.
  func waitingForLocks() throws -> Int {
    try connection.query(
      """
      SELECT count(*) FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'
      """)[0].int(0)
  }

  /// Keeps workers from storing results of a run until the connection commits: whoever has priced a task ends up
  /// waiting with it in hand.
  func lockResults(_ run: String) throws -> PostgresConnection {
    let locker = try PostgresConnection(settings)
    // On a busy machine it may take the workers minutes to come.
    try locker.execute("SET idle_in_transaction_session_timeout = 0")
    try locker.execute("BEGIN; LOCK TABLE valuation_result_\(try number(run)) IN EXCLUSIVE MODE")
    return locker
  }

  /// The server's clock.
  func now() throws -> String { try connection.query("SELECT clock_timestamp()::text")[0].text(0) }

  /// For each task of which `worker` had the lease and lost it: seconds from `moment` to the start of the next attempt.
  func waits(forTasksLostBy worker: String, _ run: String, since moment: String) throws -> [Double] {
    try connection.query(
      """
      SELECT extract(epoch FROM (SELECT min(n.started_at) FROM run_task_attempt n
        WHERE n.run_no = a.run_no AND n.task_no = a.task_no AND n.fence > a.fence) - $3::text::timestamptz)::float8
      FROM run_task_attempt a WHERE a.run_no = $1 AND a.worker = $2 AND a.outcome = 'LEASE_EXPIRED'
      """, [.int4(try number(run)), .text(worker), .text(moment)]
    ).map { $0.double(0) }
  }
}
