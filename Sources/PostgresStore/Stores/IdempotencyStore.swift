import JSONDocuments
public import RunRecords

/// Makes a run, a user or a key once for each key of a client, however often it asks.
public struct IdempotencyStore {
  private let connection: PostgresConnection

  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// The key was used before with another request.
  public struct KeyReused: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was made then, such as `run R1`.
    public let object: String

    public var description: String {
      "the idempotency key was used before with another request, for \(object)"
    }
  }

  /// The run made for `key`, by `make` when there is none yet.
  ///
  /// The run and its key are stored together. Requests of the same key wait for each other.
  ///
  /// - Parameters:
  ///   - fingerprint: SHA-256 of the request as 64 hexadecimal digits; the same for the same request.
  ///   - make: Stores the run on this connection.
  /// - Returns: The run as it is now, and whether it is new.
  /// - Throws: `KeyReused` when the fingerprint differs from the first, or what `make` throws; nothing is stored then.
  public func run(
    forKey key: String, fingerprint: String, make: () throws -> RunRecord
  ) throws -> (record: RunRecord, isNew: Bool) {
    let hash = ContentHash.sha256Hex(key)
    return try connection.transaction {
      try connection.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [.text(hash)])
      let known = try connection.query(
        """
        SELECT k.fingerprint, r.run_id FROM run_idempotency k JOIN run r USING (run_no) WHERE k.key_hash = $1
        """, [.text(hash)]
      ).first
      if let known {
        let id = try RunStore.id(known.text(1))
        guard known.text(0) == fingerprint else { throw KeyReused(object: "run \(id)") }
        guard let record = try RunStore(connection).record(id: id) else {
          throw StoreError.notFound(kind: "run", id: id.text)
        }
        return (record, false)
      }
      let record = try make()
      try connection.query(
        "INSERT INTO run_idempotency (key_hash, fingerprint, run_no) VALUES ($1, $2, $3)",
        [.text(hash), .text(fingerprint), .int4(record.number)])
      return (record, true)
    }
  }

  /// A user or key of access made for `key`, by `make` when there is none yet; stored together with it.
  ///
  /// - Parameters:
  ///   - kind: `user` or `key`; the same key of a client may stand for one of each.
  ///   - fingerprint: As for a run.
  ///   - make: Stores it on this connection and gives its id.
  /// - Returns: Its id, and whether it is new.
  /// - Throws: As for a run.
  public func access(
    _ kind: String, forKey key: String, fingerprint: String, make: () throws -> String
  ) throws -> (id: String, isNew: Bool) {
    let hash = ContentHash.sha256Hex("\(kind) \(key)")
    return try connection.transaction {
      try connection.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [.text(hash)])
      let known = try connection.query(
        "SELECT fingerprint, object_id FROM access_idempotency WHERE key_hash = $1", [.text(hash)]
      ).first
      if let known {
        guard known.text(0) == fingerprint else { throw KeyReused(object: "\(kind) \(known.text(1))") }
        return (known.text(1), false)
      }
      let id = try make()
      try connection.query(
        "INSERT INTO access_idempotency (key_hash, fingerprint, object_id) VALUES ($1, $2, $3)",
        [.text(hash), .text(fingerprint), .text(id)])
      return (id, true)
    }
  }
}
