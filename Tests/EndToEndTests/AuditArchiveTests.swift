import AuditTrail
import Foundation
import PostgresStore
import TestSupport
import Testing

@Suite("Archives of the audit trail by command", .enabled(if: TestCluster.isAvailable))
struct AuditArchiveTests {
  @Test("old records go into a file, young ones never, and the trail is verified with the file and without")
  func archive() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    // 2010-01-01.
    let old = try (0..<5).map {
      try AuditEvent(
        time: 1_262_304_000_000 + $0, actor: .operatingSystemUser("ann"), action: "publishRun", outcome: "200"
      )
    }
    try AuditStore(PostgresConnection(database)).append(old)
    // Leaves a record of today.
    try await tenor.success("import", "market", Tenor.fund + "/market")
    let folder = tenor.folder + "/vault"
    let words = ["audit", "archive", "--before", "2012-01-01", "--to", folder, "--by", "bob"]
    let nowhere = try await tenor.run(words)
    #expect(nowhere.status == 2 && nowhere.errors.contains("there is no folder"), "\(nowhere.errors)")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)

    let young = try await tenor.run(
      ["audit", "archive", "--before", "2026-01-01", "--to", folder])
    #expect(young.status == 2 && young.errors.contains("records stay for 7 years"), "\(young.errors)")
    let dry = try await tenor.run(words + ["--dry-run"])
    #expect(dry.status == 0 && dry.output.contains("would archive records 1 to 5"), "\(dry.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    let done = try await tenor.run(words)
    #expect(done.status == 0 && done.output.contains("archived records 1 to 5"), "\(done.errors)")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder) == [
        "audit-000000000001-000000000005.jsonl.gz"
      ])
    #expect(
      try await tenor.success("audit", "verify").contains("records 1 to 5 are in files, which were not"))
    #expect(try await tenor.success("audit", "verify", "--archive", folder).contains("checked too"))
    let again = try await tenor.run(words)
    #expect(again.status == 0 && again.output == "nothing to archive\n")

    try Data("x".utf8).write(
      to: URL(fileURLWithPath: folder + "/audit-000000000001-000000000005.jsonl.gz"))
    let damaged = try await tenor.run("audit", "verify", "--archive", folder)
    #expect(damaged.status == 1 && damaged.errors.contains("is not what was archived"), "\(damaged.errors)")

    let set = try await tenor.success(
      "audit", "retention", "--years", "1", "--reason", "a test", "--by", "ann")
    #expect(set.hasPrefix("records stay for 1 years: a test, set by ann at "))
    let listed = try await tenor.success("audit", "list", "--limit", "3")
    #expect(listed.contains("tenor audit retention") && listed.contains("tenor audit archive"))
  }
}
