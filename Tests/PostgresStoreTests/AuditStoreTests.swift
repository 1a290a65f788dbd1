import AuditTrail
import JSONDocuments
import TestSupport
import Testing

@testable import PostgresStore

@Suite("Audit trail", .enabled(if: TestCluster.isAvailable))
struct AuditStoreTests {
  private let connection: PostgresConnection
  private let settings: PostgresSettings
  private let store: AuditStore

  init() throws {
    settings = try TestCluster.makeDatabase()
    connection = try PostgresConnection(settings)
    store = AuditStore(connection)
  }

  private static func event(_ number: Int, actor: String = "ann", action: String = "getRun") throws
    -> AuditEvent
  {
    try AuditEvent(
      time: 1_795_276_800_000 + Int64(number), actor: AuditActor(name: actor, authenticatedBy: "none"),
      action: action, object: AuditObject(kind: "run", id: "R\(number % 3)"), outcome: "200",
      requestID: "r\(number)", clientAddress: "127.0.0.1",
      details: JSONObject([.init("path", .string("/v1/runs/é\"\\\(number)"))]))
  }

  /// Ten records, in batches.
  @discardableResult
  private func fill() throws -> AuditHead {
    for batch in [1...1, 2...7, 8...10] { try store.append(batch.map { try Self.event($0) }) }
    return try store.head()
  }

  @Test("what is appended is read as it was, in a chain")
  func roundTrip() throws {
    #expect(try store.head() == .beginning)
    #expect(try store.append([]) == nil)
    let head = try fill()
    let expected = AuditRecord.chain(try (1...10).map { try Self.event($0) }, after: .beginning)
    #expect(try store.list(AuditFilter(), limit: 100).reversed() == expected)
    #expect(head == expected[9].head)
    #expect(try store.verify(kept: [expected[4].head, head]) == head)
  }

  @Test("records are found by who, what, object and day, page by page")
  func listing() throws {
    try store.append(
      (1...9).map {
        try Self.event($0, actor: $0 > 5 ? "bob" : "ann", action: $0 == 4 ? "cancelRun" : "getRun")
      })
    func found(_ limit: Int = 100, before: Int64? = nil, _ change: (inout AuditFilter) -> Void) throws
      -> [Int64]
    {
      var filter = AuditFilter()
      change(&filter)
      return try store.list(filter, limit: limit, before: before).map(\.sequence)
    }
    #expect(try found { $0.actor = "bob" } == [9, 8, 7, 6])
    #expect(try found(2, before: 8) { $0.actor = "bob" } == [7, 6])
    #expect(try found { $0.action = "cancelRun" } == [4])
    #expect(try found { $0.objectID = "R0" } == [9, 6, 3])
    #expect(try found { ($0.objectID, $0.actor) = ("R0", "ann") } == [3])
    #expect(try found { ($0.from, $0.until) = (1_795_276_800_003, 1_795_276_800_005) } == [4, 3])
    #expect(try found { $0.actor = "' OR true --" } == [])
  }

  @Test("many writers make one chain without gaps")
  func writers() async throws {
    let settings = settings
    try await onThreads(4) { writer in
      let store = AuditStore(try PostgresConnection(settings))
      for number in 0..<25 { try store.append([Self.event(number, actor: "writer \(writer)")]) }
    }
    #expect(try store.verify(kept: []).sequence == 100)
  }

  @Test("an event that is rolled back with its change leaves no gap")
  func rollBack() throws {
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try connection.transaction {
        try store.append([Self.event(1)])
        throw Stop()
      }
    }
    try store.append([Self.event(2)])
    #expect(try store.verify(kept: []).sequence == 1)
  }

  @Test(
    "the database refuses every change, to a superuser and in the part of a replica, too",
    arguments: [
      "UPDATE audit_record SET actor = 'nobody' WHERE sequence = 3", "UPDATE audit_record SET actor = actor",
      "DELETE FROM audit_record WHERE sequence = 10", "DELETE FROM audit_record", "TRUNCATE audit_record",
      "INSERT INTO audit_record SELECT 12, time, actor, authenticated_by, action, object_kind, object_id, outcome, "
        + "request_id, client_address, details, hash, hash FROM audit_record WHERE sequence = 10",
      "INSERT INTO audit_record SELECT 11, time, actor, authenticated_by, action, object_kind, object_id, outcome, "
        + "request_id, client_address, details, previous_hash, hash FROM audit_record WHERE sequence = 10",
    ])
  func refusals(sql: String) throws {
    let head = try fill()
    for role in ["origin", "replica"] {
      try connection.execute("SET session_replication_role = \(role)")
      let error = #expect(throws: PostgresError.self) { try connection.execute(sql) }
      #expect(error?.kind == .immutable, "\(role): \(sql)")
    }
    #expect(try store.verify(kept: []) == head)
  }

  /// As docs/audit.md has it.
  @Test("a role that does not own the table reads and adds, and can take no trigger away")
  func serviceRole() throws {
    try fill()
    let number = UInt32.random(in: 0 ... .max)
    let (owner, service) = ("tenor_audit_\(number)", "tenor_\(number)")
    try connection.execute(
      """
      CREATE ROLE \(owner) NOLOGIN;
      CREATE ROLE \(service) LOGIN;
      GRANT CREATE ON SCHEMA public TO \(owner), \(service);
      ALTER TABLE audit_record OWNER TO \(owner);
      ALTER FUNCTION tenor_refuse_audit_change() OWNER TO \(owner);
      ALTER FUNCTION tenor_check_audit_chain() OWNER TO \(owner);
      REVOKE CREATE ON SCHEMA public FROM \(owner);
      GRANT SELECT, INSERT ON audit_record TO \(service);
      GRANT SELECT ON audit_archive TO \(service);
      SET ROLE \(service)
      """)
    defer {
      try? connection.execute(
        "RESET ROLE; DROP OWNED BY \(owner), \(service); DROP ROLE \(owner); DROP ROLE \(service)")
    }
    try store.append([Self.event(11)])
    #expect(try store.verify(kept: []).sequence == 11)
    for sql in [
      "UPDATE audit_record SET actor = 'nobody'", "DELETE FROM audit_record", "TRUNCATE audit_record",
      "ALTER TABLE audit_record DISABLE TRIGGER ALL", "DROP TABLE audit_record",
      "DROP TRIGGER never_change ON audit_record",
      "CREATE OR REPLACE FUNCTION tenor_refuse_audit_change() RETURNS trigger LANGUAGE plpgsql "
        + "AS 'BEGIN RETURN NULL; END'",
    ] {
      let error = #expect(throws: PostgresError.self) { try connection.execute(sql) }
      #expect(error?.sqlState == "42501", "\(sql): \(String(describing: error))")
    }
  }

  /// What a superuser does who has taken the triggers away.
  private func tamper(_ sql: String) throws {
    try connection.execute("ALTER TABLE audit_record DISABLE TRIGGER ALL; \(sql)")
  }

  private static let tamperings: [(String, AuditFault)] = [
    ("UPDATE audit_record SET actor = 'nobody' WHERE sequence = 3", .edited(sequence: 3)),
    (
      "UPDATE audit_record SET details = replace(details, ':', ': ') WHERE sequence = 7",
      .edited(sequence: 7)
    ),
    ("UPDATE audit_record SET time = time + interval '1 ms' WHERE sequence = 10", .edited(sequence: 10)),
    (
      "ALTER TABLE audit_record DROP CONSTRAINT audit_record_time_check; "
        + "UPDATE audit_record SET time = time + interval '1 us' WHERE sequence = 9", .edited(sequence: 9)
    ),
    (
      "ALTER TABLE audit_record DROP CONSTRAINT audit_record_time_check; "
        + "UPDATE audit_record SET time = 'infinity' WHERE sequence = 2", .edited(sequence: 2)
    ),
    (
      "ALTER TABLE audit_record ALTER actor DROP NOT NULL; "
        + "UPDATE audit_record SET actor = NULL WHERE sequence = 5", .edited(sequence: 5)
    ),
    ("DELETE FROM audit_record WHERE sequence = 1", .missing(from: 1, through: 1)),
    ("DELETE FROM audit_record WHERE sequence BETWEEN 4 AND 6", .missing(from: 4, through: 6)),
    (
      "UPDATE audit_record SET sequence = CASE sequence WHEN 4 THEN -5 ELSE 4 END WHERE sequence IN (4, 5)",
      .edited(sequence: 4)
    ),
    (
      "DELETE FROM audit_record WHERE sequence = 6; UPDATE audit_record SET sequence = sequence - 1 WHERE sequence > 6",
      .edited(sequence: 6)
    ),
  ]

  @Test(
    "what is changed behind the triggers is found, and the first wrong record named", arguments: tamperings)
  func tampering(sql: String, fault: AuditFault) throws {
    try fill()
    // Records change places by way of numbers that the table does not allow.
    try connection.execute("ALTER TABLE audit_record DROP CONSTRAINT audit_record_sequence_check")
    try tamper(sql)
    try connection.execute("UPDATE audit_record SET sequence = -sequence WHERE sequence < 0")
    #expect(throws: fault) { try store.verify(kept: []) }
  }

  @Test("a trail cut at its end is found by a head kept elsewhere, and so is one written anew")
  func heads() throws {
    let head = try fill()
    try tamper("DELETE FROM audit_record WHERE sequence > 8")
    #expect(try store.verify(kept: []).sequence == 8)
    #expect(throws: AuditFault.truncated(last: 8, head: head)) { try store.verify(kept: [head]) }
    try store.append([Self.event(20), Self.event(21)])
    #expect(try store.verify(kept: []).sequence == 10)
    #expect(throws: AuditFault.differs(head)) { try store.verify(kept: [head]) }
    try tamper("DELETE FROM audit_record")
    #expect(throws: AuditFault.truncated(last: 0, head: head)) { try store.verify(kept: [head]) }
  }
}
