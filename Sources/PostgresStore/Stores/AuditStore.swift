public import AuditTrail

/// The audit trail in the database: records are added at its end and read, and nothing else.
public struct AuditStore {
  let connection: PostgresConnection

  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// "audit" in ASCII; whoever adds records holds it until the commit, so that each finds the last record of the one
  /// before. It is taken last in a transaction and keeps nobody from reading.
  private static let lock = 418_581_342_580

  /// Adds records for `events`, in order, in one transaction or as part of the one that is open.
  ///
  /// - Returns: The new end of the trail; `nil` where there are no events.
  @discardableResult
  public func append(_ events: [AuditEvent]) throws -> AuditHead? {
    guard !events.isEmpty else { return nil }
    return try connection.transaction {
      // Of its own, so that the next statement sees what the holder before has committed.
      try connection.execute("SELECT pg_advisory_xact_lock(\(AuditStore.lock))")
      let records = AuditRecord.chain(events, after: try head())
      func texts(_ value: (AuditRecord) -> String) -> PostgresValue { .textArray(records.map(value)) }
      try connection.query(
        """
        INSERT INTO audit_record (sequence, time, actor, authenticated_by, action, object_kind, object_id, outcome,
          request_id, client_address, details, previous_hash, hash)
        SELECT sequence, \(SQLText.time("time")), actor, authenticated_by, action, object_kind, object_id, outcome,
          request_id, client_address, details, previous_hash, hash
        FROM unnest($1::int8[], $2::int8[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
          $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])
          AS r (sequence, time, actor, authenticated_by, action, object_kind, object_id, outcome, request_id,
            client_address, details, previous_hash, hash)
        """,
        [
          .int8Array(records.map(\.sequence)), .int8Array(records.map(\.event.time)),
          texts(\.event.actor.name), texts(\.event.actor.authenticatedBy), texts(\.event.action),
          texts(\.event.object.kind), texts(\.event.object.id), texts(\.event.outcome),
          texts(\.event.requestID), texts(\.event.clientAddress), texts(\.event.details),
          texts(\.previousHash), texts(\.hash),
        ])
      return records.last?.head
    }
  }

  /// The end of the trail.
  public func head() throws -> AuditHead {
    let last = try connection.query(
      "SELECT sequence, hash, \(AuditStore.milliseconds) FROM audit_record ORDER BY sequence DESC LIMIT 1"
    ).first
    guard let last else { return .beginning }
    return AuditHead(
      sequence: Int64(last.int(0)), hash: last.text(1), time: AuditTime.text(Int64(last.int(2))))
  }

  /// Records that fit a filter, newest first.
  ///
  /// - Parameter before: Only those of lower numbers.
  public func list(_ filter: AuditFilter, limit: Int, before: Int64? = nil) throws -> [AuditRecord] {
    var conditions: [String] = []
    var values: [PostgresValue] = []
    func add(_ condition: (String) -> String, _ value: PostgresValue?) {
      guard let value else { return }
      values.append(value)
      conditions.append(condition("$\(values.count)"))
    }
    add({ "actor = \($0)" }, filter.actor.map { .text($0) })
    add({ "action = \($0)" }, filter.action.map { .text($0) })
    add({ "object_id = \($0)" }, filter.objectID.map { .text($0) })
    add({ "time >= \(SQLText.time($0))" }, filter.from.map { .int8($0) })
    add({ "time < \(SQLText.time($0))" }, filter.until.map { .int8($0) })
    add({ "sequence < \($0)" }, before.map { .int8($0) })
    values.append(.int8(Int64(limit)))
    let condition = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
    return try connection.query(
      "\(AuditStore.select) \(condition) ORDER BY sequence DESC LIMIT $\(values.count)", values
    ).map(AuditStore.record)
  }

  /// Walks the whole trail from its beginning and holds it against heads that were exported before.
  ///
  /// - Parameter folder: Where the files of records are that have been archived; without it the walk begins after them, and
  ///   heads from before are not held against anything.
  /// - Returns: The end of the trail.
  /// - Throws: `AuditFault` with the first record that is wrong; `ArchiveError` for a file that is not what was archived.
  public func verify(kept: [AuditHead], archivesIn folder: String? = nil) throws -> AuditHead {
    // Of one moment: records may be archived meanwhile.
    try connection.transaction {
      try connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
      let archives = try archives()
      var chain = AuditChain(kept: kept)
      if let folder {
        for archive in archives { try archive.check(in: folder, &chain) }
      } else if let last = archives.last?.end {
        if let head = kept.first(where: { $0.sequence == last.sequence && $0.hash != last.hash }) {
          throw AuditFault.differs(head)
        }
        chain = AuditChain(after: last, kept: kept)
      }
      try forEachRecord { try chain.check($0) }
      try chain.finish()
      return chain.head
    }
  }

  /// Reads records in the order of the trail, those from `first` to `last` when given, and does not hold them all.
  func forEachRecord(first: Int64 = 1, last: Int64 = .max, _ body: (AuditRecord) throws -> Void) throws {
    try connection.forEachRow(
      "\(AuditStore.select) WHERE sequence BETWEEN $1 AND $2 ORDER BY sequence", [.int8(first), .int8(last)]
    ) { row in try body(AuditStore.record(row)) }
  }

  /// Read so that whatever somebody has put into the table comes out as a record, if a wrong one.
  private static let select = """
    SELECT sequence, \(milliseconds), \(text("actor")), \(text("authenticated_by")), \(text("action")),
      \(text("object_kind")), \(text("object_id")), \(text("outcome")), \(text("request_id")),
      \(text("client_address")), \(text("details")), \(text("previous_hash")), \(text("hash"))
    FROM audit_record
    """

  private static func text(_ column: String) -> String { "coalesce(\(column), '')" }

  /// Times are stored to the millisecond; another one is nobody's that this program wrote.
  private static let milliseconds = """
    CASE WHEN time = date_trunc('milliseconds', time) AND isfinite(time) THEN \(SQLText.milliseconds("time")) ELSE -1 END
    """

  private static func record(_ row: PostgresRow) -> AuditRecord {
    AuditRecord(
      sequence: Int64(row.int(0)),
      event: AuditEvent(
        time: Int64(row.int(1)), actor: AuditActor(name: row.text(2), authenticatedBy: row.text(3)),
        action: row.text(4), object: AuditObject(kind: row.text(5), id: row.text(6)), outcome: row.text(7),
        requestID: row.text(8), clientAddress: row.text(9), storedDetails: row.text(10)),
      previousHash: row.text(11), storedHash: row.text(12))
  }
}
