import JSONDocuments
import TestSupport
import Testing

@Suite(.enabled(if: TestCluster.isAvailable))
struct CompareTests {
  @Test func aRunDoesNotDifferFromItself() throws {
    let platform = try TestPlatform()
    let book = try SampleBook(platform)
    let run = try book.makeRun()
    try book.work()
    let found = try platform.client.get("/v1/runs/\(run)/compare/\(run)").json
    #expect(found["is_same_request"] == .bool(true))
    #expect(found["parameters"]?.array?.allSatisfy { $0["is_same"] == .bool(true) } == true)
    #expect(found["scenarios"]?.array?.count == 2)
    let positions = try #require(found["positions"])
    #expect(positions["in_both"]?.number == 23 && positions["differing"]?.number == 0)
    #expect(positions["largest"]?.array == [] && positions["valued_in_one"]?.number == 0)
    let nodes = try #require(
      try platform.client.get("/v1/runs/\(run)/compare/\(run)/nodes").json["items"]?.array)
    #expect(nodes.count == 10)
    for cell in nodes.flatMap({ $0["cells"]?.array ?? [] }) where cell["scenario"]?.text == "BASE" {
      #expect(cell["difference"]?.number == 0 && cell["percent"]?.number == 0 && cell["a"]?.number == 1.5)
    }
  }

  @Test func whatWasAskedAndWhatCameOfItAreToldApart() throws {
    let platform = try TestPlatform()
    let book = try SampleBook(platform)
    let client = platform.client
    let first = try book.makeRun()
    try book.work()
    // The same ids, one position less and one more, of which the sample's values depend on the number.
    let positions = SampleBook.positions.with(#""P10""#, #""P99""#)
    let other = try client.post("/v1/positions/snapshots?as_of=2023-04-03&source=test", positions)
    let otherID = try #require(try other.json["snapshot"]?["snapshot_id"]?.text)
    let body = book.runBody.with(book.positionsID, otherID).with(
      #""basis_points": 100"#, #""basis_points": 50"#
    )
    .with(#""KEY_RATE_DV01""#, #""DV01""#)
    let second = try client.post("/v1/runs", body).member("run_id")
    try book.work()

    let found = try client.get("/v1/runs/\(first)/compare/\(second)?limit=1000").json
    let changed = try #require(found["parameters"]?.array).filter { $0["is_same"] == .bool(false) }
    #expect(
      Set(changed.compactMap { $0["name"]?.text }) == ["position_snapshot_id", "measures", "request_hash"])
    let scenarios = try #require(found["scenarios"]?.array)
    #expect(scenarios.map { $0["is_same"] } == [.bool(true), .bool(false)])
    let seen = try #require(found["positions"])
    #expect(seen["in_both"]?.number == 22 && seen["currency"]?.text == "USD")
    #expect(seen["only_in_a"]?["position_ids"]?.array?.compactMap(\.text) == ["P10"])
    #expect(seen["only_in_b"]?["position_ids"]?.array?.compactMap(\.text) == ["P99"])
    // Every position is the one that was one later in the first run, so values differ by a third, or by all of it
    // where one of the two has a reason instead.
    let largest = try #require(seen["largest"]?.array)
    let magnitudes = largest.compactMap { $0["difference"]?.number?.magnitude }
    #expect(magnitudes == magnitudes.sorted(by: >) && magnitudes.allSatisfy { $0 > 0 })
    for row in largest {
      let (a, b) = (row["a"]?["amount"]?.number, row["b"]?["amount"]?.number)
      #expect(row["difference"]?.number == (b ?? 0) - (a ?? 0))
      if let value = row["a"]?["value"]?.number, let amount = a {
        let rate = row["a"]?["currency"]?.text == "EUR" ? 1.0875 : 1
        #expect(abs(amount - value * rate) <= 1e-12 * abs(amount))
      }
    }
    #expect(largest.count > 15)

    #expect(try client.get("/v1/runs/\(first)/compare/\(second)?scenario=DOWN").status == 422)
    #expect(try client.get("/v1/runs/\(first)/compare/R9").status == 404)
    #expect(try client.get("/v1/runs/\(first)/compare/-").status == 400)
    let yields = try client.get("/v1/runs/\(first)/compare/\(second)?measure=YIELD").json
    #expect(yields["positions"]?["currency"] == nil && yields["positions"]?["largest"]?.array == [])
  }

  @Test func nodesComeInPages() throws {
    let platform = try TestPlatform()
    let book = try SampleBook(platform)
    let run = try book.makeRun()
    let second = try book.makeRun()
    try book.work()
    let path = "/v1/runs/\(run)/compare/\(second)/nodes"
    let all = try #require(try platform.client.get(path).json["items"]?.array)
    var found: [JSONValue] = []
    var cursor = ""
    repeat {
      let page = try platform.client.get("\(path)?limit=3\(cursor)").json
      found += try #require(page["items"]?.array)
      cursor = page["next_cursor"]?.text.map { "&cursor=\($0)" } ?? ""
    } while !cursor.isEmpty
    #expect(found == all && all.count == 10)
    #expect(try platform.client.get("\(path)?node=FUND/CREDIT").json["items"]?.array?.count == 2)
    #expect(
      try platform.client.get("\(path)?scenario=UP").json["items"]?.array?[0]["cells"]?.array?.count == 1)
  }
}
