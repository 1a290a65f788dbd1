import Foundation
import JSONDocuments
import TestSupport
import Testing

@Suite(.enabled(if: TestCluster.isAvailable))
struct ScenarioServiceTests {
  private let platform: TestPlatform
  private let client: TestClient

  init() throws {
    platform = try TestPlatform()
    client = platform.client
  }

  static func set(_ basisPoints: Int, more: String = "") -> String {
    """
    {"id": "DESK", "created_by": "ann"\(more), "scenarios": [{"id": "BASE", "shifts": []},
      {"id": "UP", "shifts": [{"rates": {"curves": ["USD"], "shape": {"parallel": {"basis_points": \(basisPoints)}}}}]},
      {"id": "TWIST", "shifts": [{"rates": {"shape": {"twist": {"short_tenor": "2Y", "short_basis_points": -20,
        "long_tenor": "10Y", "long_basis_points": 60}}}}]}]}
    """
  }

  @Test func versionsAreAddedReadApprovedAndRetired() throws {
    let first = try client.post("/v1/scenario-sets", Self.set(100, more: ", \"requires_approval\": true"))
    #expect(first.status == 201)
    #expect(first.headers["location"] == "/v1/scenario-sets/DESK/versions/1")
    #expect(try client.post("/v1/scenario-sets", Self.set(100)).status == 200)
    #expect(try client.post("/v1/scenario-sets", Self.set(150)).json["version"]?["version"]?.number == 2)
    let detail = try client.get("/v1/scenario-sets/DESK").json
    #expect(detail["versions"]?.array?.map { $0["version"]?.number } == [2, 1])
    #expect(detail["set"]?["usable_version"] == nil)
    let version = try client.get("/v1/scenario-sets/DESK/versions/1").json
    #expect(version["scenarios"]?.array?.map { $0["id"]?.text } == ["BASE", "UP", "TWIST"])

    let approve = "/v1/scenario-sets/DESK/versions/2/approve"
    #expect(try client.post(approve, #"{"approved_by": "ann"}"#).status == 422)
    #expect(try client.post(approve, #"{"approved_by": "bob"}"#).json["approved_by"]?.text == "bob")
    #expect(try client.get("/v1/scenario-sets/DESK").json["set"]?["usable_version"]?.number == 2)
    let retired = try client.post(
      "/v1/scenario-sets/DESK/versions/2/retire", #"{"retired_by": "bob", "reason": "typo"}"#)
    #expect(try retired.json["retirement_reason"]?.text == "typo")
    #expect(try client.get("/v1/scenario-sets").json["items"]?.array?.count == 1)
    #expect(try client.get("/v1/scenario-sets/NONE").status == 404)
    #expect(try client.get("/v1/scenario-sets/DESK/versions/9").status == 404)
  }

  @Test(arguments: [
    ("\"DESK\"", "\"a/b\""), ("\"ann\"", "\"\""), ("\"UP\"", "\"BASE\""), (": 100", ": 1000000"),
    ("\"TWIST\"", "\"*\""), ("\"long_tenor\": \"10Y\"", "\"long_tenor\": \"1Y\""),
  ])
  func wrongSetsAreRefusedByField(part: String, other: String) throws {
    let answer = try client.post("/v1/scenario-sets", Self.set(100).with(part, other))
    #expect(answer.status == 422, "\(answer.text)")
    #expect(try answer.json["errors"]?.array?.isEmpty == false)
    #expect(try client.get("/v1/scenario-sets").json["items"]?.array?.isEmpty == true)
  }

  @Test func aRunNamesASetAndRecordsTheVersion() throws {
    let book = try SampleBook(platform)
    _ = try client.post("/v1/scenario-sets", Self.set(100, more: ", \"requires_approval\": true"))
    func body(_ set: String) -> String {
      """
      {"market_snapshot_id": "\(book.marketID)", "position_snapshot_id": "\(book.positionsID)",
       "scenario_set": "\(set)", "measures": ["PV"], "reporting_currency": "USD"}
      """
    }
    let refused = try client.post("/v1/runs", body("DESK"))
    #expect(refused.status == 422 && refused.text.contains("approved"), "\(refused.text)")
    _ = try client.post("/v1/scenario-sets/DESK/versions/1/approve", #"{"approved_by": "bob"}"#)
    _ = try client.post("/v1/scenario-sets", Self.set(150))
    let run = try client.post("/v1/runs", body("DESK")).member("run_id")
    let request = try #require(try client.get("/v1/runs/\(run)").json["request"])
    #expect(request["scenario_set"]?.text == "DESK@1")
    #expect(request["scenarios"]?.array?.map { $0["id"]?.text } == ["BASE", "UP", "TWIST"])
    #expect(try client.post("/v1/runs", body("DESK@2")).status == 422)
    #expect(try client.post("/v1/runs", body("DESK@9")).status == 422)
    #expect(try client.post("/v1/runs", body("DESK@x")).status == 422)
    let inline = try client.get("/v1/runs/\(try book.makeRun())").json["request"]
    #expect(inline != nil && inline?["scenario_set"] == nil)
  }

  /// Points by tenor.
  private func points(_ curve: JSONValue?) throws -> [String: JSONValue] {
    Dictionary(
      uniqueKeysWithValues: try #require(curve?["points"]?.array).map { ($0["tenor"]!.text!, $0) })
  }

  @Test func aPreviewShowsWhatAScenarioDoesToACurve() throws {
    let market = try client.post("/v1/marketdata/snapshots", SampleBook.market).member("snapshot_id")
    _ = try client.post("/v1/scenario-sets", Self.set(100))
    let preview = try client.get(
      "/v1/scenario-sets/DESK/versions/1/preview?market_snapshot=\(market)&curve=USD.TREASURY"
        + "&tenors=1Y,2Y,6Y,10Y,30Y")
    #expect(preview.status == 200, "\(preview.text)")
    let base = try points(preview.json["base"])
    let scenarios = try #require(try preview.json["scenarios"]?.array)
    #expect(scenarios.map { $0["scenario"]?.text } == ["UP", "TWIST"])
    // Half way between 2 and 10 years the twist is half way between −20 and +60.
    let moves = [
      "UP": ["1Y": 100, "6Y": 100, "30Y": 100],
      "TWIST": ["1Y": -20, "2Y": -20, "6Y": 20, "10Y": 60, "30Y": 60],
    ]
    for scenario in scenarios {
      let moved = try points(scenario)
      for (tenor, basisPoints) in try #require(moves[scenario["scenario"]!.text!]) {
        let change = moved[tenor]!["zero_rate"]!.number! - base[tenor]!["zero_rate"]!.number!
        // Tenors end on days, not after whole years: the twist is a day or two off.
        #expect(abs(change * 1e4 - Double(basisPoints)) < 0.1, "\(tenor)")
      }
      for (_, point) in moved {
        let (rate, years) = (point["zero_rate"]!.number!, point["years"]!.number!)
        #expect(abs(point["discount_factor"]!.number! - exp(-rate * years)) < 1e-14)
      }
    }
    // A curve of another currency: UP moves dollars alone.
    let euro = try client.get(
      "/v1/scenario-sets/DESK/versions/1/preview?market_snapshot=\(market)&curve=EUR.AAA&scenario=UP"
    ).json
    #expect(
      try points(euro["base"])["5Y"]?["zero_rate"] == points(euro["scenarios"]?.array?[0])["5Y"]?["zero_rate"]
    )
  }

  @Test func scenariosArePreviewedBeforeTheyAreStored() throws {
    let market = try client.post("/v1/marketdata/snapshots", SampleBook.market).member("snapshot_id")
    func body(_ shape: String) -> String {
      """
      {"market_snapshot_id": "\(market)", "curve_id": "EUR.AAA", "tenors": ["1Y", "10Y"],
       "scenarios": [{"id": "X", "shifts": [{"rates": {"shape": \(shape)}}]}]}
      """
    }
    let profile =
      #"{"profile": {"points": [{"tenor": "1Y", "basis_points": 10}, {"tenor": "10Y", "basis_points": 40}]}}"#
    let answer = try client.post("/v1/scenarios/preview", body(profile))
    let (base, moved) = (try points(answer.json["base"]), try points(answer.json["scenarios"]?.array?[0]))
    #expect(abs((moved["1Y"]!["zero_rate"]!.number! - base["1Y"]!["zero_rate"]!.number!) * 1e4 - 10) < 0.02)
    #expect(abs((moved["10Y"]!["zero_rate"]!.number! - base["10Y"]!["zero_rate"]!.number!) * 1e4 - 40) < 0.02)
    #expect(
      try client.post("/v1/scenarios/preview", body(#"{"parallel": {"basis_points": 1e6}}"#)).status == 422)
    #expect(try client.post("/v1/scenarios/preview", body(profile).with("EUR.AAA", "EUR.BBB")).status == 404)
  }
}
