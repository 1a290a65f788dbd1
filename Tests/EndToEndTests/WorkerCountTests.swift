import TestSupport
import Testing

@Suite("Any number of workers", .enabled(if: TestCluster.isAvailable))
struct WorkerCountTests {
  @Test("the same run has the same bytes with 1, 2 and 5 workers and with other numbers of buckets")
  func sameBytes() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    let stored = try StoredRuns(database)
    try await tenor.importBook(GeneratedBook(count: 600))
    var digests: [StoredRuns.Digests] = []
    for (workers, buckets) in [(1, 10), (2, 10), (5, 10), (2, 1), (2, 37)] {
      let run = try await tenor.createRun(buckets: buckets)
      let processes = try (1...workers).map { try tenor.startWorker("worker-\($0)") }
      for process in processes { #expect(try await process.outcome().status == 0) }
      #expect(try stored.state(run) == "SUCCEEDED")
      digests.append(try stored.digests(run))
    }
    #expect(digests[0].rowCounts.allSatisfy { $0 > 1_000 })
    for other in digests.dropFirst() { #expect(other == digests[0]) }
  }

  @Test("several workers share a run's tasks")
  func sharing() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    let stored = try StoredRuns(database)
    try await tenor.importBook(GeneratedBook(count: 300))
    let run = try await tenor.createRun(buckets: 30)
    let names = ["left", "right"]
    let processes = try names.map { try tenor.startWorker($0) }
    for process in processes { #expect(try await process.outcome().status == 0) }
    let shares = try names.map { try stored.outcomes(of: $0, run) }
    #expect(shares.allSatisfy { Array($0.keys) == ["SUCCEEDED"] })
    #expect(try shares.compactMap { $0["SUCCEEDED"] }.reduce(0, +) == stored.progress(run).total)
  }
}
