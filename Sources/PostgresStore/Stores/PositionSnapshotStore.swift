public import DatesAndConventions
public import Instruments
import JSONDocuments
public import RunRecords

/// Position snapshots: a partition of `position` each, loaded once and closed.
public struct PositionSnapshotStore {
  private let connection: PostgresConnection

  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// Stores positions as a snapshot; storing the same ones again changes nothing.
  ///
  /// - Parameters:
  ///   - positions: In ascending id; read once. Their portfolios and instruments are stored already.
  ///   - instruments: By id, as `InstrumentStore.current` gives them.
  /// - Returns: The record, and whether it is new.
  /// - Throws: `StoreError.invalidRow` for an unknown instrument, a repeated id or ids out of order; nothing is stored.
  public func put(
    asOf: CivilDate, source: String, positions: some Sequence<Position>,
    instruments: [String: InstrumentReference]
  ) throws -> (record: PositionSnapshotRecord, isNew: Bool) {
    let document: PositionSnapshotDocument
    do {
      document = try connection.transaction {
        let number = try connection.query(
          "SELECT nextval(pg_get_serial_sequence('position_snapshot', 'snapshot_no'))::int4")[0].int32(0)
        let partition = "position_\(number)"
        try connection.execute(
          "CREATE TABLE \(partition) (LIKE position INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)"
        )
        let document = try load(
          positions, into: partition, snapshot: number, asOf: asOf, instruments: instruments)
        try insertRecord(document, number: number, source: source)
        // Keys, indexes and references are made and checked over the whole partition at once.
        try connection.execute(
          """
          ALTER TABLE position ATTACH PARTITION \(partition) FOR VALUES IN (\(number));
          SELECT tenor_freeze('\(partition)');
          ANALYZE \(partition);
          """)
        return document
      }
    } catch let known as AlreadyStored {
      return (known.record, false)
    }
    let id = "sha256:" + (try document.contentHash)
    guard let record = try record(id: id) else {
      throw StoreError.notFound(kind: "position snapshot", id: id)
    }
    return (record, true)
  }

  public func record(id: String) throws -> PositionSnapshotRecord? {
    try connection.query("\(selectRecord) WHERE snapshot_id = $1", [.text(id)]).first.map(record)
  }

  /// The manifest as canonical JSON; `nil` when there is none.
  public func document(id: String) throws -> String? {
    try connection.query("SELECT payload FROM position_snapshot WHERE snapshot_id = $1", [.text(id)])
      .first?.text(0)
  }

  /// Newest first; those older than the snapshot numbered `before` when given.
  public func list(limit: Int, before: Int32? = nil) throws -> [PositionSnapshotRecord] {
    try connection.query(
      "\(selectRecord) WHERE snapshot_no < $1 ORDER BY snapshot_no DESC LIMIT $2",
      [.int4(before ?? Int32.max), .int8(Int64(limit))]
    ).map(record)
  }

  /// Ends the load of a snapshot that is there already.
  private struct AlreadyStored: Error { let record: PositionSnapshotRecord }

  private func load(
    _ positions: some Sequence<Position>, into partition: String, snapshot: Int32, asOf: CivilDate,
    instruments: [String: InstrumentReference]
  ) throws -> PositionSnapshotDocument {
    var builder = PositionSnapshotBuilder()
    var number: Int32 = 0
    let columns = [
      "position_snapshot_no", "position_number", "instrument_no", "bucket_hash", "quantity",
      "mark_clean_price", "spread_bp", "reported_value", "position_id", "portfolio_id", "product_type",
    ]
    try connection.copyIn(partition, columns: columns) { copy in
      for position in positions {
        guard let instrument = instruments[position.instrumentID] else {
          throw StoreError.invalidRow(
            id: position.id, field: "instrument_id",
            message: "'\(position.instrumentID)' is not known; import the instrument first")
        }
        do throws(TermsError) {
          try builder.append(position, instrumentVersion: instrument.versionHash)
        } catch {
          throw StoreError.invalidRow(id: position.id, field: error.field, message: error.message)
        }
        try copy.beginRow()
        try copy.write(snapshot)
        try copy.write(number)
        try copy.write(instrument.number)
        try copy.write(Int32(PositionBucket.hash(of: position.id)))
        try copy.write(position.quantity)
        try copy.write(position.markCleanPrice)
        try copy.write(position.spreadBasisPoints)
        try copy.write(position.reportedValue)
        try copy.write(position.id)
        try copy.write(position.portfolio)
        try copy.write(instrument.productType.rawValue)
        number += 1
      }
    }
    return builder.finish(asOf: asOf)
  }

  private func insertRecord(_ document: PositionSnapshotDocument, number: Int32, source: String) throws {
    let payload = try CanonicalJSON.encode(document)
    let id = "sha256:" + ContentHash.sha256Hex(payload)
    let inserted = try connection.query(
      """
      INSERT INTO position_snapshot
        (snapshot_no, snapshot_id, schema_version, as_of, source, position_count, payload, payload_hash)
      OVERRIDING SYSTEM VALUE VALUES ($1, $2, $3, $4::text::date, $5, $6, $7, $2)
      ON CONFLICT (snapshot_id) DO NOTHING
      """,
      [
        .int4(number), .text(id), .int4(Int32(document.schemaVersion)), .text(document.asOf.description),
        .text(source), .int4(Int32(document.positionCount)), .text(payload),
      ])
    if inserted.affected == 0, let record = try record(id: id) { throw AlreadyStored(record: record) }
  }

  private var selectRecord: String {
    """
    SELECT snapshot_no, snapshot_id, as_of, source, position_count, \(SQLText.iso("created_at"))
    FROM position_snapshot
    """
  }

  private func record(_ row: PostgresRow) -> PositionSnapshotRecord {
    PositionSnapshotRecord(
      number: row.int32(0), id: row.text(1), asOf: row.date(2), source: row.text(3),
      positionCount: row.int(4),
      createdAt: row.text(5))
  }
}
