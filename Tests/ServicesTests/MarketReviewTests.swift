import AccessControl
import JSONDocuments
import TestSupport
import Testing

@testable import Services

@Suite(.enabled(if: TestCluster.isAvailable))
struct MarketReviewTests {
  /// The sample market a day later, moved by 100 bp at ten years.
  private static let jump = SampleBook.market.with("2023-03-31", "2023-04-03").with("0.0348", "0.0448")

  private static let acceptance = #"{"decision": "ACCEPTED", "comment": "true", "reviewed_by": "bob"}"#

  @Test func aRunIsRefusedUntilSomebodyHasLookedAtItsMarket() throws {
    let platform = try TestPlatform()
    let client = platform.client
    let book = try SampleBook(platform)
    let stored = try client.post("/v1/marketdata/snapshots", Self.jump)
    #expect(try stored.member("review_state") == "PENDING")
    #expect(try stored.json["finding_count"]?.number == 1)
    let id = try stored.member("snapshot_id")
    let body = book.runBody.with(book.marketID, id)
    let refused = try client.post("/v1/runs", body)
    #expect(refused.status == 409 && refused.text.contains("/review"), "\(refused.text)")

    let path = "/v1/marketdata/snapshots/\(id)"
    let findings = try client.get("\(path)/findings").json
    #expect(findings["compared_with"]?.text == book.marketID)
    #expect(findings["findings"]?.array?[0]["place"]?.text == "curves[USD.TREASURY].points[10Y]")
    #expect(try client.post("\(path)/review", Self.acceptance.with("true", " ")).status == 422)
    #expect(
      try client.post("\(path)/review", Self.acceptance.with(#", "reviewed_by": "bob""#, "")).status == 422)
    let accepted = try client.post("\(path)/review", Self.acceptance)
    #expect(try accepted.member("state") == "ACCEPTED")
    #expect(try accepted.json["reviews"]?.array?[0]["reviewed_by"]?.text == "bob")

    let run = try client.post("/v1/runs", body).member("run_id")
    let lineage = try client.get("\(path)/lineage").json
    #expect(lineage["runs"]?.array?.map { $0["run_id"]?.text } == [run])
    #expect(lineage["uploads"]?.array?[0]["uploaded_by"]?.text == "api")
    #expect(
      try client.get("/v1/marketdata/snapshots").json["items"]?.array?[0]["review_state"]?.text == "ACCEPTED")
    let clear = "/v1/marketdata/snapshots/\(book.marketID)/review"
    #expect(try client.post(clear, Self.acceptance).status == 409)
  }

  @Test func whereFourEyesAreAskedForNobodyReviewsTheirOwn() throws {
    var access = TestUsers.settings
    access.duties = try SeparationOfDuties(list: "review")
    let platform = try TestPlatform(access: access)
    let users = TestUsers(platform: platform)
    let (ann, bob) = (try users.key(.analyst, name: "ann"), try users.key(.analyst, name: "bob"))
    let trader = try users.key(.trader, name: "tom")
    _ = try platform.client.post("/v1/marketdata/snapshots", SampleBook.market, headers: ann)
    let id = try platform.client.post("/v1/marketdata/snapshots", Self.jump, headers: ann).member(
      "snapshot_id")
    let path = "/v1/marketdata/snapshots/\(id)/review"
    let own = try platform.client.post(path, Self.acceptance, headers: ann)
    #expect(own.status == 403 && own.text.contains("another person"), "\(own.text)")
    #expect(try platform.client.post(path, Self.acceptance, headers: trader).status == 403)
    let answer = try platform.client.post(path, Self.acceptance, headers: bob)
    #expect(try answer.json["reviews"]?.array?[0]["reviewed_by"]?.text == "key:bob")
  }
}
