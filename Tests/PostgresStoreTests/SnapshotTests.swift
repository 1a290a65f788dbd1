import DatesAndConventions
import Instruments
import JSONDocuments
import MarketData
import RunRecords
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
    let homeless = Position(id: "Z", portfolio: "NOWHERE", instrumentID: "I1", quantity: 1)
    let error = #expect(throws: PostgresError.self) { try put(good + [homeless]) }
    #expect(error?.kind == .foreignKeyViolation)
    #expect(try store.list(limit: 10) == [book.positions])
    let partitions = try book.connection.query(
      "SELECT count(*) FROM pg_class WHERE relname ~ '^position_[0-9]+$' AND relkind = 'r'")
    #expect(partitions[0].int(0) == 1)
    #expect(throws: StoreError.self) { try PortfolioStore(book.connection).ensure(paths: ["A/B/C/D/E"]) }
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

  @Test("scenario sets keep their order and can be replaced")
  func scenarios() throws {
    let connection = try PostgresConnection(try TestCluster.makeDatabase())
    let store = ScenarioStore(connection)
    try store.put(set: "S", description: "d", scenarios: SampleBook.scenarios, by: "me")
    #expect(try store.scenarios(set: "S") == SampleBook.scenarios)
    try store.put(set: "S", description: "d", scenarios: SampleBook.scenarios.reversed(), by: "me")
    #expect(try store.scenarios(set: "S") == SampleBook.scenarios.reversed())
    #expect(try store.scenarios(set: "none") == nil)
    #expect(try store.sets().map(\.id) == ["S"])
  }
}
