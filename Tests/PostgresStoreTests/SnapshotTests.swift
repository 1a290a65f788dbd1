import DatesAndConventions
import Instruments
import JSONDocuments
import MarketData
import RunRecords
import Synchronization
import TestSupport
import Testing

@testable import PostgresStore

@Suite("Snapshots", .enabled(if: TestCluster.isAvailable))
struct SnapshotTests {
  @Test("the same content is stored once, and reads back as it went")
  func putTwice() throws {
    let book = try SampleBook(count: 40)
    let markets = MarketSnapshotStore(book.connection)
    let again = try markets.put(SampleBook.snapshot)
    #expect(!again.isNew && again.record == book.market)
    #expect(try markets.snapshot(id: book.market.id) == SampleBook.snapshot)
    #expect(try markets.snapshot(id: "sha256:none") == nil)
    #expect(try markets.list(limit: 10) == [book.market])

    let instruments = InstrumentStore(book.connection)
    #expect(try instruments.put((0..<50).map(SampleBook.instrument)) == 0)
    let positions = PositionSnapshotStore(book.connection)
    let same = try positions.put(
      asOf: SampleBook.asOf, source: "again", positions: SampleBook.positions(40),
      instruments: try instruments.current())
    #expect(!same.isNew && same.record == book.positions)
    let fewer = try positions.put(
      asOf: SampleBook.asOf, source: "test", positions: SampleBook.positions(39),
      instruments: try instruments.current())
    #expect(fewer.isNew && fewer.record.positionCount == 39)
    #expect(try positions.list(limit: 10) == [fewer.record, book.positions])

    var read: [Position] = []
    try PositionReader(book.connection).forEachChunk(ofSnapshot: book.positions.number, chunk: 7) { chunk in
      #expect(chunk.count <= 7)
      for stored in chunk {
        #expect(Int(stored.number) == read.count)
        let instrument = try InstrumentReader().record(json: stored.instrumentRecord)
        #expect(instrument.id == stored.position.instrumentID)
        read.append(stored.position)
      }
    }
    #expect(read == SampleBook.positions(40))
    let one = try PositionReader(book.connection).position(id: "P00007", inSnapshot: book.positions.number)
    #expect(one?.position == SampleBook.positions(40)[7])
  }

  @Test("a new version of an instrument becomes the current one; the old one stays, and can come back")
  func versions() throws {
    let connection = try PostgresConnection(try TestCluster.makeDatabase())
    let store = InstrumentStore(connection)
    let first = SampleBook.instrument(1)
    let second = InstrumentRecord(id: "I1", name: "Renamed", terms: first.terms)
    #expect(try store.put([first]) == 1)
    #expect(try store.put([second]) == 1)
    #expect(try store.version(id: "I1")?.versionHash == second.contentHash)
    #expect(
      try store.version(id: "I1", versionHash: first.contentHash)
        == InstrumentVersion(first))
    #expect(try store.put([first]) == 0)
    #expect(try store.current(ids: ["I1", "none"]).mapValues(\.versionHash) == ["I1": first.contentHash])
  }

  @Test("positions that cannot be stored are named, and nothing is stored")
  func refusedPositions() throws {
    let book = try SampleBook(count: 3)
    let store = PositionSnapshotStore(book.connection)
    let instruments = try InstrumentStore(book.connection).current()
    func put(_ positions: [Position]) throws {
      _ = try store.put(asOf: SampleBook.asOf, source: "x", positions: positions, instruments: instruments)
    }
    let good = SampleBook.positions(9)
    let unknown = Position(id: "Z", portfolio: "FUND/CREDIT", instrumentID: "none", quantity: 1)
    #expect(throws: StoreError.self) { try put(good + [unknown]) }
    #expect(throws: StoreError.self) { try put(good + [good[8]]) }
    #expect(throws: StoreError.self) { try put([good[8]] + good) }
    #expect(try store.list(limit: 10) == [book.positions])
    let partitions = try book.connection.query(
      "SELECT count(*) FROM pg_class WHERE relname ~ '^position_[0-9]+$' AND relkind = 'r'")
    #expect(partitions[0].int(0) == 1)
    #expect(throws: StoreError.self) { try PortfolioStore(book.connection).ensure(paths: ["A/B/C/D/E"]) }
  }

  @Test("positions come in any order and in chunks; their portfolios come with them")
  func order() throws {
    let book = try SampleBook(count: 300)
    let store = PositionSnapshotStore(book.connection)
    let instruments = try InstrumentStore(book.connection).current()
    let sorted = SampleBook.positions(300)
    // In order up to a point, so that some are sent before the order breaks.
    let late = Array(sorted[..<250]) + sorted[250...].reversed()
    let mixed = (0..<300).map { sorted[$0 * 37 % 300] }
    for positions in [sorted.reversed(), late, mixed] {
      let loaded = try store.load(asOf: SampleBook.asOf, source: "again") { store in
        for start in stride(from: 0, to: 300, by: 70) {
          try store(
            positions[start..<min(start + 70, 300)].map {
              HeldPosition($0, in: instruments[$0.instrumentID]!)
            })
        }
        return "read"
      }
      #expect(loaded.result == "read" && !loaded.isNew && loaded.record == book.positions)
    }
    let moved = late.map {
      Position(id: $0.id, portfolio: "NEW/\($0.portfolio)", instrumentID: $0.instrumentID, quantity: 1)
    }
    func load(_ positions: [Position]) throws -> PositionSnapshotRecord {
      try store.put(asOf: SampleBook.asOf, source: "x", positions: positions, instruments: instruments).record
    }
    let refused = moved.filter { !$0.portfolio.hasSuffix("BOOK 1") }
    #expect(throws: StoreError.self) { try load(refused + [refused[0]]) }
    #expect(try PortfolioStore(book.connection).nodes(under: "NEW").isEmpty)
    let record = try load(refused)
    #expect(try PortfolioStore(book.connection).nodes(under: "NEW").count == 5)
    var ids: [String] = []
    try PositionReader(book.connection).forEachChunk(ofSnapshot: record.number, chunk: 100) { chunk in
      ids += chunk.map(\.position.id)
    }
    #expect(ids == refused.map(\.id).sorted())
  }

  @Test("a load that is broken off leaves nothing")
  func brokenOff() throws {
    struct Stop: Error {}
    let book = try SampleBook(count: 3)
    let instruments = try InstrumentStore(book.connection).current()
    #expect(throws: Stop.self) {
      try PositionSnapshotStore(book.connection).load(asOf: SampleBook.asOf, source: "x") { store in
        try store(SampleBook.positions(2_000).map { HeldPosition($0, in: instruments[$0.instrumentID]!) })
        throw Stop()
      }
    }
    #expect(throws: Stop.self) {
      try InstrumentStore(book.connection).load { store in
        try store((0..<2_000).map { InstrumentVersion(SampleBook.instrument($0)) })
        throw Stop()
      }
    }
    #expect(try PositionSnapshotStore(book.connection).list(limit: 10) == [book.positions])
    #expect(try InstrumentStore(book.connection).current().count == 50)
    let left = try book.connection.query(
      "SELECT (SELECT count(*) FROM instrument), (SELECT count(*) FROM pg_class WHERE relname ~ '^position_[0-9]+$')"
    )
    #expect(left[0].int(0) == 50 && left[0].int(1) == 1)
  }

  @Test("instruments in chunks: new, known, changed and come back; each ends as the current version")
  func instrumentChunks() throws {
    let connection = try PostgresConnection(try TestCluster.makeDatabase())
    let store = InstrumentStore(connection)
    func record(_ number: Int, _ name: String) -> InstrumentVersion {
      InstrumentVersion(
        InstrumentRecord(id: "I\(number)", name: name, terms: SampleBook.instrument(number).terms))
    }
    func load(_ names: [String]) throws -> Int {
      let versions = names.enumerated().map { record($0.offset, $0.element) }
      let new = try store.load { store in
        for start in stride(from: 0, to: versions.count, by: 7) {
          try store(Array(versions[start..<min(start + 7, versions.count)]))
        }
      }.new
      let current = try store.current()
      #expect(current.count == versions.count)
      for version in versions { #expect(current[version.id]?.versionHash == version.versionHash) }
      return new
    }
    let first = Array(repeating: "first", count: 20)
    #expect(try load(first) == 20)
    #expect(try load(first) == 0)
    let mixed = (0..<30).map { $0 % 2 == 0 ? "first" : "second" }
    #expect(try load(mixed) == 20)
    #expect(try load(first + mixed[20...]) == 0)
    #expect(try load(mixed) == 0)
  }

  @Test("loads at once take turns and store each version once")
  func loadsAtOnce() async throws {
    let settings = try TestCluster.makeDatabase()
    let new = Mutex(0)
    try await onThreads(4) { _ in
      let count = try InstrumentStore(try PostgresConnection(settings)).put(
        (0..<300).map(SampleBook.instrument))
      new.withLock { $0 += count }
    }
    #expect(new.withLock { $0 } == 300)
    #expect(try InstrumentStore(try PostgresConnection(settings)).current().count == 300)
  }

  @Test("the database refuses a current version that is not one of the instrument's")
  func currentVersion() throws {
    let book = try SampleBook(count: 3)
    for sql in [
      "INSERT INTO instrument_current VALUES ('other', 1)",
      "INSERT INTO instrument_current VALUES ('other', 999)",
      "UPDATE instrument_current SET instrument_no = instrument_no % 50 + 1",
      "UPDATE instrument_current SET instrument_no = 999 WHERE instrument_no = 1",
    ] {
      let error = #expect(throws: PostgresError.self, "\(sql)") { try book.connection.execute(sql) }
      #expect(error?.kind == .foreignKeyViolation, "\(sql)")
    }
    for sql in ["DELETE FROM instrument_current", "TRUNCATE instrument_current"] {
      let error = #expect(throws: PostgresError.self, "\(sql)") { try book.connection.execute(sql) }
      #expect(error?.kind == .immutable, "\(sql)")
    }
  }

  @Test("the database refuses every change of snapshots, positions and instrument versions")
  func immutable() throws {
    let book = try SampleBook(count: 5)
    for table in ["marketdata_snapshot", "position_snapshot", "instrument", "position", "position_1"] {
      let column = table.hasPrefix("position_1") || table == "position" ? "quantity" : "created_at"
      let value = column == "quantity" ? "1" : "now()"
      for sql in [
        "UPDATE \(table) SET \(column) = \(value)", "DELETE FROM \(table)",
        "DELETE FROM \(table) WHERE false",
        "TRUNCATE \(table) CASCADE",
      ] {
        let error = #expect(throws: PostgresError.self, "\(sql)") { try book.connection.execute(sql) }
        #expect(error?.kind == .immutable, "\(sql)")
      }
    }
    for table in ["position", "position_1"] {
      let error = #expect(throws: PostgresError.self) {
        try book.connection.execute("INSERT INTO \(table) SELECT * FROM position")
      }
      #expect(error?.kind == .immutable)
    }
  }

  @Test("a document that is not what its hash says is refused by the database")
  func wrongHash() throws {
    let connection = try PostgresConnection(try TestCluster.makeDatabase())
    let id = "sha256:" + ContentHash.sha256Hex("{}")
    func put(_ payload: String) throws {
      try connection.query(
        """
        INSERT INTO marketdata_snapshot (snapshot_id, schema_version, valuation_date, source, payload, payload_hash)
        VALUES ($1, 1, '2023-03-31', 's', $2, $1)
        """, [.text(id), .text(payload)])
    }
    let error = #expect(throws: PostgresError.self) { try put(#"{"a":1}"#) }
    #expect(error?.kind == .invalidData)
    try put("{}")
  }

  @Test("nodes under a node are its own, not those that merely begin like it")
  func nodes() throws {
    let connection = try PostgresConnection(try TestCluster.makeDatabase())
    let store = PortfolioStore(connection)
    try store.ensure(paths: SampleBook.paths + ["FUND/CREDIT 2/US"])
    try store.ensure(paths: SampleBook.paths)
    #expect(try store.nodes(under: "FUND/CREDIT").map(\.id) == ["FUND/CREDIT", "FUND/CREDIT/US"])
    #expect(try store.nodes().count == 9)
  }
}
