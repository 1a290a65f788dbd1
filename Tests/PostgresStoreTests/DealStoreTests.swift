import DatesAndConventions
import Instruments
import JSONDocuments
import MarketData
import Pricing
import RunRecords
import StructuredDeals
import TestSupport
import Testing

@testable import PostgresStore

@Suite("Deals", .enabled(if: TestCluster.isAvailable))
struct DealStoreTests {
  private let connection: PostgresConnection
  private let store: DealStore

  init() throws {
    connection = try PostgresConnection(try TestCluster.makeDatabase())
    store = DealStore(connection)
  }

  /// A small deal; `coupon` makes versions differ.
  static func document(_ name: String = "deal-1", coupon: String = "5%") throws -> DealDocument {
    let text = """
      {"deal_id": "\(name)", "as_of": "2026-01-31", "currency": "USD",
       "deal": {"name": "d", "first_payment": "2026-02-25",
         "collateral": [{"name": "pool", "interest_to": "cash", "principal_to": "cash"}],
         "bonds": [{"name": "A", "balance": 90, "coupon": "\(coupon)"}, {"name": "R"}], "accounts": [{"name": "cash"}],
         "waterfall": [{"step": "PAY_INTEREST", "from": "cash", "bonds": ["A"]},
                       {"step": "PAY_PRINCIPAL", "from": "cash", "pay": "A"},
                       {"step": "RELEASE", "from": "cash", "to": "R"}]},
       "collateral": {"pool": [{"loan_id": "1", "balance": 100, "note_rate_percent": 6, "remaining_months": 24}]},
       "assumptions": {"*": {"prepayment": "8 CPR"}}}
      """
    return try DealDocument(json: Array(text.utf8))
  }

  private func move(_ number: Int, to state: DealState, by user: String, comment: String = "looked at") throws
    -> DealState
  {
    try store.move(number, of: "deal-1", to: state, by: user, comment: comment).state
  }

  @Test("versions are numbered, found by their hash and never stored twice")
  func versions() throws {
    let first = try store.add(try Self.document(), note: "first", by: "ann")
    #expect(first.isNew && first.version.version == 1 && first.version.state == .uploaded)
    #expect(first.version.asOf == "2026-01-31" && first.version.createdBy == "ann")
    let again = try store.add(try Self.document(), note: "again", by: "bob")
    #expect(!again.isNew && again.version == first.version)
    let second = try Self.document(coupon: "4%")
    #expect(try store.add(second, note: "", by: "ann").version.version == 2)
    #expect(try store.versions(of: "deal-1").map(\.version) == [2, 1])
    #expect(try store.document(hash: second.contentID).json == second.json)
    #expect(try store.document(1, of: "deal-1").contentID == first.version.documentHash)
    _ = try store.add(try Self.document("deal-2"), note: "", by: "ann")
    #expect(try store.deals(limit: 10).map(\.latest.version) == [2, 1])
    #expect(try store.deals(limit: 10, after: "deal-1").map(\.latest.dealID) == ["deal-2"])
    #expect(throws: StoreError.notFound(kind: "deal", id: "deal-3")) { try store.versions(of: "deal-3") }
    #expect(throws: StoreError.self) { try store.version(3, of: "deal-1") }
  }

  @Test("a version comes from upload to archive step by step, approved by another person than its author")
  func life() throws {
    _ = try store.add(try Self.document(), note: "", by: "Ann Lee")
    #expect(throws: StoreError.self) { try move(1, to: .approved, by: "bob") }
    #expect(try move(1, to: .validated, by: "Ann Lee", comment: "") == .validated)
    #expect(throws: StoreError.self) { try move(1, to: .approved, by: "ann  LEE") }
    #expect(throws: StoreError.self) { try move(1, to: .approved, by: "bob", comment: " ") }
    #expect(try store.usable(["deal-1"]).isEmpty)
    #expect(try move(1, to: .approved, by: "bob") == .approved)
    #expect(try move(1, to: .approved, by: "cid") == .approved)
    #expect(try store.usable(["deal-1", "deal-2"]).map(\.version) == [1])
    // A newer version does not serve before it is approved.
    _ = try store.add(try Self.document(coupon: "4%"), note: "", by: "Ann Lee")
    #expect(try store.usable(["deal-1"]).map(\.version) == [1])
    #expect(try store.deals(limit: 1)[0].usableVersion == 1)
    _ = try move(2, to: .validated, by: "ann")
    _ = try move(2, to: .approved, by: "bob")
    #expect(try store.usable(["deal-1"]).map(\.version) == [2])
    #expect(try move(2, to: .archived, by: "bob") == .archived)
    #expect(try store.usable(["deal-1"]).map(\.version) == [1])
    #expect(try move(1, to: .active, by: "worker") == .active)
    #expect(throws: StoreError.self) { try move(1, to: .rejected, by: "bob") }
    let events = try store.events(1, of: "deal-1")
    #expect(events.map(\.state) == [.uploaded, .validated, .approved, .active])
    #expect(
      events.map(\.number) == [1, 2, 3, 4] && events[2].actor == "bob" && events[2].comment == "looked at")
  }

  @Test("the database itself refuses changes, leaps and the author's own approval")
  func enforced() throws {
    _ = try store.add(try Self.document(), note: "", by: "ann")
    for table in ["deal_version", "deal_event"] {
      for statement in [
        "UPDATE \(table) SET version = 2", "DELETE FROM \(table)", "TRUNCATE \(table) CASCADE",
      ] {
        #expect(throws: PostgresError.self) { try connection.execute(statement) }
      }
    }
    func add(_ event: Int, _ state: String, _ actor: String, _ comment: String = "why") throws {
      try connection.query(
        "INSERT INTO deal_event (deal_id, version, event_no, state, actor, comment) VALUES ('deal-1', 1, $1, $2, $3, $4)",
        [.int4(Int32(event)), .text(state), .text(actor), .text(comment)])
    }
    #expect(throws: PostgresError.self) { try add(2, "APPROVED", "bob") }
    #expect(throws: PostgresError.self) { try add(3, "VALIDATED", "bob") }
    try add(2, "VALIDATED", "ann")
    #expect(throws: PostgresError.self) { try add(3, "APPROVED", " ANN ") }
    #expect(throws: PostgresError.self) { try add(3, "APPROVED", "bob", "") }
    try add(3, "APPROVED", "bob")
    #expect(throws: PostgresError.self) { try add(4, "REJECTED", "bob") }
    #expect(throws: PostgresError.self) {
      try connection.query(
        """
        INSERT INTO deal_version (deal_id, version, as_of, document, document_hash, note, created_by)
        VALUES ('deal-9', 1, '2026-01-31', '{}', 'sha256:' || repeat('0', 64), '', 'ann')
        """)
    }
  }

  @Test("a run freezes the approved versions of the deals that its book holds, and keeps them")
  func frozenIntoRuns() throws {
    _ = try store.add(try Self.document(), note: "", by: "ann")
    _ = try move(1, to: .validated, by: "ann")
    _ = try move(1, to: .approved, by: "bob")
    // Uploaded and held, but approved by nobody.
    _ = try store.add(try Self.document("deal-2"), note: "", by: "ann")
    let market = try MarketSnapshotStore(connection).put(SampleBook.snapshot).record
    try PortfolioStore(connection).ensure(paths: ["FUND"])
    let instruments = try ["deal-1", "deal-2"].map { name in
      InstrumentRecord(
        id: name, name: name,
        terms: .assetBacked(.dealTranche(try DealTranche(currency: .usd, dealID: name, bond: "A"))))
    }
    try InstrumentStore(connection).put(instruments)
    let positions = try PositionSnapshotStore(connection).put(
      asOf: SampleBook.asOf, source: "test",
      positions: instruments.map {
        Position(id: "P-\($0.id)", portfolio: "FUND", instrumentID: $0.id, quantity: 10)
      }, instruments: try InstrumentStore(connection).current()
    ).record
    let request = RunRequest(
      marketSnapshotID: market.id, positionSnapshotID: positions.id, scenarios: SampleBook.scenarios,
      pricing: PricingRequest(measures: [.presentValue], reportingCurrency: .usd), bucketCount: 1,
      codeVersion: "test")
    let runs = RunStore(connection)
    let first = try runs.create(request, id: RunID("R1")!, by: "cid")
    let hash = try Self.document().contentID
    #expect(try runs.request(id: first.id)?.deals == ["deal-1": hash])
    let last = try #require(try store.events(1, of: "deal-1").last)
    #expect(last.state == .active && last.actor == "cid" && last.comment == "run R1")
    // The same question is the same run, until another version is approved.
    #expect(try runs.create(request, id: RunID("R2")!, by: "cid", isUnique: true).id == first.id)
    let second = try Self.document(coupon: "4%")
    _ = try store.add(second, note: "", by: "ann")
    _ = try move(2, to: .validated, by: "ann")
    _ = try move(2, to: .approved, by: "bob")
    let other = try runs.create(request, id: RunID("R3")!, by: "cid", isUnique: true)
    #expect(other.id.text == "R3" && other.requestHash != first.requestHash)
    #expect(try runs.request(id: other.id)?.deals == ["deal-1": second.contentID])
    #expect(try runs.request(id: first.id)?.deals == ["deal-1": hash])
    #expect(try store.document(hash: hash).package.deal.bonds[0].coupon.text == "5%")
  }

  @Test("a request without deals is written as before there were deals")
  func requestsWithoutDeals() throws {
    let book = try SampleBook(count: 3)
    let run = try book.makeRun()
    let request = try #require(try RunStore(book.connection).request(id: run.id))
    #expect(request.deals == nil)
    #expect(try !CanonicalJSON.encode(request).contains("deals"))
  }
}
