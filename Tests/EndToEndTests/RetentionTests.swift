import Foundation
import PostgresStore
import TestSupport
import Testing

@Suite("Retention", .enabled(if: TestCluster.isAvailable))
struct RetentionTests {
  @Test(
    "old runs are archived and removed, come back bit by bit and verify; published ones stay unless that is said"
  )
  func retention() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    let stored = try StoredRuns(database)
    try await tenor.importBook(GeneratedBook(count: 60))
    var runs: [String] = []
    for _ in 0..<3 { runs.append(try await tenor.createRun(buckets: 2)) }
    #expect(try await tenor.startWorker("only").outcome().status == 0)
    try await tenor.success("run", "publish", runs[1], "--by", "risk")
    let before = try runs.map(stored.digests)
    let folder = try TestCluster.makeDirectory()

    func retain(_ words: String...) async throws -> String {
      let outcome = try await tenor.run(["db", "retain", "--keep-days", "0", "--by", "ann"] + words)
      #expect(outcome.status == 0, "\(outcome)")
      return outcome.output
    }
    let planned = try await retain("--dry-run")
    #expect(
      planned.hasPrefix("would remove  \(runs[0])  SUCCEEDED") && planned.split(separator: "\n").count == 1)
    #expect(
      try await tenor.success("db", "retain", "--keep-days", "1", "--keep-last", "0") == "nothing to remove"
    )
    let removed = try await retain("--archive", folder)
    #expect(removed.contains("archived in \(folder)/\(runs[0])"))
    #expect(try stored.digests(runs[0]).rowCounts == [0, 0, 0])
    #expect(try stored.digests(runs[1]) == before[1] && stored.digests(runs[2]) == before[2])
    let gone = try await tenor.run("run", "results", runs[0])
    #expect(
      gone.status == 1 && gone.errorLines.count == 1 && gone.errors.contains("removed by ann"), "\(gone)")
    #expect(try await tenor.run("run", "verify", runs[0]).status == 1)

    #expect(
      try await tenor.success("db", "restore-run", "\(folder)/\(runs[0])").contains("restored \(runs[0])"))
    #expect(try stored.digests(runs[0]) == before[0])
    #expect(try await tenor.run("run", "verify", runs[0]).status == 0)

    let unsaid = try await tenor.run("db", "retain", "--keep-days", "0", "--published")
    #expect(unsaid.status == 2 && unsaid.errors.contains("--archive"))
    // What was archived before is checked and kept.
    let all = try await retain("--keep-last", "0", "--published", "--archive", folder)
    #expect(all.split(separator: "\n").count == 3)
    #expect(try stored.digests(runs[1]).rowCounts == [0, 0, 0])
    try await tenor.success("db", "restore-run", "\(folder)/\(runs[1])")
    #expect(try stored.digests(runs[1]) == before[1])
    #expect(try await tenor.run("run", "delete", runs[1], "--by", "ann").errors.contains("it is published"))
  }

  @Test("a run is deleted by its name, and a damaged archive is named")
  func deletion() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    try await tenor.importBook(GeneratedBook(count: 10))
    let run = try await tenor.createRun(buckets: 1)
    #expect(try await tenor.run("run", "delete", "latest").status == 2)
    #expect(try await tenor.run("run", "delete", run).errors.contains("cancel it first"))
    #expect(try await tenor.startWorker("only").outcome().status == 0)
    #expect(try await tenor.success("run", "delete", run, "--by", "ann") == "deleted the results of \(run)")
    #expect(try await tenor.run("run", "delete", run).status == 1)
    let folder = try TestCluster.makeDirectory()
    let missing = try await tenor.run("db", "restore-run", folder)
    #expect(missing.status == 1 && missing.errors.contains("manifest.json cannot be read"))
    #expect(try await tenor.run("db", "retain").errors.contains("--keep-days is missing"))
  }
}
