public import Instruments
public import RunRecords

/// Instruments: every version that was ever imported, and which one is current.
public struct InstrumentStore {
  private let connection: PostgresConnection

  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// Stores the records that are new and makes each of them the current version of its instrument.
  ///
  /// - Parameter records: One record per instrument id.
  /// - Returns: How many versions were new.
  @discardableResult
  public func put(_ records: some Sequence<InstrumentRecord>) throws -> Int {
    try connection.transaction {
      try connection.execute(
        """
        CREATE TEMP TABLE incoming_instrument (instrument_id text COLLATE "C", version_hash text COLLATE "C",
          product_type text, currency text, terms text) ON COMMIT DROP
        """)
      let columns = ["instrument_id", "version_hash", "product_type", "currency", "terms"]
      try connection.copyIn("incoming_instrument", columns: columns) { copy in
        for record in records {
          let version = InstrumentVersion(record)
          try copy.beginRow()
          try copy.write(version.id)
          try copy.write(version.versionHash)
          try copy.write(version.productType.rawValue)
          try copy.write(version.currency)
          try copy.write(version.record)
        }
      }
      let inserted = try connection.query(
        """
        INSERT INTO instrument (instrument_id, version_hash, product_type, currency, terms)
        SELECT instrument_id, version_hash, product_type, currency, terms FROM incoming_instrument ORDER BY instrument_id
        ON CONFLICT (instrument_id, version_hash) DO NOTHING
        """)
      try connection.execute(
        """
        INSERT INTO instrument_current (instrument_id, instrument_no)
        SELECT i.instrument_id, i.instrument_no
        FROM incoming_instrument JOIN instrument i USING (instrument_id, version_hash) ORDER BY i.instrument_id
        ON CONFLICT (instrument_id) DO UPDATE SET instrument_no = excluded.instrument_no
        WHERE instrument_current.instrument_no <> excluded.instrument_no;
        ANALYZE instrument;
        """)
      return inserted.affected
    }
  }

  /// The current version of every instrument, by id; only of `ids` when given.
  public func current(ids: [String]? = nil) throws -> [String: InstrumentReference] {
    var found: [String: InstrumentReference] = [:]
    let filter = ids == nil ? "" : "WHERE instrument_id = ANY ($1)"
    try connection.forEachRow(
      "SELECT instrument_id, instrument_no, version_hash, product_type FROM instrument_latest \(filter)",
      ids.map { [.textArray($0)] } ?? []
    ) { row in
      found[row.text(0)] = InstrumentReference(
        number: row.int32(1), versionHash: row.text(2), productType: try productType(row.text(3)))
    }
    return found
  }

  /// One version as stored, the current one unless `versionHash` is given; `nil` when there is none.
  public func version(id: String, versionHash: String? = nil) throws -> InstrumentVersion? {
    let source = versionHash == nil ? "instrument_latest" : "instrument"
    let filter = versionHash == nil ? "" : "AND version_hash = $2"
    let rows = try connection.query(
      """
      SELECT instrument_id, version_hash, product_type, currency, terms FROM \(source)
      WHERE instrument_id = $1 \(filter)
      """, [.text(id)] + (versionHash.map { [.text($0)] } ?? []))
    guard let row = rows.first else { return nil }
    return InstrumentVersion(
      id: row.text(0), versionHash: row.text(1), productType: try productType(row.text(2)),
      currency: row.text(3), record: row.text(4))
  }
}

/// The product type of a stored name.
func productType(_ name: String) throws(StoreError) -> ProductType {
  guard let type = ProductType(rawValue: name) else {
    throw .unreadable("product type '\(name)' is not known to this program; use a newer tenor")
  }
  return type
}
