import JSONDocuments
import PostgresStore
import RunRecords
import TestSupport
import Testing

@Suite(.enabled(if: TestCluster.isAvailable))
struct RiskServiceTests {
  private static let book = Result { try RiskBook() }

  private let book: RiskBook
  private let client: TestClient

  init() throws {
    book = try Self.book.get()
    client = book.platform.client
  }

  private func risk(_ path: String, _ query: String = "") throws -> JSONValue {
    let answer = try client.get("/v1/runs/\(book.run)/risk\(path)?\(query)")
    guard answer.status == 200 else { throw TestClient.Failure(reason: answer.text) }
    return try answer.json
  }

  /// Stored sums are fixed point with 2^-40 of a unit, the witness adds doubles.
  private func isNear(_ value: JSONValue?, _ expected: Double) -> Bool {
    guard let value = value?.number else { return false }
    return abs(value - expected) <= 1e-9 * max(1, abs(expected))
  }

  private func row(_ node: JSONValue?, _ measure: String) throws -> JSONValue {
    try #require(node?["measures"]?.array?.first { $0["measure"]?.text == measure })
  }

  @Test(arguments: ["", "FUND", "FUND/CREDIT", "FUND/RATES", "OTHER"])
  func totalsAreThoseOfPlainAdditions(node: String) throws {
    let answer = try risk("", "node=\(node)")
    #expect(answer["currency"]?.text == "USD" && answer["node"]?["node"]?.text == node)
    let value = try row(answer["node"], "PV")
    let dv01 = try row(answer["node"], "DV01")
    for scenario in RiskBook.scenarios.indices {
      #expect(
        isNear(value["cells"]?.array?[scenario]["value"], RiskBook.total(node, .presentValue, scenario)))
      #expect(isNear(dv01["cells"]?.array?[scenario]["value"], RiskBook.total(node, .dv01, scenario)))
    }
    let duration = try row(answer["node"], "EFFECTIVE_DURATION")
    let timed = RiskBook.valued(node).filter(\.hasDuration)
    let weight = timed.reduce(0) { $0 + RiskBook.amount($1, .presentValue, 0) }
    let sum = timed.reduce(0) { $0 + RiskBook.amount($1, .presentValue, 0) * $1.duration[0] }
    #expect(isNear(duration["cells"]?.array?[0]["value"], sum / weight))
    #expect(duration["cells"]?.array?[1]["reason"]?["code"]?.text == "not_applicable")
    let held = RiskBook.holdings.filter {
      node.isEmpty || $0.portfolio == node || $0.portfolio.hasPrefix(node + "/")
    }
    #expect(value["position_count"]?.number == Double(held.count))
    #expect(value["gap_count"]?.number == Double(held.count { !$0.hasValue }))
    #expect(duration["gap_count"]?.number == Double(held.count { !$0.hasDuration }))
    let withheld = answer["withheld"]?.array?.compactMap { $0["measure"]?.text }
    #expect(withheld == ["CLEAN_PRICE", "KEY_RATE_DV01"])
  }

  @Test func childrenAddUpToTheirParent() throws {
    for (node, children) in [("", ["FUND", "OTHER"]), ("FUND", ["FUND/CREDIT", "FUND/RATES"])] {
      let answer = try risk("", "node=\(node)&measure=PV&scenario=UP")
      let found = try #require(answer["children"]?.array)
      #expect(found.compactMap { $0["node"]?.text } == children)
      let sum = try found.reduce(0) { try $0 + row($1, "PV")["cells"]!.array![0]["value"]!.number! }
      #expect(isNear(try row(answer["node"], "PV")["cells"]?.array?[0]["value"], sum))
    }
    #expect(try risk("", "node=OTHER/LOANS")["children"]?.array?.isEmpty == true)
  }

  @Test func childrenComeInPages() throws {
    let first = try risk("", "limit=1")
    #expect(first["children"]?.array?.compactMap { $0["node"]?.text } == ["FUND"])
    let cursor = try #require(first["next_cursor"]?.text)
    let second = try risk("", "limit=1&cursor=\(cursor)")
    #expect(second["children"]?.array?.compactMap { $0["node"]?.text } == ["OTHER"])
    #expect(second["next_cursor"] == nil)
    #expect(try client.get("/v1/runs/\(book.run)/risk?node=FUND&cursor=\(cursor)").status == 422)
  }

  @Test(arguments: [("", "BASE", 0), ("FUND/CREDIT", "UP", 1), ("OTHER", "FX", 2)])
  func keyRatesAddUpToDV01(node: String, name: String, scenario: Int) throws {
    let answer = try risk("/key-rates", "node=\(node)&scenario=\(name)")
    let ladder = try #require(answer["node"])
    let expected = RiskBook.total(node, .dv01, scenario)
    let points = try #require(ladder["points"]?.array)
    #expect(points.compactMap { $0["factor"]?.text } == ["USD:10Y", "USD:1Y"])
    #expect(isNear(points[0]["value"], 0.75 * expected) && isNear(points[1]["value"], 0.25 * expected))
    #expect(ladder["check"]?["adds_up"] == .bool(true))
    #expect(isNear(ladder["check"]?["dv01"], expected))
    for child in answer["children"]?.array ?? [] { #expect(child["check"]?["adds_up"] == .bool(true)) }
  }

  @Test func keyRatesThatDoNotAddUpAreTold() throws {
    let own = try RiskBook()
    try own.platform.connection().query(
      """
      UPDATE node_result SET "values"[1] = "values"[1] * 1.0001
      WHERE node = 'FUND' AND factor = 'USD:1Y' AND is_reporting_total
      """)
    let ladder = try own.platform.client.get("/v1/runs/\(own.run)/risk/key-rates?node=FUND").json["node"]
    #expect(ladder?["check"]?["adds_up"] == .bool(false))
  }

  @Test(arguments: ["", "FUND/CREDIT", "OTHER"])
  func profitsAreSortedAndMeasuredFromBase(node: String) throws {
    let answer = try risk("/scenarios", "node=\(node)")
    let items = try #require(answer["items"]?.array)
    let base = RiskBook.total(node, .presentValue, 0)
    #expect(isNear(answer["base_value"], base) && items.count == 2)
    var last = -Double.infinity
    for item in items {
      let scenario = try #require(RiskBook.scenarios.firstIndex { $0 == item["scenario"]?.text })
      let profit = RiskBook.total(node, .profit, scenario)
      #expect(isNear(item["profit"], profit) && isNear(item["profit_share"], profit / base))
      #expect(try #require(item["profit"]?.number) >= last)
      last = item["profit"]?.number ?? last
    }
  }

  @Test(arguments: ["", "FUND", "FUND/CREDIT"], ["node", "product_type"])
  func contributionsAddUpToTheWhole(node: String, by: String) throws {
    for (quantity, name, scenario) in [("PV", "BASE", 0), ("DV01", "UP", 1), ("PROFIT", "FX", 2)] {
      let answer = try risk(
        "/contributions", "node=\(node)&by=\(by)&quantity=\(quantity)&scenario=\(name)")
      let kind = try #require(RiskQuantity(rawValue: quantity))
      let total = RiskBook.total(node, kind, scenario)
      #expect(isNear(answer["total"], total))
      var shares = try #require(answer["remainder"]?["share"]?.number)
      for item in try #require(answer["items"]?.array) {
        let part = try #require(item["part"]?.text)
        let expected =
          by == "node"
          ? RiskBook.total(part, kind, scenario)
          : RiskBook.valued(node).filter { $0.product == part }.reduce(0) {
            $0 + RiskBook.amount($1, kind, scenario)
          }
        #expect(isNear(item["amount"], expected) && isNear(item["share"], expected / total))
        shares += item["share"]?.number ?? .nan
      }
      #expect(abs(shares - 1) < 1e-12)
      // Every fourth position is booked at FUND/CREDIT itself, and none at other inner nodes.
      let own = node == "FUND/CREDIT" && by == "node"
      let direct = RiskBook.valued(node).filter { $0.portfolio == node }
        .reduce(0) { $0 + RiskBook.amount($1, kind, scenario) }
      #expect(isNear(answer["remainder"]?["amount"], own ? direct : 0))
    }
  }

  @Test func partsThatAreNotShownAreInTheRemainder() throws {
    let answer = try risk("/contributions", "limit=1")
    #expect(answer["items"]?.array?.count == 1 && answer["part_count"]?.number == 2)
    let parts = ["FUND", "OTHER"].map { RiskBook.total($0, .presentValue, 0) }
    #expect(isNear(answer["remainder"]?["amount"], parts.min { abs($0) < abs($1) }!))
  }

  @Test(arguments: ["lowest", "highest", "largest"], [("PROFIT", "UP", 1), ("PV", "FX", 2)])
  func positionsAreRanked(ranking: String, _ of: (quantity: String, name: String, scenario: Int)) throws {
    let quantity = try #require(RiskQuantity(rawValue: of.quantity))
    let answer = try risk(
      "/positions",
      "node=FUND/CREDIT&quantity=\(of.quantity)&scenario=\(of.name)&ranking=\(ranking)&limit=7")
    let expected = RiskBook.valued("FUND/CREDIT")
      .map { (holding: $0, amount: RiskBook.amount($0, quantity, of.scenario)) }
      .sorted { a, b in
        switch ranking {
        case "lowest": (a.amount, a.holding.number) < (b.amount, b.holding.number)
        case "highest": (-a.amount, a.holding.number) < (-b.amount, b.holding.number)
        default: (-abs(a.amount), a.holding.number) < (-abs(b.amount), b.holding.number)
        }
      }.prefix(7)
    let items = try #require(answer["items"]?.array)
    #expect(items.compactMap { $0["position_id"]?.text } == expected.map(\.holding.id))
    let total = RiskBook.total("FUND/CREDIT", quantity, of.scenario)
    for (item, position) in zip(items, expected) {
      #expect(isNear(item["amount"], position.amount) && isNear(item["share"], position.amount / total))
      #expect(item["instrument_currency"]?.text == position.holding.currency)
    }
  }

  @Test(arguments: RiskAttribute.allCases, ["", "FUND", "FUND/CREDIT"])
  func concentrationIsThatOfPlainAdditions(attribute: RiskAttribute, node: String) throws {
    for (quantity, name, scenario) in [("PV", "BASE", 0), ("DV01", "FX", 2), ("PROFIT", "UP", 1)] {
      let kind = try #require(RiskQuantity(rawValue: quantity))
      let answer = try risk(
        "/concentration",
        "node=\(node)&attribute=\(attribute.rawValue)&quantity=\(quantity)&scenario=\(name)&limit=2")
      let groups = Dictionary(grouping: RiskBook.valued(node)) { holding -> String? in
        switch attribute {
        case .currency: return holding.currency
        case .productType: return holding.product
        case .instrument: return holding.instrument
        case .issuer: return holding.issuer
        case .country, .sector, .rating: return nil
        case .node:
          let depth = node.isEmpty ? 1 : node.split(separator: "/").count + 1
          return holding.portfolio.split(separator: "/").prefix(depth).joined(separator: "/")
        }
      }.mapValues { $0.reduce(0) { $0 + RiskBook.amount($1, kind, scenario) } }
      let gross = groups.values.reduce(0) { $0 + abs($1) }
      let index = groups.values.reduce(0) { $0 + ($1 / gross) * ($1 / gross) }
      #expect(answer["group_count"]?.number == Double(groups.count))
      #expect(isNear(answer["gross"], gross) && isNear(answer["herfindahl"], index))
      #expect(index >= 1 / Double(groups.count) - 1e-12 && index <= 1)
      let largest = groups.sorted { abs($0.value) > abs($1.value) }.prefix(2)
      let items = try #require(answer["items"]?.array)
      #expect(items.map { $0["value"]?.text } == largest.map(\.key))
      var cumulative = 0.0
      for (item, group) in zip(items, largest) {
        cumulative += abs(group.value) / gross
        #expect(isNear(item["amount"], group.value) && isNear(item["share"], abs(group.value) / gross))
        #expect(isNear(item["cumulative_share"], cumulative))
      }
      let held = RiskBook.holdings.count {
        node.isEmpty || $0.portfolio == node || $0.portfolio.hasPrefix(node + "/")
      }
      #expect(answer["position_count"]?.number == Double(held))
      #expect(answer["gap_count"]?.number == Double(held - RiskBook.valued(node).count))
    }
  }

  @Test(arguments: [
    "", "/key-rates", "/scenarios", "/contributions", "/positions", "/concentration", "/var",
  ])
  func refusalsAndRunsThatWait(path: String) throws {
    let waiting = try client.get("/v1/runs/\(book.waiting)/risk\(path)").json
    #expect(waiting["run_state"]?.text == "QUEUED" && waiting["currency"] == nil)
    #expect((waiting["items"] ?? waiting["children"])?.array?.isEmpty == true)
    for (query, status) in [("node=NOWHERE", 404), ("nod=FUND", 400)] {
      #expect(try client.get("/v1/runs/\(book.run)/risk\(path)?\(query)").status == status)
    }
    #expect(try client.get("/v1/runs/none/risk\(path)").status == 404)
    guard path != "/scenarios" else { return }
    #expect(try client.get("/v1/runs/\(book.run)/risk\(path)?scenario=SIDEWAYS").status == 422)
  }

  @Test func aProfitNeedsAScenario() throws {
    for query in ["quantity=PROFIT", "quantity=PROFIT&scenario=BASE"] {
      #expect(try client.get("/v1/runs/\(book.run)/risk/concentration?\(query)").status == 422)
    }
  }

  @Test func measuresAreDescribed() throws {
    let items = try #require(try client.get("/v1/measures").json["items"]?.array)
    #expect(items.count == 38)
    let yield = try #require(items.first { $0["measure"]?.text == "YIELD" })
    #expect(yield["unit"]?.text == "RATE" && yield["aggregation"]?.text == "WEIGHTED_BY_PV")
  }
}
