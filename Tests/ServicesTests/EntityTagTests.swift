import PostgresStore
import RunRecords
import TestSupport
import Testing

@Suite(.enabled(if: TestCluster.isAvailable))
struct EntityTagTests {
  @Test func answersThatDoNotChangeAreNotSentAgain() throws {
    let platform = try TestPlatform()
    let book = try SampleBook(platform)
    let run = try book.makeRun()
    let client = platform.client
    let paths = [
      "results?limit=5", "nodes", "gaps", "positions/P12/cashflows", "compare/\(run)", "compare/\(run)/nodes",
    ]
    .map { "/v1/runs/\(run)/\($0)" }
    for path in paths.prefix(3) { #expect(try client.get(path).headers["etag"] == nil, "\(path)") }
    try book.work()
    var tags: Set<String> = []
    let others = [
      "/v1/runs/\(run)", "/v1/runs/\(run)/evidence", "/v1/marketdata/snapshots/\(book.marketID)",
      "/v1/positions/snapshots/\(book.positionsID)",
      "/v1/marketdata/snapshots/\(book.marketID)/curves/USD.TREASURY",
    ]
    for path in paths + others {
      let first = try client.get(path)
      let tag = try #require(first.headers["etag"], "\(path): \(first.text)")
      #expect(first.status == 200 && tag.hasPrefix("\""))
      #expect(first.headers["cache-control"]?.hasPrefix("private") == true)
      let again = try client.get(path, headers: ["If-None-Match": tag])
      #expect(again.status == 304 && again.bytes.isEmpty && again.headers["etag"] == tag, "\(path)")
      #expect(try client.get(path, headers: ["If-None-Match": "\"other\""]).bytes == first.bytes)
      tags.insert(tag)
    }
    #expect(tags.count == paths.count + others.count)
    // Another filter is another answer.
    let tag = try #require(try client.get(paths[0]).headers["etag"])
    #expect(try client.get("/v1/runs/\(run)/results?limit=6", headers: ["If-None-Match": tag]).status == 200)
    // What is gone is not what the client has.
    try RunStore(platform.connection()).remove(RunID(run)!, by: "ann")
    #expect(try client.get(paths[0], headers: ["If-None-Match": tag]).status == 410)
  }
}
