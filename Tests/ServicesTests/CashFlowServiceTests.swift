import JSONDocuments
import PostgresStore
import RunRecords
import TestSupport
import Testing

@Suite(.enabled(if: TestCluster.isAvailable))
struct CashFlowServiceTests {
  private struct Priced {
    let book: PricedBook
    let run: String

    init() throws {
      book = try PricedBook()
      run = try book.run()
    }
  }

  private static let priced = Result { try Priced() }

  private let book: PricedBook
  private let run: String
  private var client: TestClient { book.client }

  init() throws {
    let priced = try Self.priced.get()
    (book, run) = (priced.book, priced.run)
  }

  /// All flows of a position, read page by page, and the valuation on the last page.
  private func flows(_ position: String, scenario: String) throws -> (
    items: [JSONValue], valuation: JSONValue
  ) {
    var items: [JSONValue] = []
    var cursor = ""
    while true {
      let page = try client.get(
        "/v1/runs/\(run)/positions/\(position)/cashflows?limit=7&scenario=\(scenario)\(cursor)"
      ).json
      items += try #require(page["items"]?.array)
      guard let next = page["next_cursor"]?.text else {
        return (items, try #require(page["valuation"]))
      }
      cursor = "&cursor=\(next)"
    }
  }

  @Test(arguments: ["P1", "P2", "P3", "P4"], ["BASE", "UP"])
  func flowsAddUpToTheStoredValue(position: String, scenario: String) throws {
    let (items, valuation) = try flows(position, scenario: scenario)
    #expect(items.map { $0["period_number"]?.number } == (1...items.count).map { Double($0) })
    let results = try client.get(
      "/v1/runs/\(run)/results?position_id=\(position)&measure=PV&scenario=\(scenario)"
    )
    .json
    let stored = try #require(results["items"]?.array?[0]["cells"]?.array?[0]["value"]?.number)
    let values = items.compactMap { $0["present_value"]?.number }
    #expect(values.count == items.count)
    let scale = values.reduce(0) { $0 + abs($1) }
    // The same terms added in another order.
    #expect(abs(values.reduce(0, +) - stored) <= 1e-12 * scale)
    #expect(valuation["result"]?.number == stored && valuation["scenario"]?.text == scenario)
    #expect(try abs(#require(valuation["present_value"]?.number) - stored) <= 1e-12 * scale)
    for item in items {
      let product =
        item["total"]!.number! * item["discount_factor"]!.number! * item["fx_rate"]!.number!
      #expect(abs(product - item["present_value"]!.number!) <= 1e-9)
    }
    // 1.0875 dollars a euro, a tenth more under UP.
    let rate = position == "P2" ? 1.0875 * (scenario == "UP" ? 1.1 : 1) : 1
    #expect(try abs(#require(valuation["reporting_rate"]?.number) - rate) <= 1e-12)
  }

  @Test func aForwardIsConvertedFlowByFlow() throws {
    let (items, valuation) = try flows("P4", scenario: "BASE")
    #expect(items.map { $0["currency"]?.text } == ["EUR", "USD"])
    #expect(items.map { $0["fx_rate"]?.number } == [1.0875, 1])
    #expect(items.map { $0["total"]?.number } == [200_000, -218_000])
    #expect(valuation["currency"]?.text == "USD" && valuation["issue_spread_bp"]?.number == 0)
  }

  @Test func whatHasNoValueSaysWhy() throws {
    let answer = try client.get("/v1/runs/\(run)/positions/P5/cashflows").json
    #expect(answer["items"]?.array?.isEmpty == true)
    #expect(answer["valuation"]?["reason"]?["code"]?.text == "unsupported")
    #expect(try client.get("/v1/runs/\(run)/positions/P1/cashflows?scenario=SIDEWAYS").status == 422)
  }

  private func ladder(_ query: String) throws -> JSONValue {
    let answer = try client.get("/v1/runs/\(run)/ladder?\(query)")
    #expect(answer.status == 200, "\(answer.text)")
    return try answer.json
  }

  private func total(_ rows: [JSONValue], _ member: String = "total") -> Double {
    rows.reduce(0) { $0 + ($1[member]?.number ?? .nan) }
  }

  @Test(arguments: ["month", "quarter", "year", "standard", "1M,3M,1Y", "30Y"])
  func laddersHoldTheCashOfTheSchedules(buckets: String) throws {
    let rows = try #require(try ladder("buckets=\(buckets)")["items"]?.array)
    for currency in ["USD", "EUR"] {
      var expected = 0.0
      for position in PricedBook.ids {
        let own = try client.get("/v1/runs/\(run)/positions/\(position)/cashflows?limit=1000").json
        expected += total(own["items"]!.array!.filter { $0["currency"]?.text == currency })
      }
      let own = rows.filter { $0["currency"]?.text == currency }
      #expect(abs(total(own) - expected) < 0.005)
      let parts = total(own, "interest") + total(own, "principal") + total(own, "prepayment")
      #expect(abs(parts - expected) < 0.005)
    }
    for row in rows {
      #expect(row["from"]!.text! <= row["through"]?.text ?? "9999")
    }
  }

  @Test func bucketsAreNamed() throws {
    let names = { (query: String) in
      Set(try #require(try ladder(query)["items"]?.array).compactMap { $0["bucket"]?.text })
    }
    #expect(try names("buckets=1M,3M,1Y").isSubset(of: ["0-1M", "1M-3M", "3M-1Y", "over 1Y"]))
    #expect(try names("buckets=quarter").contains("2023-Q2"))
    #expect(try names("buckets=year").contains("2033"))
    let forward = try #require(try ladder("buckets=month&node=FUND/FX")["items"]?.array)
    #expect(Set(forward.compactMap { $0["bucket"]?.text }) == ["2023-06"])
    #expect(forward.allSatisfy { $0["through"]?.text == "2023-06-30" })
  }

  @Test func theReportingCurrencyHoldsAllAtTheRunsRates() throws {
    let apart = try ladder("buckets=year")
    let together = try #require(try ladder("buckets=year&convert=true")["items"]?.array)
    #expect(Set(together.compactMap { $0["currency"]?.text }) == ["USD"])
    var rates: [String: Double] = [:]
    for rate in apart["rates"]!.array! { rates[rate["currency"]!.text!] = rate["rate"]!.number! }
    #expect(rates == ["EUR": 1.0875, "USD": 1])
    let expected = apart["items"]!.array!.reduce(0.0) {
      $0 + $1["total"]!.number! * rates[$1["currency"]!.text!]!
    }
    #expect(abs(total(together) - expected) < 0.005)
    #expect(Set(together.compactMap { $0["bucket"]?.text }).count == together.count)
  }

  @Test func groupsAreNodesBelowAndProducts() throws {
    func groups(_ query: String) throws -> Set<String> {
      Set(try #require(try ladder(query)["items"]?.array).compactMap { $0["group"]?.text })
    }
    #expect(try groups("group=node&node=FUND") == ["FUND/CREDIT", "FUND/LOANS", "FUND/FX"])
    #expect(try groups("group=node&node=FUND/CREDIT") == ["FUND/CREDIT/US", "FUND/CREDIT/EU"])
    #expect(try groups("group=node") == ["FUND"])
    #expect(try groups("group=product_type") == ["FIXED_BOND", "AMORT_LOAN", "FX_FWD"])
  }

  @Test func contractualCashRepaysTheSamePrincipal() throws {
    let query = "buckets=year&product_type=AMORT_LOAN"
    let expected = try #require(try ladder(query)["items"]?.array)
    let contractual = try #require(try ladder(query + "&basis=contractual")["items"]?.array)
    let repaid = total(expected, "principal") + total(expected, "prepayment")
    #expect(total(expected, "prepayment") > 1_000)
    #expect(abs(total(contractual, "principal") - repaid) < 0.005)
    #expect(total(contractual, "prepayment") == 0)
    #expect(total(contractual, "interest") > total(expected, "interest"))
  }

  @Test(arguments: [
    ("buckets=1Y,1M", 400), ("buckets=fortnight", 400), ("buckets=0M", 400), ("buckets=101Y", 400),
    ("basis=guessed", 400), ("group=colour", 400), ("convert=yes", 400), ("currency=dollars", 400),
    ("bucket=month", 400), ("node=NOWHERE", 200),
  ])
  func wrongQueriesAreRefused(query: String, status: Int) throws {
    #expect(try client.get("/v1/runs/\(run)/ladder?\(query)").status == status)
  }

  private func bridge(_ from: String, _ to: String, node: String = "FUND") throws -> JSONValue {
    let answer = try client.get("/v1/runs/\(from)/bridge?to=\(to)&node=\(node)")
    #expect(answer.status == 200, "\(answer.text)")
    return try answer.json
  }

  /// The changes of a bridge by step.
  private func steps(_ bridge: JSONValue) throws -> [String: JSONValue] {
    Dictionary(
      uniqueKeysWithValues: try #require(bridge["steps"]?.array).map { ($0["step"]!.text!, $0["change"]!) })
  }

  private func expectSum(_ bridge: JSONValue, _ member: String, within tolerance: Double) throws {
    let figures = { (end: String) in bridge[end]?["figures"]?[member]?.number }
    let total = try #require(figures("to")) - (try #require(figures("from")))
    let rest = try #require(bridge["unexplained"]?[member]?.number)
    let sum = try steps(bridge).values.reduce(rest) { $0 + ($1[member]?.number ?? .nan) }
    #expect(abs(sum - total) <= tolerance, "\(member)")
  }

  @Test func aBridgeFromARunToItselfIsAllZero() throws {
    let bridge = try bridge(run, run)
    for (step, change) in try steps(bridge) {
      for member in ["value", "dv01", "duration"] { #expect(change[member]?.number == 0, "\(step)") }
    }
    for member in ["value", "dv01", "duration"] { #expect(bridge["unexplained"]?[member]?.number == 0) }
    #expect(bridge["position_count"]?.number == 4 && bridge["left_out_count"]?.number == 1)
    #expect(bridge["left_out"]?.array?.first?["position_id"]?.text == "P5")
  }

  @Test func aBridgeToALaterMarketAddsUpAndLeavesNothing() throws {
    let market = SampleBook.market.with("2023-03-31", "2023-06-30")
      .with("0.0348", "0.0384").with("1.0875", "1.0921")
    let positions = PricedBook.positions.with("\"quantity\": 4}", "\"quantity\": 5}").with("97.25", "95.5")
    let later = try book.run(market: market, positions: positions, asOf: "2023-06-30")
    let bridge = try bridge(run, later)
    try expectSum(bridge, "value", within: 1e-6)
    try expectSum(bridge, "dv01", within: 1e-9)
    try expectSum(bridge, "duration", within: 1e-12)
    // Every position is in the steps and terms are the same, so nothing is left but rounding.
    #expect(try abs(#require(bridge["unexplained"]?["value"]?.number)) < 0.01)
    #expect(try abs(#require(bridge["unexplained"]?["dv01"]?.number)) < 1e-4)
    #expect(try abs(#require(bridge["unexplained"]?["duration"]?.number)) < 1e-8)
    let steps = try steps(bridge)
    for step in ["amortisation", "roll_down", "rates", "spreads", "foreign_exchange", "resized"] {
      #expect(steps[step]?["value"]?.number != 0, "\(step)")
    }
    for step in ["removed", "added", "terms"] { #expect(steps[step]?["value"]?.number == 0, "\(step)") }
    // Three months pass: without anything else durations fall.
    #expect(try #require(steps["roll_down"]?["duration"]?.number) < -0.2)
    #expect(try client.get("/v1/runs/\(later)/bridge?to=\(run)&node=FUND").status == 422)
  }

  @Test(arguments: [
    ("node=FUND", 400), ("to=RUN", 400), ("to=RUN&node=NOWHERE", 422), ("to=NONE&node=FUND", 404),
    ("to=-&node=FUND", 400), ("to=RUN&node=FUND&extra=1", 400),
  ])
  func wrongBridgesAreRefused(query: String, status: Int) throws {
    let query = query.replacing("RUN", with: run)
    #expect(try client.get("/v1/runs/\(run)/bridge?\(query)").status == status)
  }
}
