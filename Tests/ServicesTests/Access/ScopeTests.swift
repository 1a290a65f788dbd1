import AccessControl
import JSONDocuments
import PostgresStore
import TestSupport
import Testing

@testable import Services

@Suite(.enabled(if: TestCluster.isAvailable))
struct ScopeTests {
  private let platform: TestPlatform
  private let run: String
  private let book: SampleBook
  private let free: [String: String]
  private let confined: [String: String]

  /// Positions by portfolio: every fourth is of FUND/CREDIT/US, FUND/CREDIT, FUND/CREDITOR and FUND/RATES each.
  init() throws {
    platform = try TestPlatform(access: TestUsers.settings)
    book = try SampleBook(platform)
    run = try book.makeRun()
    try book.work()
    let users = TestUsers(platform: platform)
    free = try users.key(.viewer)
    confined = try users.key(.analyst, node: "FUND/CREDIT")
  }

  private func items(_ path: String, _ fields: [String: String]) throws -> [JSONValue] {
    let answer = try platform.client.get("/v1/\(path)", headers: fields)
    guard let items = try answer.json["items"]?.array else { throw TestClient.Failure(reason: answer.text) }
    return items
  }

  @Test func resultsAreThoseUnderTheNode() throws {
    let seen = try items("runs/\(run)/results?limit=1000", confined)
    #expect(Set(seen.compactMap { $0["portfolio"]?.text }) == ["FUND/CREDIT", "FUND/CREDIT/US"])
    let all = try items("runs/\(run)/results?limit=1000&node=FUND/CREDIT", free)
    #expect(seen == all && all.count == 36)
    #expect(try items("runs/\(run)/results?limit=1000&node=FUND/CREDIT/US", confined).count == 18)
    // A position of another node is not there, by its id either.
    let elsewhere = try #require(
      try items("runs/\(run)/results?limit=1000&node=FUND/RATES", free).first?["position_id"]?.text)
    #expect(try items("runs/\(run)/results?position_id=\(elsewhere)", confined).isEmpty)
    #expect(try items("runs/\(run)/results?position_id=\(elsewhere)", free).count == 3)
  }

  @Test func totalsAreThoseUnderTheNode() throws {
    let seen = try items("runs/\(run)/nodes?limit=1000", confined)
    #expect(Set(seen.compactMap { $0["node"]?.text }) == ["FUND/CREDIT"])
    #expect(try items("runs/\(run)/nodes?limit=1000", free).contains { $0["node"]?.text == "" })
  }

  @Test(arguments: ["FUND", "FUND/RATES", "FUND/CREDITOR", "FUND/CREDI", "OTHER"])
  func otherNodesAreRefused(node: String) throws {
    for listing in ["results", "nodes"] {
      let answer = try platform.client.get("/v1/runs/\(run)/\(listing)?node=\(node)", headers: confined)
      #expect(answer.status == 403 && answer.text.contains("outside-scope"), "\(answer.text)")
      #expect(try platform.client.get("/v1/runs/\(run)/\(listing)?node=\(node)", headers: free).status == 200)
    }
  }

  @Test func cursorsLeadNowhereElse() throws {
    let page = try platform.client.get("/v1/runs/\(run)/results?limit=60", headers: free).json
    let cursor = try #require(page["next_cursor"]?.text)
    let next = try items("runs/\(run)/results?limit=60&cursor=\(cursor)", confined)
    #expect(next.allSatisfy { $0["portfolio"]?.text?.hasPrefix("FUND/CREDIT") == true })
    #expect(!next.contains { $0["portfolio"]?.text == "FUND/CREDITOR" })
  }

  @Test func exportsComparisonsAndTagsAreOfTheNode() throws {
    let client = platform.client
    for table in ["results", "nodes", "cashflows", "gaps"] {
      let path = "/v1/runs/\(run)/\(table)/export?format=csv"
      let seen = try client.get(path, headers: confined).text.split(separator: "\r\n")
      let query = table == "gaps" ? path : "\(path)&node=FUND/CREDIT"
      #expect(try client.get(query, headers: free).text.split(separator: "\r\n") == seen, "\(table)")
      guard table != "gaps" else { continue }
      #expect(
        try client.get(path, headers: free).text.split(separator: "\r\n").count > seen.count, "\(table)")
      #expect(try client.get("\(path)&node=FUND/RATES", headers: confined).status == 403)
    }
    let compare = "/v1/runs/\(run)/compare/\(run)"
    #expect(try client.get(compare, headers: confined).json["positions"]?["in_both"]?.number == 12)
    #expect(try client.get(compare, headers: free).json["positions"]?["in_both"]?.number == 23)
    #expect(try client.get("\(compare)?node=FUND", headers: confined).status == 403)
    #expect(
      try items("runs/\(run)/compare/\(run)/nodes", confined).allSatisfy { $0["node"]?.text == "FUND/CREDIT" }
    )
    #expect(try client.get("/v1/runs/\(run)/evidence", headers: free).status == 200)
    let refused = try client.get("/v1/runs/\(run)/evidence", headers: confined)
    #expect(refused.status == 403 && refused.text.contains("outside-scope"))
    // The tag of one who sees everything is not that of one who sees a part, and the other way round.
    for path in ["/v1/runs/\(run)/results", "/v1/runs/\(run)/gaps", compare] {
      let tag = try #require(try client.get(path, headers: free).headers["etag"])
      #expect(try client.get(path, headers: confined.merging(["If-None-Match": tag]) { $1 }).status == 200)
      let own = try #require(try client.get(path, headers: confined).headers["etag"])
      #expect(own != tag)
      #expect(try client.get(path, headers: confined.merging(["If-None-Match": own]) { $1 }).status == 304)
    }
  }

  @Test func gapsAreCountedUnderTheNode() throws {
    func count(_ fields: [String: String]) throws -> Double {
      try items("runs/\(run)/gaps", fields).reduce(0) { $0 + ($1["position_count"]?.number ?? 0) }
    }
    // Every gap is of a position of FUND/CREDIT, half of them of FUND/CREDIT/US.
    let users = TestUsers(platform: platform)
    #expect(try count(free) == 12 && count(confined) == 12)
    #expect(try count(users.key(.viewer, node: "FUND/CREDIT/US")) == 6)
    #expect(try count(users.key(.viewer, node: "FUND/RATES")) == 0)
  }

  @Test func cashFlowsOfOtherNodesAreNotFound() throws {
    for (node, status) in [("FUND/CREDIT/US", 200), ("FUND/RATES", 404), ("FUND/CREDITOR", 404)] {
      let position = try #require(
        try items("runs/\(run)/results?node=\(node)&limit=1000", free).filter {
          $0["portfolio"]?.text == node
        }
        .first?["position_id"]?.text)
      let path = "/v1/runs/\(run)/positions/\(position)/cashflows"
      #expect(try platform.client.get(path, headers: confined).status == status)
      #expect(try platform.client.get(path, headers: free).status == 200)
    }
    let absent = try platform.client.get("/v1/runs/\(run)/positions/NONE/cashflows", headers: confined)
    #expect(absent.status == 404)
  }

  @Test func snapshotsCountWhatIsSeen() throws {
    #expect(try items("positions/snapshots", free).first?["position_count"]?.number == 23)
    #expect(try items("positions/snapshots", confined).first?["position_count"]?.number == 12)
    let path = "/v1/positions/snapshots/\(book.positionsID)"
    let part = try platform.client.get(path, headers: confined)
    #expect(try part.json["position_count"]?.number == 12 && part.headers["etag"] == nil)
    let whole = try platform.client.get(path, headers: free)
    #expect(try whole.json["position_count"]?.number == 23 && whole.headers["etag"] != nil)
  }

  @Test func oneWhoIsConfinedChangesNothing() throws {
    let answer = try platform.client.post("/v1/runs", book.runBody, headers: confined)
    #expect(answer.status == 403 && answer.text.contains("confined to FUND/CREDIT"))
  }
}
