import Foundation
import JSONDocuments
import TestSupport
import Testing

@Suite(.enabled(if: TestCluster.isAvailable))
struct MarketDataServiceTests {
  let platform: TestPlatform
  var client: TestClient { platform.client }

  init() throws { platform = try TestPlatform() }

  @Test func documentIsServedAsItIsHashed() throws {
    let id = try client.post("/v1/marketdata/snapshots", SampleBook.market).member("snapshot_id")
    let answer = try client.get("/v1/marketdata/snapshots/\(id)")
    #expect("sha256:" + ContentHash.sha256Hex(answer.text) == id)
    #expect(answer.headers["etag"] == "\"\(id)\"")
  }

  @Test func layoutAndOrderOfMembersDoNotMatter() throws {
    let first = try client.post("/v1/marketdata/snapshots", SampleBook.market)
    let spaced = SampleBook.market.with("\"fx_base\": \"EUR\", ", "").with(
      "{\"schema_version\"", "{ \"fx_base\" :\t\"EUR\",\n\"schema_version\"")
    let second = try client.post("/v1/marketdata/snapshots", spaced)
    #expect((first.status, second.status) == (201, 200))
    #expect(try first.member("snapshot_id") == second.member("snapshot_id"))
    #expect(second.headers["location"] == "/v1/marketdata/snapshots/\(try first.member("snapshot_id"))")
  }

  @Test(arguments: [
    (#""rate": 0.0281"#, #""rate": 2.81"#, "curves[EUR.AAA].points[1Y].rate"),
    (#""USD": "USD.TREASURY""#, #""USD": "USD.TREASURIES""#, "discount_curves.USD"),
    (#""USD": 1.0875"#, #""USD": -1"#, "fx_rates.USD"),
    (#""source": "test""#, #""source": "a\u0000b""#, "source"),
    (#""schema_version": 1"#, #""schema_version": 2"#, "schema_version"),
  ])
  func refusalNamesTheField(part: String, other: String, field: String) throws {
    let answer = try client.post("/v1/marketdata/snapshots", SampleBook.market.with(part, other))
    #expect(answer.status == 422)
    let errors = try #require(try answer.json["errors"]?.array)
    #expect(errors.contains { $0["field"]?.text == field }, "\(answer.text)")
    #expect(errors.allSatisfy { $0["fix"]?.text?.isEmpty == false })
  }

  @Test(arguments: [
    (#""tenor": "1Y""#, #""tenor": "one""#, "curves[0].points[0].tenor"),
    (#""source": "test""#, #""sauce": "test""#, "source"), (#""rate": 0.0281"#, #""rate": "2%""#, "rate"),
  ])
  func malformedFieldIsNamed(part: String, other: String, field: String) throws {
    let answer = try client.post("/v1/marketdata/snapshots", SampleBook.market.with(part, other))
    #expect(answer.status == 400)
    #expect(answer.text.contains(field), "\(answer.text)")
  }

  /// The continuous zero curve's pillars come back as quoted, and a discount factor is e^(−z·t).
  @Test func curveGivesItsPillars() throws {
    let id = try client.post("/v1/marketdata/snapshots", SampleBook.market).member("snapshot_id")
    let answer = try client.get("/v1/marketdata/snapshots/\(id)/curves/EUR.AAA?tenors=1Y,10Y")
    let points = try #require(try answer.json["points"]?.array)
    for (point, rate) in zip(points, [0.0281, 0.0229]) {
      let years = try #require(point["years"]?.number)
      // One rounding each in the curve's product, quotient and exponential.
      #expect(abs(try #require(point["zero_rate"]?.number) - rate) < 1e-16)
      #expect(abs(try #require(point["discount_factor"]?.number) - exp(-rate * years)) < 1e-15)
    }
    #expect(points.first?["date"]?.text == "2024-03-31")
  }

  @Test func pagesCoverAllSnapshotsOnceNewestFirst() throws {
    var made: [String] = []
    for number in 0..<5 {
      let body = SampleBook.market.with(#""source": "test""#, #""source": "test \#(number)""#)
      made.append(try client.post("/v1/marketdata/snapshots", body).member("snapshot_id"))
    }
    var read: [String] = []
    var query = "?limit=2"
    while true {
      let page = try client.get("/v1/marketdata/snapshots" + query).json
      read += try #require(page["items"]?.array).compactMap { $0["snapshot_id"]?.text }
      guard let next = page["next_cursor"]?.text else { break }
      query = "?limit=2&cursor=\(next)"
    }
    #expect(read == made.reversed())
  }
}
