import JSONDocuments
import PostgresStore
import RunRecords
import TestSupport
import Testing

@Suite(.enabled(if: TestCluster.isAvailable))
struct ResultsServiceTests {
  private static let finished = Result { try FinishedRun() }

  private let run: String
  private let client: TestClient

  init() throws {
    let finished = try Self.finished.get()
    run = finished.run
    client = finished.platform.client
  }

  /// All items of a listing, read page by page.
  private func items(_ path: String, _ query: String = "", limit: Int) throws -> [JSONValue] {
    var found: [JSONValue] = []
    var cursor = ""
    while true {
      let answer = try client.get("/v1/runs/\(run)/\(path)?limit=\(limit)\(query)\(cursor)")
      let page = try answer.json
      let items = try #require(page["items"]?.array, "\(answer.text)")
      #expect(items.count <= limit)
      found += items
      guard let next = page["next_cursor"]?.text else { return found }
      #expect(items.count == limit)
      cursor = "&cursor=\(next)"
    }
  }

  @Test(arguments: [1, 7, 69, 70, 1_000])
  func pagesCoverEveryVectorOnce(limit: Int) throws {
    let all = try items("results", limit: limit)
    let keys = all.map { "\($0["position_id"]!.text!) \($0["measure"]!.text!) \($0["factor"]!.text!)" }
    // PV and two key rates of every position.
    #expect(keys.count == 3 * SampleBook.positionCount)
    #expect(Set(keys).count == keys.count)
  }

  @Test func numbersReadBackToTheSameDouble() throws {
    for item in try items("results", limit: 1_000) {
      let number = Int32(item["position_id"]!.text!.dropFirst())! - 10
      let cells = try #require(item["cells"]?.array)
      #expect(cells.map { $0["scenario"]?.text } == ["BASE", "UP"])
      guard item["measure"]?.text == "PV" else {
        #expect(cells.map { $0["value"]?.number } == [1e-300, -5e300])
        continue
      }
      let value = SampleBook.presentValue(number)
      switch number % 4 {
      case 0:
        #expect(cells.allSatisfy { $0["reason"]?["code"]?.text == "unsupported" && $0["value"] == nil })
      case 1:
        #expect(cells[0]["value"]?.number == value)
        #expect(cells[1]["reason"]?["detail"]?.text == "FX rate \"EUR/XXX\"")
      default: #expect(cells.map { $0["value"]?.number } == [value, -value])
      }
    }
  }

  @Test(arguments: [
    ("&position_id=P12", 3), ("&measure=PV", 23), ("&measure=KEY_RATE_DV01&factor=10Y", 23), ("&factor=", 23),
    ("&node=FUND", 69), ("&node=FUND/CREDIT", 36), ("&node=FUND/CREDIT/US", 18), ("&node=FUND/CRED", 0),
    ("&product_type=ABS_MBS&measure=PV", 9), ("&reason=any", 12), ("&reason=unsupported", 6),
    ("&reason=missing_data", 6), ("&reason=did_not_converge", 0), ("&scenario=UP", 69),
  ])
  func filtersNarrow(query: String, count: Int) throws {
    #expect(try items("results", query, limit: 5).count == count)
  }

  @Test func scenarioFilterKeepsOnlyItsCells() throws {
    let found = try items("results", "&scenario=UP&measure=PV", limit: 100)
    #expect(found.allSatisfy { $0["cells"]?.array?.map { $0["scenario"]?.text } == ["UP"] })
  }

  @Test func cursorBelongsToItsListing() throws {
    let page = try client.get("/v1/runs/\(run)/results?limit=1&measure=PV").json
    let cursor = try #require(page["next_cursor"]?.text)
    let path = "/v1/runs/\(run)"
    #expect(try client.get("\(path)/results?limit=9&measure=PV&cursor=\(cursor)").status == 200)
    #expect(try client.get("\(path)/results?limit=1&cursor=\(cursor)").status == 422)
    #expect(try client.get("\(path)/nodes?cursor=\(cursor)").status == 422)
    #expect(try client.get("\(path)/results?measure=PV&cursor=\(cursor.dropLast(3))").status == 422)
    #expect(try client.get("\(path)/results?measure=PV&cursor=AAAA").status == 422)
  }

  @Test func nodesComeInPagesWithFilters() throws {
    let all = try items("nodes", limit: 3)
    #expect(all.count == 10)
    #expect(all.compactMap { $0["node"]?.text }.first == "")
    #expect(try items("nodes", "&node=FUND/CREDIT", limit: 3).count == 2)
    #expect(try items("nodes", "&product_type=ALL", limit: 3).count == 5)
    #expect(try items("nodes", "&product_type=FIXED_BOND", limit: 3).count == 5)
    #expect(try items("nodes", "&is_reporting_total=false", limit: 3).isEmpty)
    #expect(try items("nodes", "&currency=USD&measure=PV", limit: 3).count == 10)
    #expect(try items("nodes", "&measure=YIELD", limit: 3).isEmpty)
    let cells = try #require(all[0]["cells"]?.array)
    #expect(cells[0]["value"]?.number == 1.5)
    #expect(cells[1]["reason"]?["code"]?.text != nil)
  }

  @Test func gapsAreCounted() throws {
    let counts = try #require(try client.get("/v1/runs/\(run)/gaps").json["items"]?.array)
    let positions = counts.reduce(0.0) { $0 + $1["position_count"]!.number! }
    #expect(positions == 12)
    #expect(Set(counts.compactMap { $0["reason"]?["code"]?.text }) == ["unsupported", "missing_data"])
  }

  @Test func cashFlowsComeInDateOrder() throws {
    let flows = try items("positions/P12/cashflows", limit: 2)
    #expect(flows.compactMap { $0["period_number"]?.number } == [1, 2, 3])
    #expect(flows.compactMap { $0["total"]?.number } == [2.75, 3.75, 4.75])
    #expect(flows.first?["pay_date"]?.text == "2023-09-28")
  }

  @Test func removedResultsAreGoneWithAReason() throws {
    let platform = try TestPlatform()
    let book = try SampleBook(platform)
    let run = try book.makeRun()
    try book.work()
    try RunStore(platform.connection()).remove(RunID(run)!, by: "ann", archive: "/srv/secret")
    let client = platform.client
    for path in ["results", "nodes", "gaps", "positions/P12/cashflows"] {
      let answer = try client.get("/v1/runs/\(run)/\(path)")
      #expect(answer.status == 410 && answer.text.contains("removed by ann"), "\(answer.text)")
      #expect(!answer.text.contains("/srv"))
    }
    #expect(try client.post("/v1/runs/\(run)/publish", #"{"published_by": "a"}"#).status == 410)
    #expect(try client.get("/v1/runs/\(run)").json["run"]?["state"]?.text == "SUCCEEDED")
  }
}
