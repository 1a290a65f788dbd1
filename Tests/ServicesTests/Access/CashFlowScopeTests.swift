import AccessControl
import JSONDocuments
import TestSupport
import Testing

@testable import Services

/// Ladders, bridges and comparisons as one sees them who is confined to a node.
@Suite(.enabled(if: TestCluster.isAvailable))
struct CashFlowScopeTests {
  private let book: PricedBook
  private var client: TestClient { book.client }
  private let run: String
  /// A day and a market later, with another quantity inside the node and outside.
  private let later: String
  private let free: [String: String]
  private let confined: [String: String]

  init() throws {
    book = try PricedBook()
    run = try book.run()
    later = try book.run(
      market: SampleBook.market.with("2023-03-31", "2023-04-03").with("0.0485", "0.05"),
      positions: PricedBook.positions.with(#""quantity": 1000000"#, #""quantity": 900000"#)
        .with(#""quantity": 4"#, #""quantity": 5"#), asOf: "2023-04-03")
    let users = TestUsers(platform: book.platform)
    free = try users.key(.viewer, name: "free")
    confined = try users.key(.trader, node: "FUND/CREDIT", name: "confined")
  }

  private func json(_ path: String, _ fields: [String: String]) throws -> JSONValue {
    let answer = try client.get(path, headers: fields)
    guard answer.status == 200 else { throw TestClient.Failure(reason: "\(path): \(answer.text)") }
    return try answer.json
  }

  /// A question of a node gives what one who sees everything gets for that node, and no more than that for no node.
  private func expectConfined(_ path: String, isForAll: Bool = true) throws {
    let join = path.contains("?") ? "&" : "?"
    let own = try json(path, confined)
    #expect(try own == json("\(path)\(join)node=FUND/CREDIT", free), "\(path)")
    #expect(
      try json("\(path)\(join)node=FUND/CREDIT/US", confined)
        == json("\(path)\(join)node=FUND/CREDIT/US", free))
    if isForAll { #expect(try own != json(path, free), "\(path) is the same for everyone") }
    for node in ["FUND", "FUND/LOANS", "FUND/CREDI", "FUND/CREDITOR", "FUND%2FLOANS", "ELSEWHERE"] {
      let refused = try client.get("\(path)\(join)node=\(node)", headers: confined)
      #expect(
        refused.status == 403 && refused.text.contains("outside-scope"), "\(path) \(node): \(refused.text)")
    }
  }

  @Test(arguments: [
    "", "group=product_type", "group=node", "basis=contractual", "convert=true", "buckets=year",
  ])
  func laddersAreOfTheNode(query: String) throws {
    try expectConfined("/v1/runs/\(run)/ladder?\(query.isEmpty ? "buckets=month" : query)")
  }

  @Test func bridgesAreOfTheNode() throws {
    try expectConfined("/v1/runs/\(run)/bridge?to=\(later)", isForAll: false)
    // Without a node there is no bridge for one who sees everything.
    #expect(try client.get("/v1/runs/\(run)/bridge?to=\(later)", headers: free).status == 400)
  }

  @Test func comparisonsAreOfTheNode() throws {
    try expectConfined("/v1/runs/\(run)/compare/\(later)")
    let text = try client.get("/v1/runs/\(run)/compare/\(later)", headers: confined).text
    #expect(text.contains("P1") && !text.contains("P3"), "what changed outside is not told: \(text)")
  }

  @Test func positionsAndTotalsOfASnapshotAreOfTheNode() throws {
    let detail = try json("/v1/runs/\(run)", free)
    let id = try #require((detail["run"] ?? detail)["position_snapshot_id"]?.text)
    for listing in ["positions", "totals"] { try expectConfined("/v1/positions/snapshots/\(id)/\(listing)") }
    let text = try client.get("/v1/positions/snapshots/\(id)/positions", headers: confined).text
    for (position, isSeen) in [("P1", true), ("P2", true), ("P3", false), ("P4", false), ("P5", false)] {
      #expect(text.contains("\"\(position)\"") == isSeen, "\(position)")
    }
  }

  @Test func portfoliosAreThoseOfTheNode() throws {
    let seen = try json("/v1/portfolios", confined)["items"]?.array?.compactMap { $0["portfolio_id"]?.text }
    #expect(seen == ["FUND/CREDIT", "FUND/CREDIT/EU", "FUND/CREDIT/US"])
    for path in ["FUND", "FUND%2FLOANS", "FUND%2FCREDITOR"] {
      #expect(try client.get("/v1/portfolios/\(path)", headers: confined).status == 404)
    }
    #expect(try client.get("/v1/portfolios?under=FUND", headers: confined).status == 403)
  }

  @Test(arguments: ["results", "cashflows", "gaps", "nodes"])
  func filesHoldNothingOfOtherNodes(table: String) throws {
    for format in ["csv", "json"] {
      let answer = try client.get("/v1/runs/\(run)/\(table)/export?format=\(format)", headers: confined)
      #expect(answer.status == 200)
      for other in ["P3", "P4", "P5", "FUND/LOANS", "FUND/FX"] {
        #expect(!answer.text.contains(other), "\(table).\(format) holds \(other)")
      }
    }
  }
}
