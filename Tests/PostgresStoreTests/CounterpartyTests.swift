import DatesAndConventions
import Instruments
import RunRecords
import TestSupport
import Testing

@testable import PostgresStore

@Suite("Counterparties and reference data", .enabled(if: TestCluster.isAvailable))
struct CounterpartyTests {
  private static let group = Counterparty(id: "G", name: "Group", country: "US")
  private static let dealer = Counterparty(
    id: "D", name: "Dealer", lei: try! LegalEntityIdentifier("9R7GPTSO7KV3UQJZQ078"), country: "GB",
    sector: "BANK", rating: "A+", parentID: "G")

  @Test("counterparties read back as they went, are replaced, and pages follow each other")
  func put() throws {
    let store = CounterpartyStore(try PostgresConnection(try TestCluster.makeDatabase()))
    // A child may come before its parent.
    #expect(try store.put([Self.dealer, Self.group]) == (2, 0))
    #expect(try store.put([Self.dealer, Self.group]) == (0, 0))
    #expect(try store.counterparty(id: "D") == Self.dealer)
    let renamed = Counterparty(id: "D", name: "Dealer plc")
    #expect(try store.put([renamed]) == (0, 1))
    #expect(try store.counterparty(id: "D") == renamed)
    #expect(try store.list(limit: 1) == [renamed])
    #expect(try store.list(limit: 9, after: "D") == [Self.group])
    #expect(try store.ids() == ["D", "G"])
    #expect(try store.counterparty(id: "none") == nil)
  }

  @Test("every version is kept, in order, and none is ever changed")
  func versions() throws {
    let connection = try PostgresConnection(try TestCluster.makeDatabase())
    let store = CounterpartyStore(connection)
    try store.put([Self.dealer, Self.group])
    try store.put([Self.dealer])
    let renamed = Counterparty(id: "D", name: "Dealer plc", parentID: "G")
    try store.put([renamed, Self.group])
    try store.put([Self.dealer])
    let found = try store.versions(of: "D", limit: 10)
    #expect(found.map(\.number) == [3, 2, 1] && found.map(\.isCurrent) == [true, false, false])
    #expect(found.map(\.counterparty) == [Self.dealer, renamed, Self.dealer])
    #expect(try store.versions(of: "D", limit: 1, before: 3) == [found[1]])
    #expect(try store.versions(of: "G", limit: 10).map(\.counterparty) == [Self.group])
    #expect(try store.versions(of: "none", limit: 10).isEmpty)
    for sql in ["DELETE FROM counterparty_version", "UPDATE counterparty_version SET name = 'x'"] {
      #expect(throws: PostgresError.self) { try connection.execute(sql) }
    }
  }

  @Test("an unknown parent and a circle are named, and nothing is stored")
  func refused() throws {
    let connection = try PostgresConnection(try TestCluster.makeDatabase())
    let store = CounterpartyStore(connection)
    func problem(_ counterparties: [Counterparty]) -> [String] {
      do {
        try store.put(counterparties)
        return []
      } catch StoreError.invalid(let problems) {
        return problems.map(\.field)
      } catch {
        return ["\(error)"]
      }
    }
    #expect(problem([Self.dealer]) == ["counterparties[D].parent_id"])
    #expect(try store.ids().isEmpty)
    #expect(problem([Self.dealer, Self.group]) == [])
    let circle = Counterparty(id: "G", name: "Group", parentID: "E")
    let between = Counterparty(id: "E", name: "Between", parentID: "D")
    #expect(problem([circle, between]) == ["counterparties[E].parent_id"])
    #expect(try store.counterparty(id: "G") == Self.group && store.counterparty(id: "E") == nil)
    for sql in ["DELETE FROM counterparty", "TRUNCATE counterparty CASCADE"] {
      #expect(throws: PostgresError.self) { try connection.execute(sql) }
    }
  }

  @Test("positions keep the counterparty they name; an unknown one refuses the snapshot")
  func positions() throws {
    let book = try SampleBook(count: 3)
    try CounterpartyStore(book.connection).put([Self.group])
    let instruments = try InstrumentStore(book.connection).current()
    let snapshots = PositionSnapshotStore(book.connection)
    func put(_ counterparty: String?) throws -> PositionSnapshotRecord {
      let position = Position(
        id: "P", portfolio: "FUND", instrumentID: "I1", quantity: 1, counterpartyID: counterparty)
      return try snapshots.put(
        asOf: SampleBook.asOf, source: "x", positions: [position], instruments: instruments
      ).record
    }
    let named = try put("G")
    let stored = try PositionReader(book.connection).position(id: "P", inSnapshot: named.number)
    #expect(stored?.position.counterpartyID == "G")
    #expect(try put(nil).id != named.id)
    #expect(throws: StoreError.notFound(kind: "counterparty", id: "none")) { try put("none") }
    #expect(try snapshots.list(limit: 9).count == 3)
    let detail = try book.connection.query(
      "SELECT counterparty_id FROM position_detail WHERE position_id = 'P'")
    #expect(Set(detail.map { $0.optionalText(0) }) == ["G", nil])
  }

  @Test("columns of a version say what its record says")
  func referenceData() throws {
    let connection = try PostgresConnection(try TestCluster.makeDatabase())
    let store = InstrumentStore(connection)
    let full = InstrumentRecord(
      id: "F", name: "Named", issuer: "Issuer", country: "US", sector: "BANK", rating: "BBB+", vintage: 2019,
      tags: ["b", "a"], terms: SampleBook.instrument(1).terms)
    let bare = InstrumentRecord(id: "B", name: "", terms: SampleBook.instrument(1).terms)
    let forward = InstrumentRecord(
      id: "X", name: "",
      terms: try .fxForward(
        FXForward(
          buyCurrency: .eur, buyAmount: 1, sellCurrency: .usd, sellAmount: 1.1,
          settlementDate: CivilDate(iso: "2023-06-30")!, valueCurrency: .usd)))
    try store.put([full, bare, forward])
    for record in [full, bare, forward] {
      let version = try #require(try store.version(id: record.id))
      #expect(version == InstrumentVersion(record) && version.reference == ReferenceData(record))
      #expect(try InstrumentRecord(json: Array(version.record.utf8)) == record)
    }
    let rows = try connection.query(
      """
      SELECT count(*) FROM instrument WHERE name IS DISTINCT FROM coalesce(terms::jsonb ->> 'name', '')
        OR issuer IS DISTINCT FROM terms::jsonb ->> 'issuer' OR country IS DISTINCT FROM terms::jsonb ->> 'country'
        OR sector IS DISTINCT FROM terms::jsonb ->> 'sector' OR rating IS DISTINCT FROM terms::jsonb ->> 'rating'
        OR vintage IS DISTINCT FROM (terms::jsonb ->> 'vintage')::int2
        OR to_jsonb(tags) IS DISTINCT FROM coalesce(terms::jsonb -> 'tags', '[]')
        OR maturity IS DISTINCT FROM (coalesce(terms::jsonb ->> 'maturity', terms::jsonb ->> 'settlement_date'))::date
      """)
    #expect(rows[0].int(0) == 0)
    #expect(
      try connection.query("SELECT count(*) FROM instrument_latest WHERE 'a' = ANY (tags)")[0].int(0) == 1)
  }

  @Test("a database of before gets the columns from its records")
  func upgrade() throws {
    let connection = try PostgresConnection(try TestCluster.makeDatabase(migrated: false))
    try Migrator(connection, migrations: Migration.all.filter { $0.version < 11 }).migrate()
    let record = InstrumentRecord(
      id: "F", name: "Näme \"q\"", issuer: "Issuer", country: "US", sector: "BANK", rating: "BBB+",
      terms: SampleBook.instrument(1).terms)
    let bare = InstrumentRecord(id: "B", name: "", terms: record.terms)
    for version in [InstrumentVersion(record), InstrumentVersion(bare)] {
      try connection.query(
        """
        INSERT INTO instrument (instrument_id, version_hash, product_type, currency, terms) VALUES ($1, $2, $3, $4, $5)
        """,
        [
          .text(version.id), .text(version.versionHash), .text(version.productType.rawValue),
          .text(version.currency), .text(version.record),
        ])
    }
    try connection.execute(
      "INSERT INTO instrument_current SELECT instrument_id, instrument_no FROM instrument")
    try Migrator(connection).migrate()
    let store = InstrumentStore(connection)
    #expect(try store.version(id: "F") == InstrumentVersion(record))
    #expect(try store.version(id: "B") == InstrumentVersion(bare))
    #expect(throws: PostgresError.self) { try connection.execute("UPDATE instrument SET issuer = 'x'") }
  }
}
