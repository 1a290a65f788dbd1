public import DatesAndConventions
public import Instruments
import JSONDocuments
public import RunRecords

/// Position snapshots: a partition of `position` each, loaded once and closed.
public struct PositionSnapshotStore {
  let connection: PostgresConnection

  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// Stores positions as a snapshot; storing the same ones again changes nothing.
  ///
  /// - Parameters:
  ///   - positions: In any order; read once. Their instruments are stored already.
  ///   - instruments: By id, as `InstrumentStore.current` gives them.
  /// - Returns: The record, and whether it is new.
  /// - Throws: `StoreError.invalidRow` for an unknown instrument or a repeated id; nothing is stored.
  public func put(
    asOf: CivilDate, source: String, positions: some Sequence<Position>,
    instruments: [String: InstrumentReference]
  ) throws -> (record: PositionSnapshotRecord, isNew: Bool) {
    let loaded = try load(asOf: asOf, source: source) { store in
      for position in positions {
        guard let instrument = instruments[position.instrumentID] else {
          throw StoreError.invalidRow(
            id: position.id, field: "instrument_id",
            message: "'\(position.instrumentID)' is not known; import the instrument first")
        }
        try store([HeldPosition(position, in: instrument)])
      }
    }
    return (loaded.record, loaded.isNew)
  }

  /// Stores positions as a snapshot, chunk by chunk in one transaction, with the nodes of their portfolios.
  ///
  /// Chunks are sent to the server as they come while ids ascend; from the first that does not, they are sorted first.
  ///
  /// - Parameter body: Gives each chunk to its argument; must not use the connection. When it throws, nothing is stored.
  /// - Returns: What `body` gives, the record, and whether it is new.
  /// - Throws: `StoreError.invalidRow` for a repeated id; what `body` throws; nothing is stored.
  public func load<Success>(
    asOf: CivilDate, source: String, _ body: (_ store: ([HeldPosition]) throws -> Void) throws -> Success
  ) throws -> (result: Success, record: PositionSnapshotRecord, isNew: Bool) {
    var result: Success?
    let document: PositionSnapshotDocument
    do {
      document = try connection.undoable {
        let number = try connection.query(
          "SELECT nextval(pg_get_serial_sequence('position_snapshot', 'snapshot_no'))::int4")[0].int32(0)
        let partition = "position_\(number)"
        try connection.query("SELECT tenor_open_positions($1)", [.int4(number)])
        var rows: PositionRows
        (result, rows) = try copy(into: partition, snapshot: number, body)
        let document = rows.document(asOf: asOf)
        try insertRecord(document, number: number, source: source)
        try PortfolioStore(connection).ensure(paths: rows.portfolios)
        try CounterpartyStore(connection).require(rows.counterparties)
        try connection.query("SELECT tenor_close_positions($1)", [.int4(number)])
        return document
      }
    } catch let known as AlreadyStored {
      return (result!, known.record, false)
    }
    let id = "sha256:" + (try document.contentHash)
    guard let record = try record(id: id) else {
      throw StoreError.notFound(kind: "position snapshot", id: id)
    }
    return (result!, record, true)
  }

  public func record(id: String) throws -> PositionSnapshotRecord? {
    try connection.query("\(selectRecord) WHERE snapshot_id = $1", [.text(id)]).first.map(record)
  }

  /// The manifest as canonical JSON; `nil` when there is none.
  public func document(id: String) throws -> String? {
    try connection.query("SELECT payload FROM position_snapshot WHERE snapshot_id = $1", [.text(id)])
      .first?.text(0)
  }

  /// Newest first; those older than the snapshot numbered `before`, and of the day `asOf`, when given.
  public func list(limit: Int, before: Int32? = nil, asOf: CivilDate? = nil) throws
    -> [PositionSnapshotRecord]
  {
    try connection.query(
      """
      \(selectRecord) WHERE snapshot_no < $1 \(asOf == nil ? "" : "AND as_of = $3::text::date")
      ORDER BY snapshot_no DESC LIMIT $2
      """,
      [.int4(before ?? Int32.max), .int8(Int64(limit))] + (asOf.map { [.text($0.description)] } ?? [])
    ).map(record)
  }

  /// How many positions of each snapshot are of a portfolio node or below; those without any are left out.
  public func positionCounts(of snapshots: [PositionSnapshotRecord], under node: String) throws -> [Int32:
    Int]
  {
    let rows = try connection.query(
      """
      SELECT position_snapshot_no, count(*) FROM position
      WHERE position_snapshot_no = ANY ($1) AND \(PortfolioStore.isUnder("portfolio_id", node: "$2"))
      GROUP BY 1
      """, [.int4Array(snapshots.map(\.number)), .text(node)])
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.int32(0), $0.int(1)) })
  }

  /// Ends the load of a snapshot that is there already.
  private struct AlreadyStored: Error { let record: PositionSnapshotRecord }

  /// Ids do not ascend: what has been sent cannot stay as it is numbered.
  private struct OutOfOrder: Error {}

  /// Copies what `body` gives, in ascending id.
  private func copy<Success>(
    into partition: String, snapshot: Int32,
    _ body: (_ store: ([HeldPosition]) throws -> Void) throws -> Success
  ) throws -> (Success, PositionRows) {
    var result: Success?
    var all: [HeldPosition] = []
    var inOrder = true
    var rows = PositionRows(snapshot: snapshot)
    try connection.execute("SAVEPOINT copied")
    do {
      try connection.copyIn(partition, columns: PositionRows.columns) { copy in
        result = try body { chunk in
          for held in chunk {
            if let last = all.last, !(last.position.id < held.position.id) { inOrder = false }
            all.append(held)
            if inOrder { try rows.write(held, to: &copy) }
          }
        }
        guard inOrder else { throw OutOfOrder() }
      }
    } catch is OutOfOrder {
      try connection.execute("ROLLBACK TO SAVEPOINT copied")
      all.sort { $0.position.id < $1.position.id }
      rows = PositionRows(snapshot: snapshot)
      try connection.copyIn(partition, columns: PositionRows.columns) { copy in
        for held in all { try rows.write(held, to: &copy) }
      }
    }
    return (result!, rows)
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
