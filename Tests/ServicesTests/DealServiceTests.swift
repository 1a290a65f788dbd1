import DatesAndConventions
import Foundation
import JSONDocuments
import MarketData
import Pricing
import RunRecords
import StructuredDeals
import TestSupport
import Testing

@Suite(.enabled(if: TestCluster.isAvailable))
struct DealServiceTests {
  private let platform: TestPlatform
  private let client: TestClient

  init() throws {
    platform = try TestPlatform()
    client = platform.client
  }

  /// A package of the samples.
  static func sample(_ name: String = "auto-abs") throws -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(
      contentsOf: root.appending(path: "Samples/deals/packages/\(name).json"), encoding: .utf8)
  }

  private let version = "/v1/deals/auto-abs/versions/1"

  private func upload(_ body: String) throws -> TestClient.Answer {
    try client.post("/v1/deals?created_by=ann", body)
  }

  @Test func aVersionIsUploadedTriedApprovedAndArchived() throws {
    let first = try upload(try Self.sample())
    #expect(first.status == 201 && first.headers["location"] == version)
    #expect(try first.json["state"]?.text == "UPLOADED")
    #expect(try upload(try Self.sample()).status == 200)
    let bob = #"{"actor": "bob", "comment": "checked"}"#
    #expect(try client.post(version + "/approve", bob).status == 409)
    let trials = try client.post(version + "/validate", #"{"actor": "ann"}"#).json
    #expect(trials["version"]?["state"]?.text == "VALIDATED")
    #expect(trials["trials"]?.array?.count == 4)
    #expect(trials["basis"]?.text == "without a market: no series of rates")
    #expect(trials["trials"]?.array?.allSatisfy { $0["problem"] == nil } == true)
    #expect(try client.post(version + "/approve", #"{"actor": "ANN", "comment": "mine"}"#).status == 409)
    #expect(try client.post(version + "/approve", #"{"actor": "bob"}"#).status == 422)
    #expect(try client.post(version + "/approve", bob).json["state"]?.text == "APPROVED")
    #expect(try client.get("/v1/deals").json["items"]?.array?.first?["usable_version"]?.number == 1)
    #expect(try client.post(version + "/reject", bob).status == 409)
    #expect(try client.post(version + "/archive", bob).json["state"]?.text == "ARCHIVED")
    let deal = try client.get("/v1/deals/auto-abs").json
    #expect(
      deal["versions"]?.array?.first?["events"]?.array?.map { $0["state"]?.text }
        == ["UPLOADED", "VALIDATED", "APPROVED", "ARCHIVED"])
    #expect(deal["usable_version"] == nil)
    #expect(try client.get("/v1/deals/none").status == 404)
    #expect(try client.get("/v1/deals/auto-abs/versions/2").status == 404)
  }

  @Test func whatIsWrongIsNamedByItsPath() throws {
    let wrong = try Self.sample().replacing("\"1.4 SMM\"", with: "\"fast\"")
      .replacing("\"to\": \"R\"", with: "\"to\": \"Q\"")
    let answer = try upload(wrong)
    #expect(answer.status == 422)
    let fields = try answer.json["errors"]?.array?.compactMap { $0["field"]?.text }
    #expect(fields == ["assumptions.pool.prepayment", "deal.waterfall[12].to"])
    #expect(try upload("{").status == 400)
    #expect(try client.get("/v1/deals").json["items"]?.array?.isEmpty == true)
  }

  @Test func aVersionShowsItsStructure() throws {
    #expect(try upload(try Self.sample()).status == 201)
    let structure = try #require(try client.get(version).json["structure"])
    #expect(structure["collateral_balance"]?.number == 500e6)
    // Loans of 500, a reserve of 2.5, notes of 490.
    #expect(structure["overcollateralisation"]?.number == 12.5e6)
    let bonds = try #require(structure["bonds"]?.array)
    // C loses when the cushion is gone, A1 when all notes after it are.
    #expect(bonds[4]["credit_enhancement"]?.number == 0.025)
    #expect(bonds[0]["credit_enhancement"]?.number == 402.5 / 500)
    #expect(bonds[5]["credit_enhancement"] == nil && bonds[0]["tier"]?.text == "AAA")
    let package = try client.get(version + "/package")
    #expect(try package.json["deal_id"]?.text == "auto-abs")
    #expect(
      try client.get(version).json["version"]?["document_hash"]?.text
        == "sha256:" + ContentHash.sha256Hex(package.text))
  }

  @Test func aVersionIsRunAndExplained() throws {
    #expect(try upload(try Self.sample()).status == 201)
    let run = try client.get(version + "/run").json
    let bonds = try #require(run["bonds"]?.array)
    let first = try #require(bonds[0]["interest"]?.array?.first?.number)
    #expect(abs(first - 100e6 * 0.049 * 31 / 360) < 1e-6)
    #expect(bonds[0]["principal"]?.array?.count == run["periods"]?.number.map(Int.init))
    let slow = try client.get(version + "/run?prepayment=0%20CPR&default=0%20CDR").json
    let life = { (run: JSONValue) in run["bonds"]?.array?[2]["weighted_average_life"]?.number ?? 0 }
    #expect(life(slow) > life(run))
    #expect(try client.get(version + "/run?prepayment=fast").status == 422)
    #expect(try client.get(version + "/run?lag=x").status == 400)
    let explained = try client.get(version + "/explanation?period=3").json
    let steps = try #require(explained["steps"]?.array)
    #expect(steps.count == 13 && steps[2]["entries"]?.array?.first?["paid"]?.number == 5_000)
    #expect(explained["date"]?.text == "2023-06-15")
    let table = try client.get(version + "/explanation?period=3&format=csv")
    #expect(table.text.hasPrefix("step,title,kind,name,value,due,paid,unpaid\n"))
    #expect(table.text.contains("waterfall[2],PAY_FEES,payment,trustee,,5000,5000,0\n"))
    #expect(try client.get(version + "/explanation?period=900").status == 422)
  }

  /// A market with a model of prepayment whose speed is the same in all months: 0.24 a year, seasoned in a month, whatever rates are.
  private static let market =
    SampleBook.market.dropLast().description + """
      , "collateral": {"prepayment_models": [{"name": "STEADY", "version": "1", "source": "test", "richard_roll": {
        "level": 0.24, "amplitude": 0, "steepness": 1, "midpoint": 1, "seasoning_months": 1,
        "seasonality": [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], "burnout_floor": 1, "lag_months": 0}}],
        "mortgage_rate_model": {"name": "M", "version": "1", "source": "test", "intercept": 0.02,
         "terms": [{"years": 10, "weight": 1}]}}}
      """

  @Test func aModelIsTakenFromAMarket() throws {
    #expect(
      try upload(try Self.sample().replacing("\"1.4 SMM\"", with: "{\"model\": \"STEADY\"}")).status == 201)
    let market = try client.post("/v1/marketdata/snapshots", Self.market).member("snapshot_id")
    let bare = try client.post("/v1/marketdata/snapshots", SampleBook.market).member("snapshot_id")
    let alone = try client.get(version + "/run")
    #expect(alone.status == 422 && alone.text.contains("market_snapshot"))
    // The model is a speed of 24% a year by another name: the same cash to the last digits.
    let run = try client.get(version + "/run?market_snapshot=\(market)")
    #expect(run.status == 200)
    let speed = try client.get(version + "/run?prepayment=24%20CPR").json
    let principal = { (run: JSONValue?, bond: Int) in
      run?["bonds"]?.array?[bond]["principal"]?.array?.compactMap(\.number) ?? []
    }
    for bond in 0..<3 {
      let (found, expected) = (principal(try run.json, bond), principal(speed, bond))
      #expect(found.count > 3 && found.count == expected.count)
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-3 })
    }
    #expect(try client.get(version + "/explanation?period=3&market_snapshot=\(market)").status == 200)
    #expect(try client.get(version + "/run?prepayment=8%20CPR&market_snapshot=\(bare)").status == 200)
    let without = try client.get(version + "/run?market_snapshot=\(bare)")
    #expect(without.status == 422 && without.text.contains("collateral models"))
    #expect(try client.get(version + "/run?market_snapshot=today").status == 400)
    let unknown = "sha256:" + String(repeating: "0", count: 64)
    #expect(try client.get(version + "/run?market_snapshot=\(unknown)").status == 404)
    let ann = #"{"actor": "ann"}"#
    let names = { (answer: TestClient.Answer) in
      try answer.json["trials"]?.array?.compactMap { $0["name"]?.text } ?? []
    }
    // Only in a market is the version tried as it assumes.
    let tried = try client.post(version + "/validate?market_snapshot=\(market)", ann)
    #expect(try names(tried).contains("as assumed"))
    #expect(try tried.json["version"]?["state"]?.text == "VALIDATED")
    #expect(try tried.json["basis"]?.text == "in the market \(market)")
    let steps = try client.get(version).json["events"]?.array
    #expect(steps?.last?["comment"]?.text == "4 trials passed, in the market \(market)")
    #expect(try names(client.post(version + "/validate", ann)).contains("as assumed") == false)
    #expect(try client.post(version + "/validate?market_snapshot=\(bare)", ann).status == 422)
  }

  /// Rates that fall and rise, and borrowers who answer to them.
  private static let moving = """
    {"schema_version": 1, "valuation_date": "2023-04-14", "source": "test", "built_at": "2023-04-14T21:00:00Z",
     "adjustments": [], "spread_curves": [], "fx_base": "USD", "fx_rates": {}, "discount_curves": {"USD": "USD.ZERO"},
     "index_curves": {"USD-SOFR": "USD.ZERO"},
     "short_rate_models": {"USD": {"mean_reversion": 0.03, "volatility": 0}},
     "curves": [
      {"id": "USD.ZERO", "currency": "USD", "kind": {"zero": "continuous"}, "interpolation": "monotone_cubic_discount",
       "points": [{"tenor": "1Y", "rate": 0.047}, {"tenor": "5Y", "rate": 0.036}, {"tenor": "30Y", "rate": 0.04}],
       "source": "test"}],
     "collateral": {"prepayment_models": [{"name": "STEADY", "version": "1", "source": "test", "richard_roll": {
       "level": 0.24, "amplitude": 0.1, "steepness": 5, "midpoint": 1, "seasoning_months": 1,
       "seasonality": [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], "burnout_floor": 1, "lag_months": 0}}],
       "mortgage_rate_model": {"name": "M", "version": "1", "source": "test", "intercept": 0.02,
        "terms": [{"years": 10, "weight": 1}]}}}
    """

  /// The same deal in the same market has the same cash to the bit, whether the service runs it or a run does (`DealMarketsTests`): notes
  /// that float and default, and borrowers who answer to rates. `DealAgreementTests` has the command line.
  @Test(arguments: ["clo", "senior-sub-rmbs"])
  func aRunHasTheSameCash(name: String) throws {
    let text = try Self.sample(name).replacing("\"200 PSA\"", with: "{\"model\": \"STEADY\"}")
    #expect(try client.post("/v1/deals?created_by=ann", text).status == 201)
    let id = try client.post("/v1/marketdata/snapshots", Self.moving).member("snapshot_id")
    let answer = try client.get("/v1/deals/\(name)/versions/1/run?market_snapshot=\(id)")
    #expect(answer.status == 200, "\(answer.text)")
    let run = try answer.json
    let package = try DealDocument(json: Array(text.utf8)).package
    let markets = try ScenarioMarkets(
      snapshot: try CanonicalJSON.decode(MarketSnapshot.self, from: Self.moving), scenarios: [],
      reportingCurrency: .usd)
    let terms = try DealMarkets(DealMarketNeeds(package), in: markets).terms()
    let expected = try package.project(rates: terms.rates, models: terms.models, economy: terms.economy)
    let bonds = try #require(run["bonds"]?.array)
    for (bond, expected) in zip(bonds, expected.bonds) {
      #expect(bond["interest"]?.array?.map(\.number) == expected.interest, "\(expected.name)")
      #expect(bond["principal"]?.array?.map(\.number) == expected.principal, "\(expected.name)")
    }
    #expect(expected.periods > 10 && bonds.count >= expected.bonds.count)
  }

  /// On a flat curve of 4%, continuously compounded, forward rates of three months are (e^(0.04 d/365) − 1) · 360/d: 3.965% whether
  /// a quarter has 90 days or 92, so that bonds get the interest of that one rate.
  @Test func seriesFollowTheMarket() throws {
    #expect(try client.post("/v1/deals?created_by=ann", try Self.sample("clo")).status == 201)
    let flat = """
      {"schema_version": 1, "valuation_date": "2023-03-31", "source": "test", "built_at": "2023-03-31T21:00:00Z",
       "adjustments": [], "spread_curves": [], "fx_base": "USD", "fx_rates": {}, "discount_curves": {"USD": "USD.FLAT"},
       "index_curves": {"USD-SOFR": "USD.FLAT"},
       "curves": [
        {"id": "USD.FLAT", "currency": "USD", "kind": {"zero": "continuous"}, "interpolation": "linear_zero",
         "points": [{"tenor": "1Y", "rate": 0.04}, {"tenor": "10Y", "rate": 0.04}], "source": "test"}]}
      """
    let market = try client.post("/v1/marketdata/snapshots", flat).member("snapshot_id")
    let path = "/v1/deals/clo/versions/1/run"
    let interest = { (answer: TestClient.Answer) in
      try answer.json["bonds"]?.array?[0]["interest"]?.array?.compactMap(\.number) ?? []
    }
    let found = try interest(client.get(path + "?market_snapshot=\(market)"))
    let rate = 100 * 360 / 91.25 * expm1(0.04 * 91.25 / 365)
    let expected = try interest(client.get(path + "?rate=\(rate)"))
    #expect(found.count > 8 && found.count == expected.count && found[0] > 0)
    for (found, expected) in zip(found, expected) { #expect(abs(found - expected) <= 2e-4 * expected) }
    let bare = try client.post("/v1/marketdata/snapshots", SampleBook.market).member("snapshot_id")
    let without = try client.get(path + "?market_snapshot=\(bare)")
    #expect(without.status == 422 && without.text.contains("index curve for USD-SOFR"))
  }
}
