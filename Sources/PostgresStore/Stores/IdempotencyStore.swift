import JSONDocuments
public import RunRecords

/// Makes a run once for each key of a client, however often it asks.
public struct IdempotencyStore {
  private let connection: PostgresConnection

  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// The key was used before with another request.
  public struct KeyReused: Error, Sendable, Hashable, CustomStringConvertible {
    public let runID: RunID

    public var description: String {
      "the idempotency key was used before with another request, for run \(runID)"
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
        guard known.text(0) == fingerprint else { throw KeyReused(runID: id) }
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
}
