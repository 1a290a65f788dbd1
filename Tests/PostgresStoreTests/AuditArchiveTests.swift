import AuditTrail
import Foundation
import JSONDocuments
import TestSupport
import Testing

@testable import PostgresStore

@Suite("Archives of the audit trail", .enabled(if: TestCluster.isAvailable))
struct AuditArchiveTests {
  private let connection: PostgresConnection
  private let store: AuditStore
  private let folder: String
  private let now = Int64(Date().timeIntervalSince1970 * 1_000)
  private static let year: Int64 = 366 * 86_400_000

  init() throws {
    connection = try PostgresConnection(TestCluster.makeDatabase())
    store = AuditStore(connection)
    folder = try TestCluster.makeDirectory()
  }

  private func event(_ number: Int, yearsAgo: Int64) throws -> AuditEvent {
    try AuditEvent(
      time: now - yearsAgo * Self.year,
      actor: AuditActor(name: "ann \"é\(number)\"", authenticatedBy: "password"),
      action: "publishRun", object: AuditObject(kind: "run", id: "R\(number)"), outcome: "200",
      requestID: "q\(number)", clientAddress: "::1",
      details: JSONObject([
        .init("list", .array([.null, .bool(true)])), .init("n", .number(Double(number))),
        .init("text", .string("a\nb")),
      ]))
  }

  /// Six records of ten years ago, four of eight years ago, three of today; the heads after each part.
  private func fill() throws -> [AuditHead] {
    try [(6, 10), (4, 8), (3, 0)].map { count, years in
      try #require(try store.append((0..<count).map { try event($0, yearsAgo: Int64(years)) }))
    }
  }

  private var tenYearsPast: Int64 { now - 9 * Self.year }
  private var eightYearsPast: Int64 { now - Int64(7.5 * Double(Self.year)) }

  private func archive(before time: Int64) throws -> AuditArchive {
    let range = try #require(try store.archivable(before: time))
    return try store.archive(first: range.first, last: range.last, to: folder, by: "ann")
  }

  @Test("files and what is left are one chain, whether the files are there or not")
  func cut() throws {
    let heads = try fill()
    let old = try archive(before: tenYearsPast)
    #expect(
      old.first == 1 && old.end == heads[0] && old.fileName == "audit-000000000001-000000000006.jsonl.gz")
    #expect(try store.verify(kept: heads) == heads[2])
    #expect(try store.verify(kept: heads, archivesIn: folder) == heads[2])
    let next = try archive(before: eightYearsPast)
    #expect(next.first == 7 && next.end == heads[1])
    #expect(try store.verify(kept: heads, archivesIn: folder) == heads[2])
    #expect(try store.archives() == [old, next])
    // The trail goes on.
    let head = try #require(try store.append([try event(9, yearsAgo: 0)]))
    #expect(head.sequence == 14)
    #expect(try store.verify(kept: heads + [head], archivesIn: folder) == head)
    #expect(try connection.query("SELECT min(sequence) FROM audit_record")[0].int(0) == 11)
    #expect(try store.archivable(before: eightYearsPast) == nil)
  }

  @Test("a file is what gzip, sha256sum and any reader of JSON say it is")
  func file() throws {
    let heads = try fill()
    let archive = try archive(before: tenYearsPast)
    func output(_ program: String, _ arguments: String...) throws -> String {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: program)
      process.arguments = arguments
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      let data = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return String(decoding: data, as: UTF8.self)
    }
    let path = "\(folder)/\(archive.fileName)"
    #expect(try output("/usr/bin/sha256sum", path).hasPrefix(archive.sha256))
    let lines = try output("/usr/bin/gzip", "-dc", path).split(separator: "\n")
    #expect(lines.count == 6)
    let last = try #require(
      try JSONSerialization.jsonObject(with: Data(lines[5].utf8)) as? [String: Any])
    #expect(last["hash"] as? String == heads[0].hash && last["actor"] as? String == "ann \"é5\"")
  }

  @Test("what was changed in a file, left out of it, or exchanged for another is found")
  func damagedFiles() throws {
    let heads = try fill()
    let archive = try archive(before: tenYearsPast)
    let path = "\(folder)/\(archive.fileName)"
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    var changed = whole
    changed[whole.count / 2] ^= 1
    for damaged in [changed, whole.dropLast(9), Data()] {
      try Data(damaged).write(to: URL(fileURLWithPath: path))
      #expect(throws: ArchiveError.self) { try store.verify(kept: heads, archivesIn: folder) }
    }
    try FileManager.default.removeItem(atPath: path)
    #expect(throws: ArchiveError.self) { try store.verify(kept: heads, archivesIn: folder) }
    // Without the files, the hash that the trail goes on from is still held.
    #expect(try store.verify(kept: heads) == heads[2])
    let other = AuditHead(sequence: 6, hash: String(repeating: "0", count: 64), time: heads[0].time)
    #expect(throws: AuditFault.differs(other)) { try store.verify(kept: [other]) }
  }

  @Test("a record that somebody has changed is not archived, nor is anything else")
  func changedRecord() throws {
    _ = try fill()
    try connection.execute(
      """
      ALTER TABLE audit_record DISABLE TRIGGER never_change;
      UPDATE audit_record SET actor = 'nobody' WHERE sequence = 4;
      ALTER TABLE audit_record ENABLE ALWAYS TRIGGER never_change
      """)
    #expect(throws: AuditFault.edited(sequence: 4)) { try archive(before: tenYearsPast) }
    #expect(try store.archives().isEmpty)
    #expect(try connection.query("SELECT count(*) FROM audit_record")[0].int(0) == 13)
  }

  @Test("records that the policy keeps do not leave, whatever is asked; a shorter policy is kept to be read")
  func policy() throws {
    let heads = try fill()
    #expect(try store.mayArchive(before: tenYearsPast) && !store.mayArchive(before: now - 6 * Self.year))
    let error = #expect(throws: PostgresError.self) {
      try store.archive(first: 1, last: 11, to: folder, by: "ann")
    }
    #expect(error?.kind == .immutable && error?.message.contains("7 years") == true)
    #expect(try connection.query("SELECT count(*) FROM audit_record")[0].int(0) == 13)
    try store.setRetention(years: 12, reason: "local law", by: "ann")
    #expect(throws: PostgresError.self) { try archive(before: tenYearsPast) }
    try store.setRetention(years: 7, reason: "as before", by: "bob")
    #expect(try store.retention().setBy == "bob")
    #expect(try archive(before: tenYearsPast).end == heads[0])
    #expect(try connection.query("SELECT count(*) FROM audit_retention")[0].int(0) == 3)
  }

  @Test("the last record of a trail stays, however old")
  func lastRecord() throws {
    try store.append((0..<3).map { try event($0, yearsAgo: 10) })
    #expect(try store.archivable(before: now)?.last == 2)
    _ = try archive(before: tenYearsPast)
    #expect(try store.archivable(before: now) == nil)
    #expect(try store.verify(kept: [], archivesIn: folder).sequence == 3)
  }

  private static let claim = """
    INSERT INTO audit_archive (first_sequence, last_sequence, last_hash, last_time, file_name, file_sha256, archived_by)
    SELECT 1, sequence, hash, time, 'x', repeat('0', 64), 'ann' FROM audit_record WHERE sequence = 6
    """

  @Test(
    "the database lets no record go but with its archive, to a superuser and in the part of a replica, too",
    arguments: [
      "DELETE FROM audit_record WHERE sequence = 1", "DELETE FROM audit_record",
      // More than was archived.
      "BEGIN; \(claim); DELETE FROM audit_record WHERE sequence <= 7; COMMIT",
      // Less.
      "BEGIN; \(claim); DELETE FROM audit_record WHERE sequence <= 5; COMMIT",
      "BEGIN; \(claim); COMMIT",
      // Not from the beginning, and with another hash.
      "\(claim.replacing("SELECT 1, ", with: "SELECT 2, "))",
      "\(claim.replacing(" hash, time", with: " repeat('1', 64), time"))",
      // For another transaction.
      claim.replacing("archived_by)", with: "archived_by, transaction)").replacing(
        "'ann'", with: "'ann', '1'::xid8"),
      // Young ones.
      "BEGIN; \(claim.replacing("= 6", with: "= 12")); DELETE FROM audit_record WHERE sequence <= 12; COMMIT",
      "UPDATE audit_retention SET years = 1", "DELETE FROM audit_retention", "TRUNCATE audit_archive",
    ])
  func refusals(sql: String) throws {
    let heads = try fill()
    for role in ["origin", "replica"] {
      try connection.execute("SET session_replication_role = \(role)")
      let error = #expect(throws: PostgresError.self, "\(role): \(sql)") { try connection.execute(sql) }
      #expect(error?.kind == .immutable, "\(error.map { "\($0)" } ?? ""): \(sql)")
      try connection.execute("ROLLBACK")
    }
    #expect(try store.verify(kept: heads) == heads[2])
    #expect(try store.archives().isEmpty)
  }

  @Test("an archive's rows never change, and a later transaction removes nothing with its help")
  func archivesStay() throws {
    _ = try fill()
    _ = try archive(before: tenYearsPast)
    for sql in [
      "UPDATE audit_archive SET file_name = 'y'", "DELETE FROM audit_archive",
      "DELETE FROM audit_record WHERE sequence = 7",
    ] {
      let error = #expect(throws: PostgresError.self) { try connection.execute(sql) }
      #expect(error?.kind == .immutable)
    }
  }

  @Test("a file that an interrupted attempt has left is used when it holds the same, and refused when not")
  func leftover() throws {
    let heads = try fill()
    let path = "\(folder)/\(AuditArchive.name(first: 1, last: 6))"
    try Data("something else".utf8).write(to: URL(fileURLWithPath: path))
    #expect(throws: ArchiveError.self) { try archive(before: tenYearsPast) }
    #expect(try store.archives().isEmpty && store.verify(kept: heads) == heads[2])
    try FileManager.default.removeItem(atPath: path)
    #expect(try archive(before: tenYearsPast).end == heads[0])
  }
}
