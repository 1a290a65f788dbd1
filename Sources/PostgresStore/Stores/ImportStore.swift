import JSONDocuments
public import RunRecords

/// Imports of files: begun once for each file and request, told how far they are, and kept with what came of them.
///
/// The session that imports holds an advisory lock on the import's number. An import that is said to run and that nobody
/// holds was broken off, and whoever looks next says so.
public struct ImportStore {
  private let connection: PostgresConnection

  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// A new import.
  public struct Addition: Sendable {
    public let request: ImportRequest
    public let file: SourceFile
    public let person: String
    /// Of a client, for this request alone.
    public var key: String?
    /// Whether to import even what was imported already.
    public var isAgain = false

    public init(_ request: ImportRequest, file: SourceFile, by person: String) {
      self.request = request
      self.file = file
      self.person = person
    }

    /// The same for the same request and content.
    var fingerprint: String {
      get throws { ContentHash.sha256Hex(try CanonicalJSON.encode(request) + " " + file.sha256) }
    }
  }

  /// The key was used before with another file or request.
  public struct KeyReused: Error, Sendable, Hashable, CustomStringConvertible {
    public let importID: String

    public var description: String {
      "the idempotency key was used before with another file or request, for import \(importID)"
    }
  }

  /// Begins an import, or gives the one that was made for the same key; or, for the same file and request, the one that
  /// runs, or that has stored every row. Others may come to another end now, and begin anew.
  ///
  /// This session holds the import from then on, until it ends: use a connection of its own.
  ///
  /// - Parameter admitting: Called before a new one is stored; throws to refuse it.
  /// - Throws: `KeyReused`, and what `admitting` throws; nothing is stored then.
  public func begin(_ addition: Addition, admitting: () throws -> Void = {}) throws -> (
    record: ImportRecord, isNew: Bool
  ) {
    let fingerprint = try addition.fingerprint
    let request = try CanonicalJSON.encode(addition.request)
    return try connection.transaction {
      for text in [fingerprint] + (addition.key.map { ["key " + $0] } ?? []) {
        try connection.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 1))", [.text(text)])
      }
      try settleBroken()
      if let key = addition.key, let known = try self.import(forKey: key, fingerprint) {
        return (known, false)
      }
      let same = addition.isAgain ? nil : try self.import(of: fingerprint)
      if same == nil { try admitting() }
      let number = try same?.number ?? insert(addition, request, fingerprint)
      if let key = addition.key {
        try connection.query(
          "INSERT INTO data_import_key (key_hash, fingerprint, import_no) VALUES ($1, $2, $3)",
          [.text(ContentHash.sha256Hex(key)), .text(fingerprint), .int4(number)])
      }
      return (try record(number), same == nil)
    }
  }

  private func insert(_ addition: Addition, _ request: String, _ fingerprint: String) throws -> Int32 {
    let number = try connection.query(
      """
      INSERT INTO data_import (kind, is_dry_run, request, fingerprint, file_name, file_bytes, file_sha256, created_by)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING import_no
      """,
      [
        .text(addition.request.kind.rawValue), .bool(addition.request.isDryRun), .text(request),
        .text(fingerprint), .text(addition.file.name), .int8(Int64(addition.file.byteCount)),
        .text(addition.file.sha256), .text(addition.person),
      ])[0].int32(0)
    // Before the import can be seen by others.
    try connection.query("SELECT pg_advisory_lock(\(ImportStore.lockClass), $1)", [.int4(number)])
    return number
  }

  /// "impt" in ASCII: the locks of those who import.
  private static let lockClass = 1_768_779_892

  private func `import`(forKey key: String, _ fingerprint: String) throws -> ImportRecord? {
    let known = try connection.query(
      "SELECT fingerprint, import_no FROM data_import_key WHERE key_hash = $1",
      [.text(ContentHash.sha256Hex(key))])
    guard let row = known.first else { return nil }
    guard row.text(0) == fingerprint else { throw KeyReused(importID: String(row.int32(1))) }
    return try record(row.int32(1))
  }

  private func `import`(of fingerprint: String) throws -> ImportRecord? {
    try connection.query(
      """
      \(selectRecord) WHERE i.fingerprint = $1 AND (i.state = 'RUNNING' OR i.state = 'SUCCEEDED' AND NOT i.is_dry_run)
      ORDER BY i.import_no DESC LIMIT 1
      """, [.text(fingerprint)]
    ).first.map(record)
  }

  /// Notes how far an import is.
  public func note(_ counts: ImportCounts, of number: Int32) throws {
    try connection.query(
      "UPDATE data_import SET accepted = $2, rejected = $3 WHERE import_no = $1 AND state = 'RUNNING'",
      [.int4(number), .int8(Int64(counts.accepted)), .int8(Int64(counts.rejected))])
  }

  /// What an import has come to.
  public struct End: Sendable {
    public let state: ImportState
    public var counts = ImportCounts()
    /// The first of them.
    public var rejections: [ImportRejection] = []
    public var result: ImportResult?
    /// Why nothing is stored.
    public var problem: String?

    public init(_ state: ImportState) { self.state = state }
  }

  /// Ends an import. In the transaction that stores what it has read, so that both are there or neither is.
  public func finish(_ number: Int32, _ end: End) throws {
    try connection.transaction {
      let rejections = end.rejections
      try connection.query(
        """
        INSERT INTO data_import_rejection (import_no, rejection_no, file, line, row_number, field, value, message)
        SELECT $1, r.number, r.file, nullif(r.line, 0), r.row_number, nullif(r.field, ''), nullif(r.value, ''), r.message
        FROM unnest($2::int4[], $3::text[], $4::int4[], $5::int4[], $6::text[], $7::text[], $8::text[])
          AS r (number, file, line, row_number, field, value, message)
        """,
        [
          .int4(number), .int4Array(rejections.map { Int32($0.number) }),
          .textArray(rejections.map { ImportStore.storable($0.file) }),
          .int4Array(rejections.map { Int32($0.line ?? 0) }), .int4Array(rejections.map { Int32($0.row) }),
          .textArray(rejections.map { ImportStore.storable($0.field ?? "") }),
          .textArray(rejections.map { ImportStore.storable($0.value ?? "") }),
          .textArray(rejections.map { ImportStore.storable("\($0.problem); \($0.fix)") }),
        ])
      let ended = try connection.query(
        """
        UPDATE data_import SET state = $2, accepted = $3, rejected = $4, result = $5, problem = $6,
          finished_at = clock_timestamp()
        WHERE import_no = $1 AND state = 'RUNNING'
        """,
        [
          .int4(number), .text(end.state.rawValue), .int8(Int64(end.counts.accepted)),
          .int8(Int64(end.counts.rejected)),
          .text(orNull: try end.result.map { try CanonicalJSON.encode($0) }),
          .text(orNull: end.problem.map { String(ImportStore.storable($0).prefix(2_000)) }),
        ])
      guard ended.affected == 1 else {
        throw StoreError.refused("import \(number) is over already; send the file again")
      }
    }
  }

  /// PostgreSQL has no NUL in texts.
  private static func storable(_ text: String) -> String { text.filter { $0 != "\0" } }

  /// Says of imports that were broken off that they have failed.
  public func settleBroken() throws {
    try connection.query(
      """
      WITH running AS MATERIALIZED (SELECT import_no FROM data_import WHERE state = 'RUNNING'),
      broken AS MATERIALIZED (SELECT import_no FROM running WHERE pg_try_advisory_xact_lock(\(ImportStore.lockClass), import_no))
      UPDATE data_import i SET state = 'FAILED', problem = $1, finished_at = clock_timestamp()
      FROM broken b WHERE i.import_no = b.import_no AND i.state = 'RUNNING'
      """,
      [.text("the server that imported it ended before it was done; nothing is stored; send the file again")])
  }

  /// Newest first; those before the import numbered `before` when given.
  public func list(limit: Int, before: Int32? = nil) throws -> [ImportRecord] {
    try connection.query(
      "\(selectRecord) WHERE i.import_no < $1 ORDER BY i.import_no DESC LIMIT $2",
      [.int4(before ?? Int32.max), .int8(Int64(limit))]
    ).map(record)
  }

  /// - Throws: `StoreError.notFound`.
  public func record(_ number: Int32) throws -> ImportRecord {
    let found = try connection.query("\(selectRecord) WHERE i.import_no = $1", [.int4(number)])
    guard let row = found.first else { throw StoreError.notFound(kind: "import", id: String(number)) }
    return try record(row)
  }

  /// The rejections of an import that are kept, by number, those after `after`.
  public func rejections(of number: Int32, limit: Int, after: Int32 = 0) throws -> [ImportRejection] {
    try connection.query(
      """
      SELECT rejection_no, file, line, row_number, field, value, message FROM data_import_rejection
      WHERE import_no = $1 AND rejection_no > $2 ORDER BY rejection_no LIMIT $3
      """, [.int4(number), .int4(after), .int8(Int64(limit))]
    ).map {
      ImportRejection(
        number: $0.int(0), file: $0.text(1), line: $0.optionalInt(2), row: $0.int(3),
        field: $0.optionalText(4), value: $0.optionalText(5), message: $0.text(6))
    }
  }

  private var selectRecord: String {
    """
    SELECT i.import_no, i.request, i.file_name, i.file_bytes, i.file_sha256, i.state, i.accepted, i.rejected,
      (SELECT count(*) FROM data_import_rejection r WHERE r.import_no = i.import_no), i.result, i.problem, i.created_by,
      \(SQLText.iso("i.created_at")), \(SQLText.iso("i.finished_at"))
    FROM data_import i
    """
  }

  private func record(_ row: PostgresRow) throws -> ImportRecord {
    guard let state = ImportState(rawValue: row.text(5)) else {
      throw StoreError.unreadable(
        "state '\(row.text(5))' of an import is not known to this program; use a newer tenor")
    }
    return ImportRecord(
      number: row.int32(0), request: try CanonicalJSON.decode(ImportRequest.self, from: row.text(1)),
      file: SourceFile(name: row.text(2), byteCount: row.int(3), sha256: row.text(4)), state: state,
      counts: ImportCounts(accepted: row.int(6), rejected: row.int(7)), rejectionsKept: row.int(8),
      result: try row.optionalText(9).map { try CanonicalJSON.decode(ImportResult.self, from: $0) },
      problem: row.optionalText(10), createdBy: row.text(11), createdAt: row.text(12),
      finishedAt: row.optionalText(13))
  }
}
