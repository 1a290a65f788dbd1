import JSONDocuments
import PostgresStore
import RunRecords
import Synchronization
import TestSupport
import Testing

@Suite(.enabled(if: TestCluster.isAvailable))
struct LimitServiceTests {
  private let book: RiskBook
  private let client: TestClient

  init() throws {
    book = try RiskBook()
    client = book.platform.client
  }

  private func terms(_ figure: String, node: String = "", _ more: String) -> String {
    #"{"node": "\#(node)", "figure": \#(figure), \#(more)}"#
  }

  private static let dv01 = #"{"measure": {"measure": "DV01"}}"#

  /// Proposes a limit and gives the number of the proposal.
  @discardableResult
  private func propose(_ name: String, _ terms: String, by: String = "ann") throws -> Int {
    let answer = try client.post("/v1/limits", #"{"name": "\#(name)", "terms": \#(terms), "by": "\#(by)"}"#)
    guard answer.status == 201 else { throw TestClient.Failure(reason: answer.text) }
    return Int(try answer.json["proposal"]!["number"]!.number!)
  }

  private func decide(_ name: String, _ verb: String, _ proposal: Int, by: String) throws
    -> TestClient.Answer
  {
    try client.post("/v1/limits/\(name)/\(verb)", #"{"proposal": \#(proposal), "by": "\#(by)"}"#)
  }

  private func inForce(_ name: String, _ terms: String) throws {
    let answer = try decide(name, "approve", try propose(name, terms), by: "bob")
    guard answer.status == 200 else { throw TestClient.Failure(reason: answer.text) }
  }

  private func evaluations(_ run: String? = nil) throws -> [JSONValue] {
    let answer = try client.get("/v1/runs/\(run ?? book.run)/limits")
    guard let items = try answer.json["items"]?.array else { throw TestClient.Failure(reason: answer.text) }
    return items
  }

  @Test func aProposalCountsWhenAnotherPersonApproves() throws {
    let first = terms(Self.dv01, #""minimum": -1000000, "currency": "USD""#)
    let number = try propose("book", first)
    #expect(try evaluations().isEmpty)
    for author in ["ann", "ANN", " ann "] {
      let refused = try decide("book", "approve", number, by: author)
      #expect(refused.status == 409 && refused.text.contains("another person"))
    }
    #expect(try decide("book", "approve", number + 1, by: "bob").status == 409)
    let approved = try decide("book", "approve", number, by: "bob").json
    #expect(approved["state"]?.text == "ACTIVE" && approved["version"]?.number == 1)
    #expect(approved["proposal"] == nil)
    #expect(try decide("book", "approve", number, by: "bob").status == 409)
    #expect(try evaluations().map { $0["status"]?.text } == ["OK"])

    // A change waits; what is in force stays.
    let second = terms(Self.dv01, #""minimum": -0.001, "currency": "USD""#)
    let change = try client.send(
      "PUT", "/v1/limits/book", headers: ["Content-Type": "application/json"],
      body: #"{"terms": \#(second), "by": "bob"}"#
    ).json
    #expect(change["version"]?.number == 1)
    #expect(change["definition"]?["bounds"]?["minimum"]?.number == -1_000_000)
    #expect(try evaluations().count == 1)
    let waiting = Int(try #require(change["proposal"]?["number"]?.number))
    // Another proposal takes its place, so that the first cannot be approved any more.
    let retire = try client.post("/v1/limits/book/retire", #"{"by": "bob"}"#).json
    #expect(retire["proposal"]?["change"]?.text == "RETIRE")
    #expect(try decide("book", "approve", waiting, by: "ann").status == 409)
    let rejected = try decide("book", "reject", waiting + 1, by: "ann").json
    #expect(rejected["state"]?.text == "ACTIVE" && rejected["proposal"] == nil)

    _ = try client.send(
      "PUT", "/v1/limits/book", headers: ["Content-Type": "application/json"],
      body: #"{"terms": \#(second), "by": "bob"}"#)
    #expect(try decide("book", "approve", waiting + 3, by: "ann").json["version"]?.number == 2)
    // The new version is held against the run; what was found of the old one stays.
    let found = try evaluations()
    #expect(found.map { $0["version"]?.number } == [2, 1])
    #expect(found.map { $0["status"]?.text } == ["BREACH", "OK"])
    #expect(found.map { $0["is_in_force"] } == [.bool(true), .bool(false)])

    let last = try client.post("/v1/limits/book/retire", #"{"by": "ann"}"#).json
    let ending = Int(try #require(last["proposal"]?["number"]?.number))
    #expect(try decide("book", "approve", ending, by: "bob").json["state"]?.text == "RETIRED")
    #expect(try evaluations().map { $0["is_in_force"] } == [.bool(false), .bool(false)])
    #expect(try client.post("/v1/limits/book/retire", #"{"by": "ann"}"#).status == 409)

    let history = try #require(try client.get("/v1/limits/book").json["history"]?.array)
    let steps = history.map { "\($0["step"]!.text!) \($0["change"]!.text!) \($0["by"]!.text!)" }
    #expect(
      steps == [
        "PROPOSED CREATE ann", "APPROVED CREATE bob", "PROPOSED CHANGE bob", "PROPOSED RETIRE bob",
        "REJECTED RETIRE ann", "PROPOSED CHANGE bob", "APPROVED CHANGE ann", "PROPOSED RETIRE ann",
        "APPROVED RETIRE bob",
      ])
    #expect(history[6]["before"]?["bounds"]?["minimum"]?.number == -1_000_000)
    #expect(history[6]["after"]?["bounds"]?["minimum"]?.number == -0.001)
    #expect(history[0]["before"] == nil && history[8]["after"] == nil)
  }

  @Test func namesAreTakenOnce() throws {
    let some = terms(Self.dv01, #""minimum": -1, "currency": "USD""#)
    let number = try propose("one", some)
    let body = #"{"name": "one", "terms": \#(some), "by": "ann"}"#
    #expect(try client.post("/v1/limits", body).status == 200)
    #expect(try client.post("/v1/limits", body.with("-1", "-2")).status == 409)
    #expect(try decide("one", "reject", number, by: "ann").json["state"]?.text == "RETIRED")
    #expect(try client.post("/v1/limits", body).status == 409)
  }

  @Test func figuresAreThoseOfPlainAdditions() throws {
    let value = RiskBook.total("", .presentValue, 0)
    let profit = RiskBook.total("FUND/CREDIT", .profit, 1)
    let groups = Dictionary(grouping: RiskBook.valued("")) { $0.instrument }
      .mapValues { $0.reduce(0) { $0 + RiskBook.amount($1, .presentValue, 0) } }
    let gross = groups.values.reduce(0) { $0 + abs($1) }
    let cases: [(name: String, terms: String, expected: Double)] = [
      ("dv01", terms(Self.dv01, #""minimum": -1, "currency": "USD""#), RiskBook.total("", .dv01, 0)),
      (
        "factor",
        terms(
          #"{"measure": {"measure": "KEY_RATE_DV01", "factor": "USD:1Y", "scenario": "UP"}}"#, node: "OTHER",
          #""minimum": -1, "currency": "USD""#), 0.25 * RiskBook.total("OTHER", .dv01, 1)
      ),
      (
        "loss",
        terms(
          #"{"profit": {"scenario": "UP"}}"#, node: "FUND/CREDIT", #""minimum": -1, "currency": "USD""#),
        profit
      ),
      (
        "relative", terms(#"{"profit": {"scenario": "FX", "is_relative": true}}"#, #""minimum": -0.5"#),
        RiskBook.total("", .profit, 2) / value
      ),
      (
        "largest",
        terms(#"{"concentration": {"attribute": "instrument", "largest": 2}}"#, #""maximum": 0.1"#),
        groups.values.map { abs($0) }.sorted().suffix(2).reduce(0, +) / gross
      ),
      (
        "index", terms(#"{"concentration": {"attribute": "instrument"}}"#, #""maximum": 0.1"#),
        groups.values.reduce(0) { $0 + ($1 / gross) * ($1 / gross) }
      ),
    ]
    for limit in cases { try inForce(limit.name, limit.terms) }
    let found = try evaluations()
    #expect(found.count == cases.count)
    for limit in cases {
      let item = try #require(found.first { $0["limit"]?.text == limit.name })
      let number = try #require(item["value"]?.number, "\(item)")
      #expect(abs(number - limit.expected) <= 1e-9 * max(1, abs(limit.expected)), "\(limit.name)")
    }
  }

  @Test func whatCannotBeToldSaysWhy() throws {
    let cases: [(name: String, terms: String, reason: String)] = [
      ("euro", terms(Self.dv01, #""minimum": -1, "currency": "EUR""#), "the run reports in USD"),
      ("node", terms(Self.dv01, node: "GONE", #""minimum": -1, "currency": "USD""#), "no portfolio 'GONE'"),
      (
        "cs01", terms(#"{"measure": {"measure": "CS01"}}"#, #""minimum": -1, "currency": "USD""#), "have CS01"
      ),
      (
        "scenario", terms(#"{"profit": {"scenario": "DOWN"}}"#, #""minimum": -1, "currency": "USD""#),
        "no scenario 'DOWN'"
      ),
      (
        "factor",
        terms(
          #"{"measure": {"measure": "KEY_RATE_DV01", "factor": "GBP:5Y"}}"#,
          #""minimum": -1, "currency": "USD""#), "no position has KEY_RATE_DV01 GBP:5Y"
      ),
      (
        "base-only",
        terms(#"{"measure": {"measure": "EFFECTIVE_DURATION", "scenario": "UP"}}"#, #""maximum": 9"#),
        "asked for on BASE only"
      ),
    ]
    for limit in cases { try inForce(limit.name, limit.terms) }
    for item in try evaluations() {
      let limit = try #require(cases.first { $0.name == item["limit"]?.text })
      #expect(item["status"]?.text == "CANNOT_TELL" && item["value"] == nil)
      #expect(item["reason"]?["detail"]?.text?.contains(limit.reason) == true, "\(item)")
    }
  }

  @Test func findingsStayAndAreAcknowledged() throws {
    try inForce("tight", terms(Self.dv01, #""minimum": -1e-6, "currency": "USD""#))
    try inForce("wide", terms(Self.dv01, #""minimum": -1e9, "currency": "USD""#))
    let before = try evaluations()
    #expect(before.map { $0["status"]?.text } == ["BREACH", "OK"])
    // What is stored stays, whatever becomes of the results.
    let connection = try book.platform.connection()
    try connection.query("UPDATE node_result SET \"values\"[1] = 0 WHERE measure_no = 8")
    #expect(try evaluations() == before)
    for statement in [
      "UPDATE limit_evaluation SET status = 'OK'", "DELETE FROM limit_evaluation",
      "TRUNCATE limit_acknowledgement", "UPDATE risk_limit_event SET actor = 'eve'",
    ] {
      #expect(throws: PostgresError.self) { try connection.execute(statement) }
    }
    func acknowledge(_ limit: String, _ body: String) throws -> TestClient.Answer {
      try client.post("/v1/runs/\(book.run)/limits/\(limit)/acknowledge", body)
    }
    for (limit, body, status) in [
      ("tight", #"{"by": "bob", "comment": "hedge on Monday"}"#, 200),
      ("tight", #"{"by": "cat", "comment": "hedged", "version": 1}"#, 200),
      ("tight", #"{"by": "bob", "comment": "x", "version": 2}"#, 404),
      ("tight", #"{"by": "bob", "comment": " "}"#, 422), ("wide", #"{"by": "bob", "comment": "x"}"#, 409),
      ("none", #"{"by": "bob", "comment": "x"}"#, 404),
    ] {
      #expect(try acknowledge(limit, body).status == status)
    }
    let notes = try #require(try evaluations()[0]["acknowledgements"]?.array)
    #expect(notes.map { $0["by"]?.text } == ["bob", "cat"])
    #expect(notes.map { $0["comment"]?.text } == ["hedge on Monday", "hedged"])
    #expect(notes.allSatisfy { $0["at"]?.text?.hasSuffix("Z") == true })
    try RunStore(connection).remove(RunID(book.run)!, by: "ann", archive: nil)
    #expect(try evaluations().count == 2)
  }

  @Test func aRunThatWaitsIsNotHeldAgainstLimits() throws {
    try inForce("tight", terms(Self.dv01, #""minimum": -1e-6, "currency": "USD""#))
    #expect(try evaluations(book.waiting).isEmpty)
    #expect(try client.get("/v1/runs/none/limits").status == 404)
  }

  @Test(arguments: [
    (#""minimum": -1"#, "currency"), (#""currency": "USD""#, "bounds"),
    (#""minimum": 2, "maximum": 1, "currency": "USD""#, "bounds.minimum"),
    (#""minimum": -1, "currency": "USD", "warning_share": 2"#, "bounds.warning_share"),
  ])
  func wrongTermsNameTheirField(more: String, field: String) throws {
    let body = #"{"name": "x", "terms": \#(terms(Self.dv01, more)), "by": "ann"}"#
    let answer = try client.post("/v1/limits", body)
    #expect(answer.status == 422)
    #expect(try answer.json["errors"]?.array?.compactMap { $0["field"]?.text } == [field])
  }

  @Test func decisionsAtTheSameTimeMakeOne() async throws {
    let number = try propose("race", terms(Self.dv01, #""minimum": -1, "currency": "USD""#))
    let statuses = Mutex<[Int]>([])
    try await onThreads(8) { [self] index in
      let status = try decide("race", "approve", number, by: "bob\(index)").status
      statuses.withLock { $0.append(status) }
    }
    #expect(statuses.withLock { $0.sorted() } == [200] + Array(repeating: 409, count: 7))
    #expect(try client.get("/v1/limits/race").json["history"]?.array?.count == 2)
  }
}
