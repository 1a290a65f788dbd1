import JSONDocuments
import MarketData
import RunRecords
import TestSupport
import Testing

@testable import PostgresStore

@Suite("Scenario sets", .enabled(if: TestCluster.isAvailable))
struct ScenarioStoreTests {
  private let connection: PostgresConnection
  private let store: ScenarioStore

  init() throws {
    connection = try PostgresConnection(try TestCluster.makeDatabase())
    store = ScenarioStore(connection)
  }

  private static func set(_ basisPoints: [Double]) throws -> ScenarioSet {
    try ScenarioSet(
      id: "DESK",
      scenarios: basisPoints.map { move in
        Scenario(
          id: "MOVE_\(Int(move))", shifts: [.rates(RateShift(shape: .parallel(basisPoints: move)))])
      })
  }

  @discardableResult
  private func add(_ basisPoints: Double..., by user: String = "ann", requiresApproval: Bool = false) throws
    -> ScenarioSetVersion
  {
    var addition = ScenarioStore.Addition(try Self.set(basisPoints), by: user)
    addition.requiresApproval = requiresApproval
    return try store.add(addition).version
  }

  private func usable(_ text: String) throws -> String? {
    try store.usable(try #require(ScenarioSetReference(text)))?.reference.description
  }

  @Test("versions are numbered, keep their order and are never stored twice")
  func versions() throws {
    let first = try add(10, -20)
    #expect(first.version == 1 && first.scenarioCount == 2 && first.createdBy == "ann")
    #expect(try add(-20, 10).version == 2)
    let again = try store.add(ScenarioStore.Addition(try Self.set([10, -20]), by: "bob"))
    #expect(again.version == first && !again.isNew)
    #expect(try store.scenarios(1, of: "DESK") == Self.set([10, -20]).scenarios)
    #expect(try store.versions(of: "DESK").map(\.version) == [2, 1])
    let document = try store.version(1, of: "DESK").document
    #expect(first.documentHash == "sha256:" + ContentHash.sha256Hex(document))
    #expect(try CanonicalJSON.encode(Self.set([10, -20])) == document)
    #expect(try store.sets(limit: 10).map(\.latestVersion) == [2])
    #expect(
      try connection.query("SELECT scenario_id FROM scenario WHERE version = 2 ORDER BY ordinal")
        .map { $0.text(0) } == ["MOVE_-20", "MOVE_10"])
  }

  @Test("the database refuses to change a version, its approval and its retirement")
  func immutable() throws {
    try add(1)
    _ = try store.approve(1, of: "DESK", by: "bob")
    _ = try store.retire(1, of: "DESK", by: "bob", reason: "old")
    for table in ["scenario_set_version", "scenario_set_approval", "scenario_set_retirement"] {
      for statement in ["UPDATE \(table) SET version = 2", "DELETE FROM \(table)"] {
        #expect(throws: PostgresError.self) { try connection.execute(statement) }
      }
    }
  }

  @Test("a set that needs approval serves a version only once another person has approved it")
  func approval() throws {
    try add(1, requiresApproval: true)
    #expect(throws: StoreError.self) { try usable("DESK") }
    #expect(throws: StoreError.self) { try usable("DESK@1") }
    #expect(throws: StoreError.self) { try store.approve(1, of: "DESK", by: "Ann") }
    // Past the program, the database refuses the author too.
    #expect(throws: PostgresError.self) {
      try connection.query(
        "INSERT INTO scenario_set_approval (scenario_set_id, version, approved_by) VALUES ('DESK', 1, 'ANN')")
    }
    #expect(try store.approve(1, of: "DESK", by: "bob").approvedBy == "bob")
    #expect(try store.approve(1, of: "DESK", by: "carl").approvedBy == "bob")
    #expect(try usable("DESK") == "DESK@1")
    // The need stays, and the newest approved version serves.
    try add(2, by: "bob")
    #expect(try usable("DESK") == "DESK@1")
    #expect(throws: StoreError.self) { try usable("DESK@2") }
    _ = try store.approve(2, of: "DESK", by: "ann")
    #expect(try usable("DESK") == "DESK@2")
  }

  @Test("a retired version serves no new run, and the one before it does again")
  func retirement() throws {
    try add(1)
    try add(2)
    #expect(try usable("DESK") == "DESK@2")
    #expect(try store.retire(2, of: "DESK", by: "bob", reason: "typo").retirementReason == "typo")
    #expect(try usable("DESK") == "DESK@1")
    #expect(throws: StoreError.self) { try usable("DESK@2") }
    #expect(throws: StoreError.self) { try store.approve(2, of: "DESK", by: "bob") }
    _ = try store.retire(1, of: "DESK", by: "bob", reason: "all")
    #expect(throws: StoreError.self) { try usable("DESK") }
    #expect(try usable("NONE") == nil)
    #expect(throws: StoreError.self) { try usable("DESK@7") }
    #expect(throws: StoreError.self) { try store.retire(9, of: "DESK", by: "bob", reason: "none") }
  }

  @Test(
    "references are names with a version behind the last @",
    arguments: [
      ("A", "A", nil), ("A@2", "A", 2), ("a@b@3", "a@b", 3), ("A@0", nil, nil), ("A@", nil, nil),
      ("@1", nil, nil), ("", nil, nil), ("A@x", nil, nil), ("A@2147483648", nil, nil),
    ] as [(String, String?, Int?)])
  func references(text: String, name: String?, version: Int?) {
    let reference = ScenarioSetReference(text)
    #expect(reference?.name == name && reference?.version == version)
    if let reference { #expect(reference.description == text) }
  }
}
