import AuditTrail
import HTTPServing
import JSONDocuments
import PostgresStore
import Synchronization
import TestSupport
import Testing

@testable import Services

/// What requests leave in the audit trail.
@Suite(.enabled(if: TestCluster.isAvailable))
struct AuditTests {
  private let platform: TestPlatform

  init() throws { platform = try TestPlatform() }

  /// The records so far, oldest first; waits for those of requests that have been answered.
  private func records(atLeast count: Int) throws -> [AuditRecord] {
    let store = AuditStore(try platform.connection())
    let deadline = ContinuousClock.now + .seconds(30)
    var found: [AuditRecord] = []
    repeat {
      found = try store.list(AuditFilter(), limit: 10_000).reversed()
    } while found.count < count
      && ContinuousClock.now < deadline
    return found
  }

  @Test func everyOperationOfEveryServiceIsRecorded() throws {
    let operational: Set<String> = [
      "getLiveness", "getReadiness", "getMetrics", "getOpenAPIDocument", "getSession",
    ]
    let routes = platform.router.routes
    var expected: [String: Int] = [:]
    for route in routes {
      var path = route.path.description
      for name in route.path.parameterNames { path = path.replacing("{\(name)}", with: "-") }
      let answer =
        try route.consumes.isEmpty
        ? platform.client.send(route.method.rawValue, path)
        : platform.client.send(
          route.method.rawValue, path, headers: ["Content-Type": "application/json"], body: "{}")
      if !operational.contains(route.operationID) { expected[route.operationID] = answer.status }
    }
    let records = try records(atLeast: expected.count)
    #expect(Set(records.map(\.event.action)) == Set(expected.keys))
    #expect(records.count == expected.count)
    for record in records {
      #expect(
        record.event.outcome == expected[record.event.action].map(String.init), "\(record.event.action)")
      #expect(record.event.clientAddress == "127.0.0.1" && record.event.actor == .anonymous)
      #expect(!record.event.requestID.isEmpty)
    }
    #expect(try AuditStore(platform.connection()).verify(kept: []).sequence == Int64(expected.count))
  }

  @Test func aChangeIsRecordedBeforeItsAnswer() throws {
    let book = try SampleBook(platform)
    let store = AuditStore(try platform.connection())
    let before = try store.head().sequence
    let answer = try platform.client.post("/v1/runs", book.runBody, headers: ["X-Request-ID": "ask-1"])
    let record = try #require(try store.list(AuditFilter(), limit: 1).first)
    #expect(record.sequence == before + 1 && record.event.requestID == "ask-1")
    #expect(record.event.action == "createRun" && record.event.outcome == "201")
    #expect(record.event.object == AuditObject(kind: "run", id: try answer.member("run_id")))
    let details = try JSONDocument.parse(record.event.details)
    #expect(details["body_sha256"] == .string(ContentHash.sha256Hex(book.runBody)))
    #expect(details["body_bytes"] == .number(Double(book.runBody.utf8.count)))
    #expect(details["method"] == .string("POST") && details["path"] == .string("/v1/runs"))
    #expect(details["query"] == nil)
  }

  @Test func refusedRequestsAreRecordedToo() throws {
    let evil = try platform.client.get("/v1/runs?limit=1", headers: ["Host": "evil.example"])
    let missing = try platform.client.get("/v1/runs/R9")
    #expect(evil.status == 421 && missing.status == 404)
    let records = try records(atLeast: 2)
    #expect(records.map(\.event.outcome) == ["421", "404"])
    #expect(records[1].event.object == AuditObject(kind: "run", id: "R9"))
    #expect(try JSONDocument.parse(records[0].event.details)["query"]?["limit"] == .array([.string("1")]))
  }

  @Test func whoeverIsFoundOutInsideIsNamed() throws {
    struct Refused: Error {}
    let actors = Mutex<[AuditActor]>([])
    let writer = AuditWriter(append: { events in actors.withLock { $0 += events.map(\.actor) } })
    let route = Route(.get, "/x", operationID: "x") { request in
      request.caller.establish("ann", by: "password")
      throw Refused()
    }
    let request = HTTPRequest(method: .get, path: "/x", deadline: .now + .seconds(60), requestID: "r")
    #expect(throws: Refused.self) {
      try AuditedRoute(writer: writer, now: { 7 }).recording(route, hashesBodies: false).handler(request)
    }
    #expect(writer.stop(within: .seconds(60)).isEmpty)
    #expect(actors.withLock { $0 } == [AuditActor(name: "ann", authenticatedBy: "password")])
  }

  @Test func secretsAreLeftOut() throws {
    _ = try platform.client.get(
      "/v1/runs?access_token=s3cret&limit=1",
      headers: ["Authorization": "Bearer s3cret", "Cookie": "id=s3cret"])
    let record = try #require(try records(atLeast: 1).first)
    #expect(record.event.outcome == "400")
    #expect(!(try CanonicalJSON.encode(record).contains("s3cret")))
    // Of a route whose bodies are no data, not even the hash is kept.
    let details = Mutex<[String]>([])
    let writer = AuditWriter(append: { events in details.withLock { $0 += events.map(\.details) } })
    let route = Route.json(.post, "/secret", operationID: "secret") { _ in HTTPResponse(status: .noContent) }
    let audited = AuditedRoute(writer: writer, now: { 7 }).recording(route, hashesBodies: false)
    _ = try audited.handler(
      HTTPRequest(
        method: .post, path: "/secret", body: Array("{}".utf8), deadline: .now + .seconds(60), requestID: "r")
    )
    #expect(writer.stop(within: .seconds(60)).isEmpty)
    #expect(details.withLock { $0 } == [#"{"method":"POST","path":"/secret"}"#])
  }

  @Test func theTrailIsExportedAsItIsListedAndVerified() throws {
    let book = try SampleBook(platform)
    let run = try book.makeRun()
    _ = try platform.client.post("/v1/runs/\(run)/cancel", "{}")
    let listed = try #require(try platform.client.get("/v1/audit?object=\(run)").json["items"]?.array)
    let file = try platform.client.get("/v1/audit/export?object=\(run)&format=json").json
    let columns = try #require(file["columns"]?.array).compactMap(\.text)
    let rows = try #require(file["rows"]?.array)
    #expect(rows.count == listed.count && rows.count == 2)
    for (row, record) in zip(rows, listed) {
      for (column, cell) in zip(columns, row.array ?? []) where column != "details" {
        #expect(cell == record[column] ?? .string(""), "\(column)")
      }
    }
    let store = AuditStore(try platform.connection())
    let kept = try store.head()
    func verify(_ query: String = "") throws -> JSONValue {
      try platform.client.get("/v1/audit/verification\(query)").json
    }
    let found = try verify("?sequence=\(kept.sequence)&hash=\(kept.hash)")
    #expect(found["fault"] == nil && found["heads_checked"]?.number == 1)
    #expect((found["head"]?["sequence"]?.number ?? 0) >= Double(kept.sequence))
    let other = String(repeating: "0", count: 64)
    let differs = try verify("?sequence=\(kept.sequence)&hash=\(other)")["fault"]
    #expect(differs?["kind"]?.text == "differs-from-head")
    let connection = try platform.connection()
    try connection.execute("ALTER TABLE audit_record DISABLE TRIGGER never_change")
    try connection.execute("GRANT UPDATE ON audit_record TO CURRENT_USER")
    try connection.execute("UPDATE audit_record SET actor = 'nobody' WHERE sequence = 2")
    let fault = try #require(try verify()["fault"])
    #expect(fault["kind"]?.text == "edited" && fault["sequence"]?.number == 2)
  }

  @Test func theTrailIsReadInPages() throws {
    let book = try SampleBook(platform)
    let run = try book.makeRun()
    _ = try platform.client.post("/v1/runs/\(run)/cancel", "{}")
    let about = try platform.client.get("/v1/audit?object=\(run)&who=anonymous&limit=1")
    let first = try #require(try about.json["items"]?.array?.first)
    #expect(first["action"]?.text == "cancelRun" && first["object_kind"]?.text == "run")
    let next = try about.member("next_cursor")
    let second = try platform.client.get("/v1/audit?object=\(run)&who=anonymous&limit=1&cursor=\(next)")
    #expect(try second.json["items"]?.array?.first?["action"]?.text == "createRun")
    #expect(try platform.client.get("/v1/audit?object=other&limit=1&cursor=\(next)").status == 422)
    // The platform's clock stands at 2023-03-31T22:00:00Z.
    for (query, isFound) in [
      ("from=2023-03-31", true), ("from=2023-04-01", false), ("to=2023-03-31", true),
      ("to=2023-03-30", false),
      ("what=cancelRun", true), ("what=cancel", false),
    ] {
      let answer = try platform.client.get("/v1/audit?\(query)")
      #expect(try (answer.json["items"]?.array?.isEmpty == false) == isFound, "\(query)")
    }
    #expect(try platform.client.get("/v1/audit?from=yesterday").status == 400)
    #expect(try platform.client.get("/v1/audit?whom=x").status == 400)
    let head = try platform.client.get("/v1/audit/head")
    #expect(try head.member("hash").count == 64)
  }

  @Test func changesAreNotServedWhileTheyCannotBeRecorded() throws {
    struct Down: Error {}
    let writer = AuditWriter(append: { _ in throw Down() })
    let audited = AuditedRoute(writer: writer, now: { 0 })
    func request(_ method: HTTPMethod) -> HTTPRequest {
      HTTPRequest(method: method, path: "/x", deadline: .now + .seconds(60), requestID: "r")
    }
    let reading = audited.recording(
      Route(.get, "/x", operationID: "get") { _ in HTTPResponse(status: .ok) }, hashesBodies: false)
    let changing = audited.recording(
      Route(.delete, "/x", operationID: "delete") { _ in
        Issue.record("the change was made")
        return HTTPResponse(status: .ok)
      }, hashesBodies: false)
    #expect(try reading.handler(request(.get)).status == .ok)
    let deadline = ContinuousClock.now + .seconds(60)
    while writer.accepts(change: true), ContinuousClock.now < deadline {}
    let problem = #expect(throws: ProblemDetails.self) { try changing.handler(request(.delete)) }
    #expect(problem?.status == .serviceUnavailable)
    #expect(try reading.handler(request(.get)).status == .ok)
  }
}
