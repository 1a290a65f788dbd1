public import Instruments
public import RunRecords

/// Instruments: every version that was ever imported, and which one is current.
public struct InstrumentStore {
  let connection: PostgresConnection

  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// Stores the records that are new and makes each of them the current version of its instrument.
  ///
  /// - Parameter records: One record per instrument id.
  /// - Returns: How many versions were new.
  @discardableResult
  public func put(_ records: some Sequence<InstrumentRecord>) throws -> Int {
    try load { store in
      var versions: [InstrumentVersion] = []
      for record in records {
        versions.append(InstrumentVersion(record))
        guard versions.count == InstrumentStore.chunk else { continue }
        try store(versions)
        versions.removeAll(keepingCapacity: true)
      }
      try store(versions)
    }.new
  }

  /// How many versions are best stored at a time.
  public static let chunk = 50_000

  /// Stores versions chunk by chunk in one transaction and makes each the current one of its instrument.
  ///
  /// Loads take turns from their first chunk on: a long one makes the next wait.
  ///
  /// - Parameter body: Gives each chunk to its argument; no instrument id comes twice. When it throws, nothing is stored.
  /// - Returns: What `body` gives, and how many versions were new.
  public func load<Success>(
    _ body: (_ store: ([InstrumentVersion]) throws -> Void) throws -> Success
  ) throws -> (result: Success, new: Int) {
    try connection.undoable {
      var loaded = Loaded()
      let result = try body { versions in
        guard !versions.isEmpty else { return }
        if !loaded.hasTurn { try connection.execute("SELECT pg_advisory_xact_lock(\(InstrumentStore.turn))") }
        loaded.hasTurn = true
        try store(versions, &loaded)
      }
      if loaded.new > 0 { try connection.execute("SELECT tenor_analyze_instruments()") }
      try makeCurrent(loaded)
      return (result, loaded.new)
    }
  }

  /// "instrumt" in ASCII: the lock of those who write instruments.
  private static let turn = 7_597_136_565_394_304_372

  /// What a load has done so far.
  private struct Loaded {
    var hasTurn = false
    var new = 0
    /// From the first number given to a new version to the last; nobody else is given any meanwhile.
    var numbers: ClosedRange<Int32>?
    /// Versions, new or not, of instruments that were there before.
    var ofKnown: [Int32] = []
  }

  private func store(_ versions: [InstrumentVersion], _ loaded: inout Loaded) throws {
    var known: Set<String> = []
    var stored: [String: Int32] = [:]
    try connection.forEachRow(
      "SELECT instrument_id, version_hash, instrument_no FROM instrument WHERE instrument_id = ANY ($1)",
      [.textArray(versions.map(\.id))]
    ) { row in
      known.insert(row.text(0))
      stored[row.text(1)] = row.int32(2)
    }
    var missing: [InstrumentVersion] = []
    for version in versions {
      if let number = stored[version.versionHash] {
        loaded.ofKnown.append(number)
      } else {
        missing.append(version)
      }
    }
    guard !missing.isEmpty else { return }
    let first = try insert(missing)
    for (offset, version) in missing.enumerated() where known.contains(version.id) {
      loaded.ofKnown.append(first + Int32(offset))
    }
    loaded.new += missing.count
    loaded.numbers = (loaded.numbers?.lowerBound ?? first)...(first + Int32(missing.count) - 1)
  }

  /// Adds versions that are not stored yet; the number of the first, from which the others count.
  private func insert(_ versions: [InstrumentVersion]) throws -> Int32 {
    let last = try connection.query(
      """
      SELECT setval(sequence, nextval(sequence) + $1 - 1)::int4
      FROM CAST(pg_get_serial_sequence('instrument', 'instrument_no') AS regclass) AS sequence
      """, [.int8(Int64(versions.count))])[0].int32(0)
    let first = last - Int32(versions.count) + 1
    let columns = [
      "instrument_no", "instrument_id", "version_hash", "product_type", "currency", "name", "issuer",
      "country",
      "sector", "rating", "vintage", "tags", "maturity", "terms",
    ]
    try connection.copyIn("instrument", columns: columns) { copy in
      for (offset, version) in versions.enumerated() {
        try copy.beginRow()
        try copy.write(first + Int32(offset))
        try copy.write(version.id)
        try copy.write(version.versionHash)
        try copy.write(version.productType.rawValue)
        try copy.write(version.currency)
        try copy.write(version.reference.name)
        try copy.write(version.reference.issuer)
        try copy.write(version.reference.country)
        try copy.write(version.reference.sector)
        try copy.write(version.reference.rating)
        if let vintage = version.reference.vintage {
          try copy.write(Int16(vintage))
        } else {
          try copy.writeNull()
        }
        try copy.write(version.reference.tags)
        if let maturity = version.maturity {
          try copy.write(maturity)
        } else {
          try copy.writeNull()
        }
        try copy.write(version.record)
      }
    }
    return first
  }

  /// Makes what was loaded the current versions of their instruments.
  private func makeCurrent(_ loaded: Loaded) throws {
    if !loaded.ofKnown.isEmpty {
      try connection.query(
        """
        UPDATE instrument_current c SET (instrument_no, \(InstrumentStore.searchColumns)) =
          ROW (i.instrument_no, \(InstrumentStore.searchValues))
        FROM unnest($1::int4[]) AS loaded (instrument_no) JOIN instrument i USING (instrument_no)
        WHERE c.instrument_id = i.instrument_id AND c.instrument_no <> i.instrument_no
        """, [.int4Array(loaded.ofKnown)])
    }
    if let numbers = loaded.numbers {
      try connection.query(
        """
        INSERT INTO instrument_current (instrument_id, instrument_no, \(InstrumentStore.searchColumns))
        SELECT i.instrument_id, i.instrument_no, \(InstrumentStore.searchValues) FROM instrument i WHERE i.instrument_no BETWEEN $1 AND $2
          AND NOT EXISTS (SELECT FROM instrument_current c WHERE c.instrument_id = i.instrument_id)
        """, [.int4(numbers.lowerBound), .int4(numbers.upperBound)])
    }
  }

  private static let searchColumns = "product_type, currency, country, sector, issuer, search_text"
  /// Of the version `i`.
  private static let searchValues = """
    i.product_type, i.currency, i.country, i.sector, i.issuer,
      lower(concat_ws(E'\\n', i.instrument_id, i.name, i.issuer))
    """

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
      SELECT \(InstrumentStore.versionColumns) FROM \(source)
      WHERE instrument_id = $1 \(filter)
      """, [.text(id)] + (versionHash.map { [.text($0)] } ?? []))
    return try rows.first.map(InstrumentStore.version)
  }

  /// The current versions of those of `ids` that there are, by id.
  public func versions(ids: [String]) throws -> [String: InstrumentVersion] {
    let versions = try connection.query(
      "SELECT \(InstrumentStore.versionColumns) FROM instrument_latest WHERE instrument_id = ANY ($1)",
      [.textArray(ids)]
    ).map(InstrumentStore.version)
    return Dictionary(uniqueKeysWithValues: versions.map { ($0.id, $0) })
  }

  /// The columns that `version` reads.
  static let versionColumns = """
    instrument_id, version_hash, product_type, currency, name, issuer, country, sector, rating, vintage, tags, terms, \
    maturity
    """

  static func version(_ row: PostgresRow) throws(StoreError) -> InstrumentVersion {
    InstrumentVersion(
      id: row.text(0), versionHash: row.text(1), productType: try productType(row.text(2)),
      currency: row.text(3),
      reference: ReferenceData(
        name: row.text(4), issuer: row.optionalText(5), country: row.optionalText(6),
        sector: row.optionalText(7), rating: row.optionalText(8), vintage: row.optionalInt(9),
        tags: row.texts(10)),
      maturity: row.isNull(12) ? nil : row.date(12), record: row.text(11))
  }
}

/// The product type of a stored name.
func productType(_ name: String) throws(StoreError) -> ProductType {
  guard let type = ProductType(rawValue: name) else {
    throw .unreadable("product type '\(name)' is not known to this program; use a newer tenor")
  }
  return type
}
