import JSONDocuments
import MarketData
public import RunRecords

/// Runs: made with all their tasks at once, watched, published.
public struct RunStore {
  let connection: PostgresConnection

  /// Workers listen here for new tasks.
  public static let taskChannel = "tenor_tasks"
  /// The id of every run whose state or progress has changed.
  public static let runChannel = "tenor_runs"

  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// Stores a run and its tasks in one transaction: one price task per product type and bucket that holds positions.
  ///
  /// The packages of deals that positions are bonds of are frozen into the request: of each deal the version that is approved now.
  ///
  /// - Parameters:
  ///   - user: Who asked.
  ///   - isUnique: Whether to give the newest run of the same request instead, if there is one that has neither failed nor
  ///     been cancelled nor lost its results. Of callers that ask at once, one makes the run.
  /// - Throws: `StoreError.invalid` for a request with problems, `notFound` for a snapshot that is not stored, `refused`
  ///   for a market with findings that nobody has accepted, `exists` for a run id that is taken. Nothing is stored then.
  public func create(
    _ request: RunRequest, id: RunID, by user: String, queueing: RunQueueing = RunQueueing(),
    isUnique: Bool = false
  )
    throws -> RunRecord
  {
    let problems = request.problems() + queueing.problems()
    guard problems.isEmpty else { throw StoreError.invalid(problems) }
    return try connection.transaction {
      let positions = try snapshotNumber(
        "position_snapshot", kind: "position snapshot", id: request.positionSnapshotID)
      let deals = try DealStore(connection).held(in: positions)
      let request = deals.map { request.with(deals: $0.hashes) } ?? request
      if isUnique, let same = try run(of: request) { return same }
      let market = try snapshotNumber(
        "marketdata_snapshot", kind: "market snapshot", id: request.marketSnapshotID)
      try MarketCheckStore(connection).requireUsable(market, id: request.marketSnapshotID)
      let shares = try connection.query(
        """
        SELECT product_type, (bucket_hash * $2) >> 16 AS bucket, count(*)::int4
        FROM position WHERE position_snapshot_no = $1 GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
        """, [.int4(positions), .int4(Int32(request.bucketCount))])
      let number = try insertRun(
        request, queueing, id: id, user: user, market: market, positions: positions,
        positionCount: shares.reduce(0) { $0 + $1.int32(2) }, taskCount: Int32(shares.count + 1))
      try DealStore(connection).activate(deals?.versions ?? [], for: id, by: user)
      try connection.query(
        """
        INSERT INTO run_scenario (run_no, ordinal, scenario_id, definition)
        SELECT $1, s.ordinal, s.id, s.definition::jsonb
        FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS s (id, definition, ordinal)
        """,
        [
          .int4(number), .textArray(request.scenarios.map(\.id)),
          .textArray(try request.scenarios.map { try CanonicalJSON.encode($0) }),
        ])
      // Large tasks come first, so that the last to finish is a small one.
      try connection.query(
        """
        INSERT INTO run_task (run_no, task_no, kind, product_type, bucket, position_count)
        SELECT $1, t.number, 'PRICE', t.product_type, t.bucket, t.positions
        FROM unnest($2::text[], $3::int4[], $4::int4[]) WITH ORDINALITY AS t (product_type, bucket, positions, number)
        """,
        [
          .int4(number), .textArray(shares.map { $0.text(0) }), .int4Array(shares.map { $0.int32(1) }),
          .int4Array(shares.map { $0.int32(2) }),
        ])
      if shares.isEmpty { try RunStore.addRollUp(run: number, connection) }
      try connection.query("SELECT tenor_open_run($1)", [.int4(number)])
      try connection.execute("NOTIFY \(RunStore.taskChannel)")
      guard let record = try record(id: id) else { throw StoreError.notFound(kind: "run", id: id.text) }
      return record
    }
  }

  /// Adds the task that comes after all price tasks; ahead of the price tasks of other runs.
  static func addRollUp(run: Int32, _ connection: PostgresConnection) throws {
    try connection.query(
      """
      INSERT INTO run_task (run_no, task_no, kind, bucket, position_count, priority)
      SELECT run_no, tasks_total, 'ROLLUP', 0, 0, 1 FROM run WHERE run_no = $1
      """, [.int4(run)])
    try connection.execute("NOTIFY \(taskChannel)")
  }

  /// The newest run of the same request that has not come to a bad end. Others that look for it wait for this transaction.
  private func run(of request: RunRequest) throws -> RunRecord? {
    let hash = RunStore.hash(try CanonicalJSON.encode(request))
    try connection.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [.text(hash)])
    let found = try connection.query(
      """
      SELECT run_id FROM run r WHERE request_hash = $1 AND state NOT IN ('FAILED', 'CANCELLED')
        AND NOT EXISTS (SELECT FROM run_removal g WHERE g.run_no = r.run_no)
      ORDER BY run_no DESC LIMIT 1
      """, [.text(hash)])
    return try found.first.flatMap { try record(id: RunStore.id($0.text(0))) }
  }

  private static func hash(_ document: String) -> String { "sha256:" + ContentHash.sha256Hex(document) }

  func snapshotNumber(_ table: String, kind: String, id: String) throws -> Int32 {
    let rows = try connection.query("SELECT snapshot_no FROM \(table) WHERE snapshot_id = $1", [.text(id)])
    guard let row = rows.first else { throw StoreError.notFound(kind: kind, id: id) }
    return row.int32(0)
  }

  private func insertRun(
    _ request: RunRequest, _ queueing: RunQueueing, id: RunID, user: String, market: Int32, positions: Int32,
    positionCount: Int32,
    taskCount: Int32
  ) throws -> Int32 {
    let document = try CanonicalJSON.encode(request)
    let rows = try connection.query(
      """
      INSERT INTO run (run_id, market_snapshot_no, position_snapshot_no, request, request_hash, code_version,
        bucket_count, scenario_count, position_count, tasks_total, created_by, priority, max_running)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
      ON CONFLICT (run_id) DO NOTHING RETURNING run_no
      """,
      [
        .text(id.text), .int4(market), .int4(positions), .text(document),
        .text(RunStore.hash(document)), .text(request.codeVersion),
        .int4(Int32(request.bucketCount)), .int4(Int32(request.scenarios.count)), .int4(positionCount),
        .int4(taskCount), .text(user), .int4(Int32(queueing.priority)),
        queueing.maxRunning.map { .int4(Int32($0)) } ?? .null,
      ])
    guard let row = rows.first else { throw StoreError.exists(kind: "run", id: id.text) }
    return row.int32(0)
  }
}
