import AccessControl
import JSONDocuments
import TestSupport
import Testing

@testable import Services

/// Risk and limits as one sees them who is confined to a node, and whose name a limit carries.
@Suite(.enabled(if: TestCluster.isAvailable))
struct RiskScopeTests {
  private let book: RiskBook
  private let client: TestClient
  private let confined: [String: String]
  private let ann: [String: String]
  private let bob: [String: String]

  init() throws {
    book = try RiskBook()
    client = book.platform.client
    let users = TestUsers(platform: book.platform)
    confined = try users.key(.viewer, node: "FUND/CREDIT")
    ann = try users.key(.analyst, name: "ann")
    bob = try users.key(.analyst, name: "bob")
  }

  @Test(arguments: ["", "/key-rates", "/scenarios", "/contributions", "/positions", "/concentration", "/var"])
  func riskIsThatOfTheNode(question: String) throws {
    func ask(_ query: String, _ fields: [String: String]) throws -> TestClient.Answer {
      try client.get("/v1/runs/\(book.run)/risk\(question)\(query)", headers: fields)
    }
    let own = try ask("", confined)
    #expect(own.status == 200, "\(own.text)")
    #expect(try own.json == ask("?node=FUND/CREDIT", bob).json)
    #expect(try ask("?node=FUND/CREDIT/US", confined).json == ask("?node=FUND/CREDIT/US", bob).json)
    for node in ["", "FUND", "FUND/RATES", "OTHER"] {
      #expect(try ask("?node=\(node)", bob).status == 200)
      let refused = try ask("?node=\(node)", confined)
      #expect(refused.status == 403 && refused.text.contains("outside-scope"), "\(refused.text)")
    }
  }

  @Test func cubesAreThoseOfTheNode() throws {
    for query in ["rows=book&columns=currency", "rows=issuer&confidence=0.5"] {
      func ask(_ more: String, _ fields: [String: String]) throws -> TestClient.Answer {
        try client.get("/v1/runs/\(book.run)/cube?\(query)\(more)", headers: fields)
      }
      let own = try ask("", confined)
      #expect(own.status == 200, "\(own.text)")
      #expect(try own.json == ask("&node=FUND/CREDIT", bob).json)
      #expect(try own.json != ask("", bob).json)
      #expect(try ask("&node=FUND", confined).status == 403)
      // A group names no more than a part of what is seen.
      #expect(try ask("&book=FUND/RATES", confined).json["cells"]?.array?.isEmpty == true)
      #expect(try ask("&book=FUND/RATES", bob).json["cells"]?.array?.isEmpty == false)
    }
  }

  @Test func limitsAreThoseOfTheNodeAndOfWhoHasSignedIn() throws {
    func propose(_ name: String, node: String) throws -> TestClient.Answer {
      try client.post(
        "/v1/limits",
        #"{"name": "\#(name)", "by": "the chief", "terms": {"node": "\#(node)", "minimum": -1000000, "currency": "USD","#
          + #" "figure": {"measure": {"measure": "DV01"}}}}"#, headers: ann)
    }
    func approve(_ name: String, _ fields: [String: String]) throws -> TestClient.Answer {
      try client.post("/v1/limits/\(name)/approve", #"{"proposal": 1, "by": "another"}"#, headers: fields)
    }
    for (name, node) in [("whole", ""), ("credit", "FUND/CREDIT"), ("rates", "FUND/RATES")] {
      let proposed = try propose(name, node: node)
      #expect(try proposed.json["proposal"]?["proposed_by"]?.text == "key:ann", "\(proposed.text)")
      #expect(try approve(name, ann).status == 409, "whoever they say they are")
      #expect(try approve(name, bob).status == 200)
    }
    func names(_ path: String, _ member: String, _ fields: [String: String]) throws -> [String?] {
      try (client.get(path, headers: fields).json["items"]?.array ?? []).map { $0[member]?.text }
    }
    #expect(try names("/v1/limits", "name", bob) == ["credit", "rates", "whole"])
    #expect(try names("/v1/limits", "name", confined) == ["credit"])
    #expect(try client.get("/v1/limits/credit", headers: confined).status == 200)
    #expect(try client.get("/v1/limits/whole", headers: confined).status == 404)
    let run = "/v1/runs/\(book.run)/limits"
    #expect(try names(run, "limit", bob) == ["credit", "rates", "whole"])
    #expect(try names(run, "limit", confined) == ["credit"])
  }
}
