import JSONDocuments
import RunRecords
import Synchronization
import TestSupport
import Testing

@testable import PostgresStore

@Suite("Imports", .enabled(if: TestCluster.isAvailable))
struct ImportStoreTests {
  private let settings: PostgresSettings
  private let connection: PostgresConnection
  private let store: ImportStore

  init() throws {
    settings = try TestCluster.makeDatabase()
    connection = try PostgresConnection(settings)
    store = ImportStore(connection)
  }

  private static func addition(
    _ kind: ImportKind = .instruments, content: String = "a", key: String? = nil, isDryRun: Bool = false,
    isAgain: Bool = false
  ) -> ImportStore.Addition {
    var addition = ImportStore.Addition(
      ImportRequest(kind, isDryRun: isDryRun),
      file: SourceFile(name: "f.csv", byteCount: content.utf8.count, sha256: ContentHash.sha256Hex(content)),
      by: "ann")
    addition.key = key
    addition.isAgain = isAgain
    return addition
  }

  /// As `begin` of the store, on a session of its own that ends with this.
  private func look(_ addition: ImportStore.Addition) throws -> (record: ImportRecord, isNew: Bool) {
    try ImportStore(PostgresConnection(settings)).begin(addition)
  }

  private func ended(_ addition: ImportStore.Addition, _ state: ImportState) throws -> ImportRecord {
    let begun = try store.begin(addition)
    #expect(begun.isNew)
    var end = ImportStore.End(state)
    if state == .refused || state == .failed { end.problem = "no good" }
    try store.finish(begun.record.number, end)
    return try store.record(begun.record.number)
  }

  @Test("the same file and request is the same import while it runs and once it is stored whole")
  func once() throws {
    let first = try store.begin(Self.addition())
    #expect(first.isNew && first.record.state == .running && first.record.createdBy == "ann")
    #expect(try look(Self.addition()).record.number == first.record.number)
    var end = ImportStore.End(.succeeded)
    end.counts = ImportCounts(accepted: 5)
    end.result = ImportResult(isNew: true, newCount: 5)
    try store.finish(first.record.number, end)
    let again = try store.begin(Self.addition())
    #expect(!again.isNew && again.record.state == .succeeded && again.record.counts.read == 5)
    #expect(again.record.result == end.result && again.record.finishedAt != nil)
    // Another request for the same content, other content, and whoever insists.
    #expect(try store.begin(Self.addition(.counterparties)).isNew)
    #expect(try store.begin(Self.addition(content: "b")).isNew)
    #expect(try store.begin(Self.addition(isAgain: true)).isNew)
  }

  @Test(
    "what may come to another end now is imported anew", arguments: [ImportState.partial, .refused, .failed])
  func anew(state: ImportState) throws {
    let first = try ended(Self.addition(), state)
    let second = try store.begin(Self.addition())
    #expect(second.isNew && second.record.number > first.number)
  }

  @Test("a dry run is carried out each time")
  func dryRun() throws {
    _ = try ended(Self.addition(isDryRun: true), .succeeded)
    #expect(try store.begin(Self.addition(isDryRun: true)).isNew)
  }

  @Test("a key is for one request: the same gives its import whatever came of it, another is refused")
  func keys() throws {
    let first = try ended(Self.addition(key: "k"), .failed)
    #expect(try store.begin(Self.addition(key: "k")).record.number == first.number)
    #expect(throws: ImportStore.KeyReused(importID: first.id)) {
      try store.begin(Self.addition(content: "b", key: "k"))
    }
    #expect(try store.list(limit: 10).map(\.number) == [first.number])
  }

  @Test("of many that send the same file at once, one begins")
  func atOnce() async throws {
    let begun = Mutex<[Int32: Int]>([:])
    let held = Mutex<[Box]>([])
    let settings = settings
    try await onThreads(6) { _ in
      let connection = try PostgresConnection(settings)
      let (record, isNew) = try ImportStore(connection).begin(Self.addition())
      begun.withLock { $0[record.number, default: 0] += isNew ? 1 : 0 }
      held.withLock { $0.append(Box(connection: connection)) }
    }
    #expect(begun.withLock { Array($0.values) } == [1])
  }

  private struct Box: @unchecked Sendable { let connection: PostgresConnection }

  @Test("an import whose session has ended has failed, and one that goes on has not")
  func broken() throws {
    var other: PostgresConnection? = try PostgresConnection(settings)
    let broken = try ImportStore(try #require(other)).begin(Self.addition()).record.number
    let alive = try store.begin(Self.addition(content: "b")).record.number
    let looking = ImportStore(try PostgresConnection(settings))
    try looking.settleBroken()
    #expect(try looking.record(broken).state == .running)
    other = nil
    // The server notices in its own time.
    let deadline = ContinuousClock.now + .seconds(60)
    repeat {
      try looking.settleBroken()
    } while try looking.record(broken).state == .running
      && ContinuousClock.now < deadline
    #expect(try looking.record(broken).state == .failed)
    #expect(try looking.record(broken).problem?.contains("send the file again") == true)
    #expect(try looking.record(alive).state == .running)
    #expect(throws: StoreError.self) { try looking.finish(broken, ImportStore.End(.succeeded)) }
    #expect(try looking.begin(Self.addition()).isNew)
  }

  @Test("rejections are kept in order, and progress is told while it runs")
  func rejections() throws {
    let number = try store.begin(Self.addition()).record.number
    try store.note(ImportCounts(accepted: 3, rejected: 1), of: number)
    #expect(try store.record(number).counts == ImportCounts(accepted: 3, rejected: 1))
    var end = ImportStore.End(.partial)
    end.counts = ImportCounts(accepted: 3, rejected: 3)
    end.rejections = (1...3).map {
      ImportRejection(
        number: $0, file: "f.csv", line: $0 == 2 ? nil : $0 + 1, row: $0, field: $0 == 3 ? nil : "quantity",
        value: "x\0y", message: "is wrong; write a number; or none")
    }
    try store.finish(number, end)
    let kept = try store.rejections(of: number, limit: 2)
    #expect(kept.map(\.number) == [1, 2] && kept[0].line == 2 && kept[1].line == nil)
    #expect(
      kept[0].problem == "is wrong" && kept[0].fix == "write a number; or none" && kept[0].value == "xy")
    #expect(try store.rejections(of: number, limit: 10, after: 2).map(\.field) == [nil])
    #expect(try store.record(number).rejectionsKept == 3)
  }

  @Test("what came of an import never changes")
  func immutable() throws {
    let number = try ended(Self.addition(), .succeeded).number
    for statement in [
      "UPDATE data_import SET accepted = 7 WHERE import_no = \(number)",
      "DELETE FROM data_import WHERE import_no = \(number)", "DELETE FROM data_import_rejection",
    ] {
      #expect { try connection.execute(statement) } throws: { ($0 as? PostgresError)?.kind == .immutable }
    }
  }

  @Test("what is undone within a transaction leaves the rest of it")
  func undoable() throws {
    struct Stop: Error {}
    try connection.execute("CREATE TABLE t (x int)")
    try connection.transaction {
      try connection.execute("INSERT INTO t VALUES (1)")
      #expect(throws: Stop.self) {
        try connection.undoable {
          try connection.execute("INSERT INTO t VALUES (2)")
          try connection.undoable { try connection.execute("INSERT INTO t VALUES (3)") }
          throw Stop()
        }
      }
      #expect(throws: PostgresError.self) {
        try connection.undoable { try connection.query("SELECT 1 FROM nothing") }
      }
      try connection.undoable { try connection.execute("INSERT INTO t VALUES (4)") }
    }
    #expect(throws: Stop.self) {
      try connection.undoable {
        try connection.execute("INSERT INTO t VALUES (5)")
        throw Stop()
      }
    }
    #expect(try connection.query("SELECT x FROM t ORDER BY x").map { $0.int(0) } == [1, 4])
  }
}
