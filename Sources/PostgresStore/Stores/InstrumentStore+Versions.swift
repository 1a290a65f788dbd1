public import RunRecords

extension InstrumentStore {
  /// A version with when it was stored.
  public struct StoredVersion: Sendable, Hashable {
    /// The store's short number; later versions have higher ones.
    public let number: Int32
    public let version: InstrumentVersion
    /// Whether it was imported last.
    public let isCurrent: Bool
    /// ISO 8601 UTC.
    public let createdAt: String
  }

  /// The versions of an instrument, the one stored last first.
  ///
  /// - Parameter number: Only versions stored before this one.
  public func versions(of id: String, before number: Int32? = nil, limit: Int) throws -> [StoredVersion] {
    try connection.query(
      """
      SELECT \(storedColumns)
      FROM instrument i WHERE i.instrument_id = $1 AND i.instrument_no < $2 ORDER BY i.instrument_no DESC LIMIT $3
      """, [.text(id), .int4(number ?? Int32.max), .int8(Int64(limit))]
    ).map(stored)
  }

  /// The versions of an instrument that the positions of a snapshot are in, and in how many positions each is.
  public func versions(
    of id: String, inSnapshot snapshot: Int32
  ) throws -> [(version: StoredVersion, positionCount: Int)] {
    try connection.query(
      """
      SELECT \(storedColumns), used.position_count
      FROM instrument i JOIN LATERAL (
        SELECT count(*) AS position_count FROM position_\(snapshot) p WHERE p.instrument_no = i.instrument_no
      ) used ON used.position_count > 0
      WHERE i.instrument_id = $1 ORDER BY i.instrument_no DESC
      """, [.text(id)]
    ).map { (try stored($0), $0.int(16)) }
  }

  private var storedColumns: String {
    """
    \(InstrumentStore.versionColumns.split(separator: ", ").map { "i.\($0)" }.joined(separator: ", ")), i.instrument_no,
      EXISTS (SELECT FROM instrument_current c WHERE c.instrument_id = i.instrument_id
        AND c.instrument_no = i.instrument_no), \(SQLText.iso("i.created_at"))
    """
  }

  private func stored(_ row: PostgresRow) throws(StoreError) -> StoredVersion {
    StoredVersion(
      number: row.int32(13), version: try InstrumentStore.version(row), isCurrent: row.bool(14),
      createdAt: row.text(15))
  }
}
