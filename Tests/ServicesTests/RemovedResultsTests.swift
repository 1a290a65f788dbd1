import PostgresStore
import TestSupport
import Testing

@Suite(.enabled(if: TestCluster.isAvailable))
struct RemovedResultsTests {
  @Test("results that go away between two statements of one request are gone, not an error of the server")
  func removedWhileRead() throws {
    let platform = try TestPlatform()
    let book = try SampleBook(platform)
    let run = try book.makeRun()
    try book.work()
    // What a removal leaves behind for a request that has found the run a moment before.
    try platform.connection().execute("DROP TABLE valuation_result_1")
    let answer = try platform.client.get("/v1/runs/\(run)/results")
    #expect(answer.status == 410, "\(answer.text)")
    #expect(platform.log.errors.isEmpty)
  }
}
