public import DatesAndConventions
import JSONDocuments
public import MarketData
public import RunRecords

/// Market snapshots under their content hash.
public struct MarketSnapshotStore {
  private let connection: PostgresConnection

  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// Stores a snapshot with what checks find in it; storing it again changes nothing but who brought it.
  ///
  /// - Parameters:
  ///   - upload: Who brings it, where that is known.
  ///   - thresholds: When a person has to look at it before runs use it.
  /// - Returns: The record, and whether it is new.
  public func put(
    _ snapshot: MarketSnapshot, upload: MarketUpload? = nil, thresholds: MarketCheckThresholds = .standard
  ) throws -> (record: MarketSnapshotRecord, isNew: Bool) {
    let document = try CanonicalJSON.encode(snapshot)
    let id = "sha256:" + ContentHash.sha256Hex(document)
    return try connection.transaction {
      let inserted = try connection.query(
        """
        INSERT INTO marketdata_snapshot (snapshot_id, schema_version, valuation_date, source, payload, payload_hash)
        VALUES ($1, $2, $3::text::date, $4, $5, $1)
        ON CONFLICT (snapshot_id) DO NOTHING
        """,
        [
          .text(id), .int4(Int32(snapshot.schemaVersion)), .text(snapshot.valuationDate.description),
          .text(snapshot.source), .text(document),
        ])
      let isNew = inserted.affected == 1
      let checks = MarketCheckStore(connection)
      if isNew { try checks.check(snapshot, id: id, thresholds) }
      if let upload { try checks.note(upload, of: id) }
      guard let record = try record(id: id) else {
        throw StoreError.notFound(kind: "market snapshot", id: id)
      }
      return (record, isNew)
    }
  }

  /// A stored snapshot's document, as canonical JSON; `nil` when there is none.
  public func document(id: String) throws -> String? {
    try connection.query("SELECT payload FROM marketdata_snapshot WHERE snapshot_id = $1", [.text(id)])
      .first?.text(0)
  }

  /// A stored snapshot; `nil` when there is none.
  public func snapshot(id: String) throws -> MarketSnapshot? {
    try document(id: id).map { try CanonicalJSON.decode(MarketSnapshot.self, from: $0) }
  }

  public func record(id: String) throws -> MarketSnapshotRecord? {
    try connection.query("\(selectRecord) WHERE snapshot_id = $1", [.text(id)]).first.map(record)
  }

  /// Newest first; those older than the snapshot numbered `before` when given.
  public func list(limit: Int, before: Int32? = nil) throws -> [MarketSnapshotRecord] {
    try connection.query(
      "\(selectRecord) WHERE m.snapshot_no < $1 ORDER BY m.snapshot_no DESC LIMIT $2",
      [.int4(before ?? Int32.max), .int8(Int64(limit))]
    ).map(record)
  }

  /// Of each valuation date the snapshot that was stored last, in order of date: the newest `limit` dates.
  public func latestByDate(from: CivilDate?, through: CivilDate?, limit: Int) throws -> [(
    id: String, snapshot: MarketSnapshot
  )] {
    try connection.query(
      """
      SELECT m.snapshot_id, m.payload FROM (
        SELECT valuation_date, max(snapshot_no) AS snapshot_no FROM marketdata_snapshot
        WHERE valuation_date BETWEEN coalesce($1::text::date, '-infinity') AND coalesce($2::text::date, 'infinity')
        GROUP BY valuation_date ORDER BY valuation_date DESC LIMIT $3
      ) d JOIN marketdata_snapshot m USING (snapshot_no) ORDER BY d.valuation_date
      """,
      [.text(orNull: from?.description), .text(orNull: through?.description), .int8(Int64(limit))]
    ).map { ($0.text(0), try CanonicalJSON.decode(MarketSnapshot.self, from: $0.text(1))) }
  }

  private var selectRecord: String {
    """
    SELECT m.snapshot_no, m.snapshot_id, m.valuation_date, m.source, \(SQLText.iso("m.created_at")), s.state,
      s.finding_count
    FROM marketdata_snapshot m JOIN marketdata_state s USING (snapshot_no)
    """
  }

  private func record(_ row: PostgresRow) throws(StoreError) -> MarketSnapshotRecord {
    MarketSnapshotRecord(
      number: row.int32(0), id: row.text(1), valuationDate: row.date(2), source: row.text(3),
      createdAt: row.text(4), review: try MarketCheckStore.state(row.text(5)), findingCount: row.int(6))
  }
}
