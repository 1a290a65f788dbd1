import AccessControl
import TestSupport
import Testing

/// Every operation, asked for what it can and what it cannot do: each answer is as the document describes it.
@Suite(.enabled(if: TestCluster.isAvailable))
struct ConformanceTests {
  /// Asks, and holds every answer against the document.
  private final class Examiner {
    let client: TestClient
    let document: ServedDocument
    private(set) var seen: [String: Set<Int>] = [:]

    init(_ client: TestClient) throws {
      self.client = client
      document = try ServedDocument()
    }

    /// Counts what another examiner has seen.
    func note(_ other: Examiner) { seen.merge(other.seen) { $0.union($1) } }

    @discardableResult
    func ask(
      _ id: String, _ parameters: [String: String] = [:], query: String = "", body: String? = nil,
      headers: [String: String] = [:], expect status: Int
    ) throws -> TestClient.Answer {
      let operation = try #require(document.operations.first { $0.id == id })
      var path = operation.path
      for (name, value) in parameters { path = path.replacing("{\(name)}", with: value) }
      let answer =
        try body.map {
          let json = ["Content-Type": "application/json"].merging(headers) { $1 }
          return try client.send(operation.method, path + query, headers: json, body: $0)
        }
        ?? client.send(operation.method, path + query, headers: headers)
      #expect(answer.status == status, "\(id): \(answer.text)")
      #expect(document.faults(answer, to: operation) == [])
      seen[id, default: []].insert(answer.status)
      return answer
    }
  }

  @Test func everyAnswerIsAsDescribed() throws {
    let platform = try TestPlatform()
    let book = try SampleBook(platform)
    let examiner = try Examiner(platform.client)
    try examine(marketDataOf: book, examiner)
    try examine(reviewOf: book, examiner)
    try examine(instrumentsOf: book, examiner)
    try examine(portfoliosOf: book, examiner)
    try examine(runsOf: book, examiner)
    try examine(resultsOf: book, examiner)
    try examine(riskOf: book, examiner)
    try examine(schedulesOf: book, examiner)
    try examine(auditOf: book, examiner)
    try examine(scenariosOf: book, examiner)
    try examineDeals(examiner)
    try examineImports(examiner)
    try examineSessions(examiner)
    try examineAccess(examiner)
    for id in ["getLiveness", "getReadiness", "getMetrics", "getOpenAPIDocument"] {
      try examiner.ask(id, expect: 200)
    }
    for operation in examiner.document.operations {
      let statuses = examiner.seen[operation.id] ?? []
      #expect(statuses.contains { $0 < 300 }, "\(operation.id) was never asked with success")
    }
    #expect(platform.log.errors.isEmpty)
  }

  /// On a platform of its own, as a user closes it.
  private func examineSessions(_ examiner: Examiner) throws {
    try examiner.ask("getSession", expect: 200)
    let platform = try TestPlatform(access: TestUsers.settings)
    let users = TestUsers(platform: platform)
    try users.add("ann", .viewer)
    let closed = try Examiner(platform.client)
    let right = #"{"name": "ann", "password": "\#(TestUsers.password)"}"#
    let answer = try closed.ask("createSession", body: right, expect: 201)
    let browser = try TestUsers.fields(answer)
    try closed.ask("createSession", body: right.with("ann", "ben"), expect: 401)
    try closed.ask("createSession", body: "{}", expect: 400)
    try closed.ask("createSession", body: right, headers: ["Sec-Fetch-Site": "cross-site"], expect: 403)
    try closed.ask("getSession", headers: browser, expect: 200)
    try closed.ask("getSession", expect: 401)
    let change = #"{"current_password": "\#(TestUsers.password)", "new_password": "seven quiet rivers"}"#
    try closed.ask(
      "changePassword", body: change.with("seven quiet rivers", "short"), headers: browser, expect: 422)
    try closed.ask("changePassword", body: change, headers: users.key(.admin), expect: 409)
    try closed.ask("changePassword", body: change, headers: ["Cookie": browser["Cookie"]!], expect: 403)
    let next = try TestUsers.fields(closed.ask("changePassword", body: change, headers: browser, expect: 200))
    try closed.ask("deleteSession", headers: next, expect: 204)
    try closed.ask("deleteSession", headers: next, expect: 401)
    examiner.note(closed)
    #expect(platform.log.errors.isEmpty)
  }

  /// On a platform of its own, as users are only made where somebody has signed in.
  private func examineAccess(_ examiner: Examiner) throws {
    let user = #"{"name": "tom", "role": "trader"}"#
    try examiner.ask("createUser", body: user, expect: 409)
    try examiner.ask("createKey", body: #"{"name": "job", "role": "viewer"}"#, expect: 409)
    let platform = try TestPlatform(access: TestUsers.settings)
    let users = TestUsers(platform: platform)
    try users.add("ann", .admin)
    let ann = try users.browser("ann")
    let closed = try Examiner(platform.client)
    try closed.ask("listRoles", headers: ann, expect: 200)
    try closed.ask("listRoles", query: "?x=1", headers: ann, expect: 400)
    let keyed = ann.merging(["Idempotency-Key": "a"]) { $1 }
    try closed.ask("createUser", body: user, headers: keyed, expect: 201)
    try closed.ask("createUser", body: user, headers: keyed, expect: 200)
    try closed.ask("createUser", body: user, headers: ann, expect: 409)
    try closed.ask("createUser", body: user.with("trader", "chief"), headers: ann, expect: 400)
    try closed.ask("createUser", body: user.with("tom", "Tom"), headers: ann, expect: 422)
    try closed.ask("createUser", body: user, expect: 401)
    try closed.ask("createUser", body: user, headers: ["Cookie": ann["Cookie"]!], expect: 403)
    try closed.ask("listUsers", query: "?limit=1", headers: ann, expect: 200)
    try closed.ask("listUsers", query: "?cursor=x", headers: ann, expect: 422)
    let (tom, none, own) = (["user_name": "tom"], ["user_name": "none"], ["user_name": "ann"])
    try closed.ask("getUser", tom, headers: ann, expect: 200)
    try closed.ask("getUser", none, headers: ann, expect: 404)
    try closed.ask("getUser", ["user_name": "Tom"], headers: ann, expect: 400)
    let role = #"{"role": "analyst", "node": "FUND"}"#
    try closed.ask("changeUser", tom, body: role, headers: ann, expect: 200)
    try closed.ask("changeUser", none, body: role, headers: ann, expect: 404)
    try closed.ask("changeUser", own, body: role, headers: ann, expect: 403)
    try closed.ask("changeUser", own, body: role, headers: users.key(.admin), expect: 409)
    try closed.ask("changeUser", tom, body: role.with("FUND", "A//B"), headers: ann, expect: 422)
    for id in ["disableUser", "enableUser", "unlockUser", "resetPassword"] {
      try closed.ask(id, tom, body: "{}", headers: ann, expect: 200)
      try closed.ask(id, none, body: "{}", headers: ann, expect: 404)
      try closed.ask(id, tom, body: "[]", headers: ann, expect: 400)
    }
    try closed.ask("disableUser", own, body: "{}", headers: ann, expect: 403)
    try closed.ask("disableUser", own, body: "{}", headers: users.key(.admin), expect: 409)
    let key = #"{"name": "job", "role": "viewer"}"#
    let made = try closed.ask("createKey", body: key, headers: keyed, expect: 201)
    try closed.ask("createKey", body: key, headers: keyed, expect: 200)
    try closed.ask("createKey", body: key.with("job", "Job"), headers: ann, expect: 422)
    try closed.ask("listKeys", query: "?limit=1", headers: ann, expect: 200)
    try closed.ask("listKeys", query: "?limit=0", headers: ann, expect: 400)
    let id = try made.json["key"]?["key_id"]?.text ?? ""
    try closed.ask("revokeKey", ["key_id": id], body: "{}", headers: ann, expect: 200)
    try closed.ask("revokeKey", ["key_id": "0123456789abcdef"], body: "{}", headers: ann, expect: 404)
    try closed.ask("revokeKey", ["key_id": "x"], body: "{}", headers: ann, expect: 400)
    examiner.note(closed)
    #expect(platform.log.errors.isEmpty)
  }

  private func examine(marketDataOf book: SampleBook, _ examiner: Examiner) throws {
    let other = SampleBook.market.with(#""source": "test""#, #""source": "other""#)
    try examiner.ask("createMarketSnapshot", body: other, expect: 201)
    try examiner.ask("createMarketSnapshot", body: other, expect: 200)
    try examiner.ask("createMarketSnapshot", body: "{", expect: 400)
    try examiner.ask("createMarketSnapshot", body: other.with("0.0281", "28.1"), expect: 422)
    try examiner.ask(
      "createMarketSnapshot", body: other, headers: ["Content-Type": "text/plain"], expect: 415)
    try examiner.ask(
      "createMarketSnapshot", body: other, headers: ["Origin": "http://evil.example"], expect: 403)
    try examiner.ask("createMarketSnapshot", body: other, headers: ["Host": "evil.example"], expect: 421)
    try examiner.ask(
      "createMarketSnapshot", body: other, headers: ["Content-Length": "\(1 << 30)"], expect: 413)
    try examiner.ask("listMarketSnapshots", query: "?limit=1", expect: 200)
    try examiner.ask("listMarketSnapshots", query: "?limit=0", expect: 400)
    try examiner.ask("getMarketSnapshot", ["snapshot_id": book.marketID], expect: 200)
    try examiner.ask(
      "getMarketSnapshot", ["snapshot_id": book.marketID], headers: ["If-None-Match": "\"\(book.marketID)\""],
      expect: 304)
    try examiner.ask("getMarketSnapshot", ["snapshot_id": "x"], expect: 400)
    let unknown = "sha256:" + String(repeating: "0", count: 64)
    try examiner.ask("getMarketSnapshot", ["snapshot_id": unknown], expect: 404)
    let curve = ["snapshot_id": book.marketID, "curve_id": "USD.TREASURY"]
    try examiner.ask("getCurve", curve, expect: 200)
    try examiner.ask("getCurve", curve, query: "?tenors=1M,100Y", expect: 200)
    try examiner.ask("getCurve", curve, query: "?tenors=1M,", expect: 400)
    try examiner.ask("getCurve", curve, query: "?tenors=101Y", expect: 422)
    try examiner.ask("getCurve", ["snapshot_id": book.marketID, "curve_id": "X"], expect: 404)
    try examiner.ask("getCurve", curve, query: "?dates=2023-03-31,2033-03-31&tenors=5Y", expect: 200)
    try examiner.ask("getCurve", curve, query: "?dates=2023-02-30", expect: 400)
    try examiner.ask("getCurve", curve, query: "?dates=2023-03-30", expect: 422)
    try examiner.ask("getCurve", curve, query: "?scenario=UP", expect: 422)
    try examiner.ask("getCurve", curve, query: "?scenario_set=NONE&scenario=UP", expect: 404)
    let series = ["curve_id": "USD.TREASURY"]
    try examiner.ask(
      "listCurveSeries", series, query: "?tenor=10Y&from=2023-01-01&to=2023-12-31", expect: 200)
    try examiner.ask("listCurveSeries", series, query: "?tenor=0D", expect: 400)
  }

  private func examine(reviewOf book: SampleBook, _ examiner: Examiner) throws {
    let jump = SampleBook.market.with("2023-03-31", "2023-04-03").with("0.0348", "0.0448")
    let stored = try examiner.ask("createMarketSnapshot", body: jump, expect: 201)
    let snapshot = ["snapshot_id": try stored.member("snapshot_id")]
    let unknown = ["snapshot_id": "sha256:" + String(repeating: "0", count: 64)]
    let clear = ["snapshot_id": book.marketID]
    let body = #"{"decision": "ACCEPTED", "comment": "true", "reviewed_by": "bob"}"#
    try examiner.ask(
      "createRun", body: book.runBody.with(book.marketID, snapshot["snapshot_id"]!), expect: 409)
    try examiner.ask("reviewMarketSnapshot", snapshot, body: body, expect: 200)
    try examiner.ask("reviewMarketSnapshot", snapshot, body: body.with("true", ""), expect: 422)
    try examiner.ask("reviewMarketSnapshot", snapshot, body: body.with("ACCEPTED", "FINE"), expect: 400)
    try examiner.ask("reviewMarketSnapshot", clear, body: body, expect: 409)
    try examiner.ask("reviewMarketSnapshot", unknown, body: body, expect: 404)
    for id in ["getMarketFindings", "getMarketLineage"] {
      try examiner.ask(id, snapshot, expect: 200)
      try examiner.ask(id, unknown, expect: 404)
      try examiner.ask(id, ["snapshot_id": "x"], expect: 400)
    }
  }

  private func examineImports(_ examiner: Examiner) throws {
    let csv = ["Content-Type": "text/csv"]
    let rows = "instrument_id,product_type,currency,description\nZ1,ABS_MBS,USD,pool\nZ2,NONE,USD,pool\n"
    let begun = try examiner.ask(
      "createImport", query: "?kind=instruments", body: rows, headers: csv, expect: 201)
    let one = ["import_id": try begun.member("import_id")]
    let key = csv.merging(["Idempotency-Key": "imports"]) { $1 }
    try examiner.ask(
      "createImport", query: "?kind=instruments&strict=true", body: rows, headers: key, expect: 201)
    try examiner.ask(
      "createImport", query: "?kind=instruments&strict=true", body: rows, headers: key, expect: 200)
    try examiner.ask("createImport", query: "?kind=instruments", body: rows, headers: key, expect: 422)
    try examiner.ask("createImport", query: "?kind=nothing", body: rows, headers: csv, expect: 400)
    try examiner.ask(
      "createImport", query: "?kind=instruments", body: rows, headers: ["Content-Type": "text/html"],
      expect: 415)
    try examiner.ask(
      "createImport", query: "?kind=instruments", body: rows,
      headers: csv.merging(["Origin": "http://evil.example"]) { $1 },
      expect: 403)
    try examiner.ask("streamImport", one, expect: 200)
    try examiner.ask("getImport", one, expect: 200)
    try examiner.ask("listImports", query: "?limit=1", expect: 200)
    try examiner.ask("listImports", query: "?cursor=x", expect: 422)
    try examiner.ask("listImportRejections", one, expect: 200)
    for format in ["csv", "json", "xlsx"] {
      try examiner.ask("exportImportRejections", one, query: "?format=\(format)", expect: 200)
    }
    for id in ["getImport", "streamImport", "listImportRejections", "exportImportRejections"] {
      let query = id == "exportImportRejections" ? "?format=csv" : ""
      try examiner.ask(id, ["import_id": "999"], query: query, expect: 404)
      try examiner.ask(id, ["import_id": "x"], query: query, expect: 400)
    }
  }

  private func examine(instrumentsOf book: SampleBook, _ examiner: Examiner) throws {
    try examiner.ask("putInstruments", body: SampleBook.instruments, expect: 200)
    try examiner.ask("putInstruments", body: "[{}]", expect: 422)
    try examiner.ask("putInstruments", query: "?partial=true", body: "[{}]", expect: 200)
    try examiner.ask("putInstruments", body: "7", expect: 400)
    try examiner.ask("getInstrument", ["instrument_id": "I0"], expect: 200)
    try examiner.ask("getInstrument", ["instrument_id": "I9"], expect: 404)
    try examiner.ask("searchInstruments", query: "?text=i&limit=2&currency=USD", expect: 200)
    try examiner.ask("searchInstruments", query: "?currency=dollars", expect: 400)
    try examiner.ask("searchInstruments", query: "?cursor=x", expect: 422)
    let one = ["instrument_id": "I0"]
    let versions = try examiner.ask("listInstrumentVersions", one, query: "?limit=1", expect: 200)
    try examiner.ask("listInstrumentVersions", ["instrument_id": "I9"], expect: 404)
    let hash = try versions.json["items"]?.array?.first?["version_hash"]?.text ?? ""
    let version = ["instrument_id": "I0", "version_hash": hash]
    try examiner.ask("getInstrumentVersion", version, expect: 200)
    try examiner.ask("getInstrumentVersion", version, headers: ["If-None-Match": "\"\(hash)\""], expect: 304)
    try examiner.ask("getInstrumentVersion", ["instrument_id": "I1", "version_hash": hash], expect: 404)
    try examiner.ask("getInstrumentVersion", ["instrument_id": "I1", "version_hash": "x"], expect: 400)
    let run = try book.makeRun()
    try examiner.ask("listRunInstrumentVersions", ["run_id": run, "instrument_id": "I0"], expect: 200)
    try examiner.ask("listRunInstrumentVersions", ["run_id": run, "instrument_id": "I9"], expect: 404)
    try examiner.ask("listProducts", expect: 200)
  }

  private func examine(portfoliosOf book: SampleBook, _ examiner: Examiner) throws {
    let unknown = "sha256:" + String(repeating: "0", count: 64)
    let day = "?as_of=2023-04-03"
    try examiner.ask("createPositionSnapshot", query: day, body: SampleBook.positions, expect: 201)
    try examiner.ask("createPositionSnapshot", query: day, body: SampleBook.positions, expect: 200)
    try examiner.ask("createPositionSnapshot", body: SampleBook.positions, expect: 400)
    let bad = SampleBook.positions.with("\"I3\"", "\"nowhere\"")
    try examiner.ask("createPositionSnapshot", query: day, body: bad, expect: 422)
    let other = try examiner.ask(
      "createPositionSnapshot", query: day + "&partial=true", body: bad, expect: 201)
    try examiner.ask("listPositionSnapshots", query: day, expect: 200)
    try examiner.ask("getPositionSnapshot", ["snapshot_id": book.positionsID], expect: 200)
    try examiner.ask("getPositionSnapshot", ["snapshot_id": unknown], expect: 404)
    let snapshot = ["snapshot_id": book.positionsID]
    for id in ["listPositions", "listPositionTotals"] {
      try examiner.ask(id, snapshot, query: "?node=FUND/CREDIT&limit=2", expect: 200)
      try examiner.ask(id, ["snapshot_id": unknown], expect: 404)
      try examiner.ask(id, ["snapshot_id": "x"], expect: 400)
      try examiner.ask(id, snapshot, query: "?cursor=x", expect: 422)
    }
    let controls =
      #"{"totals": [{"node": "FUND/CREDIT", "currency": "USD", "position_count": 1, "quantity": 7}]}"#
    try examiner.ask("reconcilePositions", snapshot, body: controls, expect: 200)
    try examiner.ask("reconcilePositions", snapshot, body: #"{"totals": []}"#, expect: 422)
    try examiner.ask("reconcilePositions", snapshot, body: "[]", expect: 400)
    try examiner.ask("reconcilePositions", ["snapshot_id": unknown], body: controls, expect: 404)
    let after = try other.json["snapshot"]?["snapshot_id"]?.text ?? ""
    try examiner.ask("comparePositions", query: "?before=\(book.positionsID)&after=\(after)", expect: 200)
    try examiner.ask("comparePositions", query: "?before=\(book.positionsID)&after=\(unknown)", expect: 404)
    try examiner.ask("comparePositions", query: "?before=x&after=y", expect: 400)
    try examiner.ask("listPortfolios", query: "?under=FUND&limit=2", expect: 200)
    try examiner.ask("listPortfolios", query: "?level=FUND", expect: 400)
    let node = ["portfolio_id": "FUND%2FCREDIT"]
    try examiner.ask("describePortfolio", node, body: #"{"name": "Credit", "tags": ["a"]}"#, expect: 200)
    try examiner.ask("describePortfolio", node, body: #"{"name": ""}"#, expect: 422)
    try examiner.ask("describePortfolio", node, body: "{}", expect: 400)
    try examiner.ask("describePortfolio", ["portfolio_id": "none"], body: #"{"name": "x"}"#, expect: 404)
    try examiner.ask("getPortfolio", node, expect: 200)
    try examiner.ask("getPortfolio", ["portfolio_id": "none"], expect: 404)
    let dealer = #"[{"counterparty_id": "D", "name": "Dealer", "lei": "9R7GPTSO7KV3UQJZQ078"}]"#
    try examiner.ask("putCounterparties", body: dealer, expect: 200)
    try examiner.ask("putCounterparties", body: dealer.with("078", "079"), expect: 422)
    try examiner.ask("putCounterparties", body: "7", expect: 400)
    try examiner.ask("listCounterparties", query: "?limit=1", expect: 200)
    try examiner.ask("getCounterparty", ["counterparty_id": "D"], expect: 200)
    try examiner.ask("getCounterparty", ["counterparty_id": "none"], expect: 404)
    try examiner.ask(
      "listCounterpartyVersions", ["counterparty_id": "D"], query: "?limit=1", expect: 200)
    try examiner.ask("listCounterpartyVersions", ["counterparty_id": "none"], expect: 404)
    try examiner.ask("listCounterpartyVersions", ["counterparty_id": "D"], query: "?cursor=x", expect: 422)
    let run = ["run_id": try book.makeRun()]
    let change = #"{"changes": [{"action": "remove", "position_id": "P10"}]}"#
    try examiner.ask("askWhatIf", run, body: change, expect: 409)
    try book.work()
    try examiner.ask("askWhatIf", run, body: change, expect: 200)
    let limit = """
      {"name": "whole-value", "by": "ann", "terms": {"node": "", "figure": {"measure": {"measure": "PV"}}, "minimum": 0,
       "currency": "USD"}}
      """
    try examiner.ask("createLimit", body: limit, expect: 201)
    let decision = #"{"proposal": 1, "by": "bob"}"#
    try examiner.ask("approveLimit", ["limit_name": "whole-value"], body: decision, expect: 200)
    let withLimits = try examiner.ask(
      "askWhatIf", run, body: change.with(#"{"changes""#, #"{"limits": true, "changes""#), expect: 200)
    #expect(try withLimits.json["limits"]?.array?.count == 1)
    try examiner.ask("askWhatIf", run, body: change.with("P10", "none"), expect: 422)
    try examiner.ask("askWhatIf", run, body: change.with("remove", "sell"), expect: 400)
    try examiner.ask("askWhatIf", ["run_id": "R9"], body: change, expect: 404)
  }

  private func examine(runsOf book: SampleBook, _ examiner: Examiner) throws {
    let created = try examiner.ask(
      "createRun", body: book.runBody, headers: ["Idempotency-Key": "a"], expect: 201)
    let run = ["run_id": try created.member("run_id")]
    try examiner.ask("createRun", body: book.runBody, headers: ["Idempotency-Key": "a"], expect: 200)
    let other = book.runBody.with(#""PV""#, #""YIELD""#)
    try examiner.ask("createRun", body: other, headers: ["Idempotency-Key": "a"], expect: 422)
    try examiner.ask("createRun", body: book.runBody.with(#""USD""#, "1"), expect: 400)
    try examiner.ask("estimateRun", query: "?workers=4", body: book.runBody, expect: 200)
    try examiner.ask("estimateRun", query: "?workers=0", body: book.runBody, expect: 400)
    try examiner.ask("estimateRun", body: book.runBody.with("sha256:", "sha255:"), expect: 422)
    try examiner.ask("listRuns", expect: 200)
    try examiner.ask("getRun", run, expect: 200)
    try examiner.ask("getRun", ["run_id": "R9"], expect: 404)
    try examiner.ask("getRun", ["run_id": "-"], expect: 400)
    try examiner.ask("getRunProgress", run, expect: 200)
    try examiner.ask("listRunTasks", run, query: "?state=QUEUED&limit=1", expect: 200)
    try examiner.ask("publishRun", run, body: #"{"published_by": "me"}"#, expect: 409)
    try examiner.ask("publishRun", run, body: #"{"published_by": ""}"#, expect: 422)
    try examiner.ask("requeueRun", run, body: "{}", expect: 409)
    try book.fail()
    try examiner.ask("listRunTasks", run, expect: 200)
    try examiner.ask("getRun", run, expect: 200)
    try examiner.ask("requeueRun", run, body: "{}", expect: 200)
    try book.work()
    try examiner.ask("streamRunProgress", run, expect: 200)
    try examiner.ask("streamRunProgress", ["run_id": "R9"], expect: 404)
    try examiner.ask("publishRun", run, body: #"{"published_by": "me"}"#, expect: 200)
    try examiner.ask("publishRun", run, body: #"{"published_by": "another"}"#, expect: 200)
    let second = ["run_id": try book.makeRun()]
    let again = book.runBody.with(#""bucket_count": 2"#, #""bucket_count": 2, "unique": true"#)
    #expect(
      try examiner.ask("createRun", body: again, expect: 200).member("run_id") == second["run_id"])
    try examiner.ask("createRun", body: again.with("true", #""yes""#), expect: 400)
    try examiner.ask("pauseRun", second, body: "{}", expect: 200)
    try examiner.ask("pauseRun", second, body: "[]", expect: 400)
    try examiner.ask("pauseRun", ["run_id": "R9"], body: "{}", expect: 404)
    try examiner.ask("resumeRun", second, body: "{}", expect: 200)
    try examiner.ask("resumeRun", run, body: "{}", expect: 409)
    try examiner.ask("setRunQueueing", second, body: #"{"priority": 7, "max_running": 1}"#, expect: 200)
    try examiner.ask("setRunQueueing", second, body: #"{"priority": 7, "max_running": null}"#, expect: 200)
    try examiner.ask("setRunQueueing", second, body: #"{"priority": 7, "max_running": 0}"#, expect: 422)
    try examiner.ask("setRunQueueing", second, body: #"{"max_running": 3}"#, expect: 400)
    try examiner.ask("setRunQueueing", run, body: #"{"priority": 7}"#, expect: 409)
    try examiner.ask("setRunQueueing", ["run_id": "R9"], body: #"{"priority": 7}"#, expect: 404)
    try examiner.ask("cancelRun", second, body: #"{"a": 1}"#, expect: 400)
    try examiner.ask("cancelRun", second, body: "{}", expect: 200)
    try examiner.ask("cancelRun", second, body: "{}", expect: 409)
    try examiner.ask("cancelRun", ["run_id": "R9"], body: "{}", expect: 404)
  }

  private func examine(schedulesOf book: SampleBook, _ examiner: Examiner) throws {
    let body = book.scheduleBody
    try examiner.ask("createSchedule", body: body, expect: 201)
    try examiner.ask("createSchedule", body: body, expect: 200)
    try examiner.ask("createSchedule", body: body.with("0 2 * *", "0 3 * *"), expect: 409)
    try examiner.ask("createSchedule", body: body.with("0 2 * *", "60 2 * *"), expect: 422)
    try examiner.ask("createSchedule", body: body.with("us_nyse", "moon"), expect: 400)
    let unknown = "sha256:" + String(repeating: "0", count: 64)
    try examiner.ask(
      "createSchedule", body: body.with(#""measures""#, #""market_snapshot_id": "\#(unknown)", "measures""#),
      expect: 404)
    try examiner.ask("createSchedule", body: body, headers: ["Origin": "http://evil.example"], expect: 403)
    try examiner.ask("listSchedules", expect: 200)
    try examiner.ask("listSchedules", query: "?limit=x", expect: 400)
    let name = ["schedule_name": "nightly"]
    let none = ["schedule_name": "none"]
    try examiner.ask("getSchedule", name, expect: 200)
    try examiner.ask("getSchedule", none, expect: 404)
    try examiner.ask("getSchedule", ["schedule_name": "-"], expect: 400)
    try examiner.ask("pauseSchedule", name, body: "{}", expect: 200)
    try examiner.ask("pauseSchedule", none, body: "{}", expect: 404)
    try examiner.ask("pauseSchedule", name, body: "1", expect: 400)
    try examiner.ask("getSchedule", name, expect: 200)
    try examiner.ask("resumeSchedule", name, body: "{}", expect: 200)
    try examiner.ask("resumeSchedule", none, body: "{}", expect: 404)
    try examiner.ask("runSchedule", name, body: "{}", headers: ["Idempotency-Key": "s"], expect: 201)
    try examiner.ask("runSchedule", name, body: "{}", headers: ["Idempotency-Key": "s"], expect: 200)
    try examiner.ask("runSchedule", name, body: "{}", headers: ["Idempotency-Key": "a"], expect: 422)
    try examiner.ask("runSchedule", none, body: "{}", expect: 404)
    try examiner.ask("listScheduleFirings", name, query: "?limit=1", expect: 200)
    try examiner.ask("listScheduleFirings", none, expect: 404)
    try examiner.ask("deleteSchedule", name, headers: ["Origin": "http://evil.example"], expect: 403)
    try examiner.ask("deleteSchedule", name, expect: 204)
    try examiner.ask("deleteSchedule", name, expect: 404)
  }

  private func examine(auditOf book: SampleBook, _ examiner: Examiner) throws {
    let run = try book.makeRun()
    try examiner.ask("listAuditRecords", query: "?object=\(run)&who=anonymous&limit=1", expect: 200)
    try examiner.ask("listAuditRecords", query: "?from=2023-03-31&to=2023-04-02", expect: 200)
    try examiner.ask("listAuditRecords", query: "?what=nothing", expect: 200)
    try examiner.ask("listAuditRecords", query: "?from=yesterday", expect: 400)
    try examiner.ask("listAuditRecords", query: "?cursor=x", expect: 422)
    try examiner.ask("getAuditHead", expect: 200)
    try examiner.ask("getAuditHead", query: "?at=now", expect: 400)
    try examiner.ask("exportAuditRecords", query: "?object=\(run)&format=json", expect: 200)
    try examiner.ask("exportAuditRecords", query: "?format=pdf", expect: 400)
    try examiner.ask("verifyAuditTrail", expect: 200)
    let zeros = String(repeating: "0", count: 64)
    try examiner.ask("verifyAuditTrail", query: "?sequence=1&hash=\(zeros)", expect: 200)
    try examiner.ask("verifyAuditTrail", query: "?sequence=1", expect: 422)
  }

  private func examine(scenariosOf book: SampleBook, _ examiner: Examiner) throws {
    let body = ScenarioServiceTests.set(100)
    try examiner.ask("addScenarioSetVersion", body: body, expect: 201)
    try examiner.ask("addScenarioSetVersion", body: body, expect: 200)
    try examiner.ask("addScenarioSetVersion", body: body.with("DESK", "DE SK"), expect: 422)
    try examiner.ask("addScenarioSetVersion", body: "[]", expect: 400)
    try examiner.ask(
      "addScenarioSetVersion", body: body, headers: ["Origin": "http://evil.example"], expect: 403)
    try examiner.ask("listScenarioSets", query: "?limit=1", expect: 200)
    try examiner.ask("listScenarioSets", query: "?limit=0", expect: 400)
    try examiner.ask("getScenarioSet", ["set_name": "DESK"], expect: 200)
    try examiner.ask("getScenarioSet", ["set_name": "NONE"], expect: 404)
    let version = ["set_name": "DESK", "version": "1"]
    let none = ["set_name": "DESK", "version": "2"]
    try examiner.ask("getScenarioSetVersion", version, expect: 200)
    try examiner.ask("getScenarioSetVersion", none, expect: 404)
    try examiner.ask("getScenarioSetVersion", ["set_name": "DESK", "version": "x"], expect: 400)
    try examiner.ask("approveScenarioSetVersion", version, body: #"{"approved_by": "ann"}"#, expect: 422)
    try examiner.ask("approveScenarioSetVersion", version, body: #"{"approved_by": "bob"}"#, expect: 200)
    try examiner.ask("approveScenarioSetVersion", none, body: #"{"approved_by": "bob"}"#, expect: 404)
    let market = "?market_snapshot=\(book.marketID)"
    try examiner.ask(
      "previewScenarioSetVersion", version, query: market + "&curve=USD.TREASURY&tenors=1Y", expect: 200)
    try examiner.ask("previewScenarioSetVersion", version, query: market, expect: 400)
    try examiner.ask("previewScenarioSetVersion", version, query: market + "&curve=X", expect: 404)
    try examiner.ask(
      "previewScenarioSetVersion", version, query: market + "&curve=USD.TREASURY&scenario=X", expect: 422)
    let preview = #"{"market_snapshot_id": "\#(book.marketID)", "curve_id": "EUR.AAA", "scenarios": []}"#
    try examiner.ask("previewScenarios", body: preview, expect: 200)
    try examiner.ask("previewScenarios", body: preview.with("sha256", "sha255"), expect: 422)
    try examiner.ask("previewScenarios", body: "{}", expect: 400)
    let curve = ["snapshot_id": book.marketID, "curve_id": "USD.TREASURY"]
    try examiner.ask("getCurve", curve, query: "?scenario_set=DESK&scenario=UP", expect: 200)
    try examiner.ask("getCurve", curve, query: "?scenario_set=DESK@1&scenario=X", expect: 422)
    let retirement = #"{"retired_by": "bob", "reason": "old"}"#
    try examiner.ask("retireScenarioSetVersion", version, body: retirement, expect: 200)
    try examiner.ask("retireScenarioSetVersion", none, body: retirement, expect: 404)
    try examiner.ask("retireScenarioSetVersion", version, body: #"{"retired_by": "bob"}"#, expect: 400)
  }

  private func examineDeals(_ examiner: Examiner) throws {
    let body = try DealServiceTests.sample()
    let author = "?created_by=ann&note=first"
    try examiner.ask("uploadDeal", query: author, body: body, expect: 201)
    try examiner.ask("uploadDeal", query: author, body: body, expect: 200)
    try examiner.ask("uploadDeal", query: author, body: "{}", expect: 422)
    try examiner.ask("uploadDeal", query: author, body: "{", expect: 400)
    try examiner.ask("uploadDeal", body: body, expect: 422)
    try examiner.ask("listDeals", query: "?limit=1", expect: 200)
    try examiner.ask("listDeals", query: "?limit=0", expect: 400)
    try examiner.ask("getDeal", ["deal_id": "auto-abs"], expect: 200)
    try examiner.ask("getDeal", ["deal_id": "none"], expect: 404)
    let version = ["deal_id": "auto-abs", "version": "1"]
    let none = ["deal_id": "auto-abs", "version": "9"]
    let bob = #"{"actor": "bob", "comment": "checked"}"#
    try examiner.ask("approveDeal", version, body: bob, expect: 409)
    try examiner.ask("validateDeal", version, body: #"{"actor": "ann"}"#, expect: 200)
    try examiner.ask("approveDeal", version, body: bob, expect: 200)
    for id in ["getDealVersion", "getDealPackage", "runDeal", "explainDeal"] {
      try examiner.ask(id, version, expect: 200)
      try examiner.ask(id, none, expect: 404)
      try examiner.ask(id, ["deal_id": "auto-abs", "version": "x"], expect: 400)
    }
    try examiner.ask(
      "runDeal", version, query: "?prepayment=8%20CPR&severity=40%25&lag=6&rate=4", expect: 200)
    try examiner.ask("runDeal", version, query: "?default=8%20CPR", expect: 422)
    try examiner.ask("explainDeal", version, query: "?period=2&format=csv", expect: 200)
    try examiner.ask("archiveDeal", version, body: bob, expect: 200)
    try examiner.ask("rejectDeal", version, body: bob, expect: 409)
    let other = body.with("1.4 SMM", "1.5 SMM")
    try examiner.ask("uploadDeal", query: author, body: other, expect: 201)
    try examiner.ask("rejectDeal", ["deal_id": "auto-abs", "version": "2"], body: bob, expect: 200)
    for id in ["validateDeal", "approveDeal", "rejectDeal", "archiveDeal"] {
      try examiner.ask(id, none, body: bob, expect: 404)
      try examiner.ask(id, version, body: "[]", expect: 400)
    }
  }

  private func examine(resultsOf book: SampleBook, _ examiner: Examiner) throws {
    let run = ["run_id": try book.makeRun()]
    try examiner.ask("listResults", run, expect: 200)
    try book.work()
    try examiner.ask("listResults", run, expect: 200)
    try examiner.ask("listResults", run, query: "?limit=1&reason=any&scenario=UP", expect: 200)
    try examiner.ask("listResults", run, query: "?scenario=SIDEWAYS", expect: 422)
    try examiner.ask("listResults", run, query: "?mesure=PV", expect: 400)
    try examiner.ask("listResults", ["run_id": "R9"], expect: 404)
    try examiner.ask("listNodeResults", run, expect: 200)
    try examiner.ask("listNodeResults", run, query: "?product_type=ALL&limit=2", expect: 200)
    try examiner.ask("listNodeResults", run, query: "?currency=dollars", expect: 400)
    try examiner.ask("countGaps", run, expect: 200)
    try examiner.ask("countGaps", ["run_id": "R9"], expect: 404)
    let position = ["run_id": run["run_id"]!, "position_id": "P10"]
    try examiner.ask("listCashFlows", position, expect: 200)
    try examiner.ask("listCashFlows", position, query: "?limit=1", expect: 200)
    try examiner.ask("listCashFlows", ["run_id": run["run_id"]!, "position_id": "X"], expect: 404)
    try examiner.ask("listCashFlows", position, query: "?scenario=X", expect: 422)
    try examiner.ask("getCashLadder", run, query: "?buckets=1M,1Y&convert=true&group=node", expect: 200)
    try examiner.ask("getCashLadder", run, query: "?buckets=never", expect: 400)
    try examiner.ask("getCashLadder", ["run_id": "R9"], expect: 404)
    let to = "?to=\(run["run_id"]!)"
    try examiner.ask("getDurationBridge", run, query: to, expect: 400)
    // The book's results are made up and have no DV01.
    try examiner.ask("getDurationBridge", run, query: to + "&node=FUND", expect: 422)
    let open = ["run_id": try book.makeRun()]
    try examiner.ask("getDurationBridge", open, query: to + "&node=FUND", expect: 409)
    try book.work()
    let priced = try PricedBook()
    let real = try Examiner(priced.client)
    let id = try priced.run()
    let bridge = try real.ask(
      "getDurationBridge", ["run_id": id], query: "?to=\(id)&node=FUND", expect: 200)
    #expect(bridge.status == 200)
    try real.ask("listCashFlows", ["run_id": id, "position_id": "P1"], query: "?scenario=UP", expect: 200)
    examiner.note(real)
    try examine(reportsOf: run, examiner)
  }

  private func examine(reportsOf run: [String: String], _ examiner: Examiner) throws {
    for id in ["exportResults", "exportNodeResults", "exportCashFlows", "exportGaps", "exportRuns"] {
      for format in ["csv", "json", "xlsx"] {
        try examiner.ask(id, run, query: "?format=\(format)", expect: 200)
      }
      try examiner.ask(id, run, query: "?format=pdf", expect: 400)
      if id != "exportRuns" { try examiner.ask(id, ["run_id": "R9"], expect: 404) }
    }
    try examiner.ask("exportResults", run, query: "?scenario=SIDEWAYS", expect: 422)
    let pair = ["run_id": run["run_id"]!, "other_run_id": run["run_id"]!]
    for id in ["compareRuns", "compareNodeResults"] {
      let tag = try examiner.ask(id, pair, expect: 200).headers["etag"]
      try examiner.ask(id, pair, headers: ["If-None-Match": try #require(tag)], expect: 304)
      try examiner.ask(id, pair, query: "?scenario=SIDEWAYS", expect: 422)
      try examiner.ask(id, ["run_id": run["run_id"]!, "other_run_id": "R9"], expect: 404)
      try examiner.ask(id, pair, query: "?limit=0", expect: 400)
    }
    let evidence = try examiner.ask("getRunEvidence", run, expect: 200)
    try examiner.ask(
      "getRunEvidence", run, headers: ["If-None-Match": try #require(evidence.headers["etag"])], expect: 304)
    try examiner.ask("getRunEvidence", ["run_id": "R9"], expect: 404)
    for id in ["listResults", "listNodeResults", "countGaps"] {
      let tag = try examiner.ask(id, run, expect: 200).headers["etag"]
      try examiner.ask(id, run, headers: ["If-None-Match": try #require(tag)], expect: 304)
    }
  }

  private func examine(riskOf book: SampleBook, _ examiner: Examiner) throws {
    try examiner.ask("listMeasures", expect: 200)
    try examiner.ask("listMeasures", query: "?x=1", expect: 400)
    let run = ["run_id": try book.makeRun()]
    let questions = [
      "getRisk", "getKeyRates", "getScenarioProfits", "getContributions", "rankPositions", "getConcentration",
      "getTailRisk",
    ]
    for id in questions { try examiner.ask(id, run, expect: 200) }
    try book.work()
    for id in questions {
      try examiner.ask(id, run, expect: 200)
      try examiner.ask(id, run, query: "?node=FUND/CREDIT", expect: 200)
      try examiner.ask(id, run, query: "?node=NOWHERE", expect: 404)
      try examiner.ask(id, run, query: "?mesure=PV", expect: 400)
      try examiner.ask(id, ["run_id": "R9"], expect: 404)
      guard id != "getScenarioProfits" else { continue }
      try examiner.ask(id, run, query: "?scenario=UP", expect: 200)
      try examiner.ask(id, run, query: "?scenario=SIDEWAYS", expect: 422)
    }
    try examiner.ask("getContributions", run, query: "?by=product_type&quantity=DV01", expect: 200)
    try examiner.ask(
      "getConcentration", run, query: "?attribute=node&quantity=PROFIT&scenario=UP", expect: 200)
    try examiner.ask("rankPositions", run, query: "?quantity=PROFIT", expect: 422)
    try examiner.ask("getTailRisk", run, query: "?confidence=0.5", expect: 200)
    try examiner.ask("getTailRisk", run, query: "?confidence=99", expect: 400)
    try examiner.ask("getTailRisk", run, query: "?scenario=BASE", expect: 422)
    try examiner.ask("getCube", run, query: "?rows=sector,desk&columns=currency&measure=PV", expect: 200)
    try examiner.ask("getCube", run, query: "?rows=tag&confidence=0.5&sector=", expect: 200)
    try examiner.ask("getCube", run, query: "?rows=colour", expect: 400)
    try examiner.ask("getCube", run, query: "?maturity=soon", expect: 400)
    try examiner.ask("getCube", run, query: "?measure=YIELD", expect: 422)
    try examiner.ask("getCube", ["run_id": "R9"], expect: 404)

    let terms = #"{"node": "", "figure": {"measure": {"measure": "PV"}}, "maximum": 1, "currency": "USD"}"#
    let body = #"{"name": "value", "terms": \#(terms), "by": "ann"}"#
    try examiner.ask("createLimit", body: body, expect: 201)
    try examiner.ask("createLimit", body: body, expect: 200)
    try examiner.ask("createLimit", body: body.with("1,", "2,"), expect: 409)
    try examiner.ask("createLimit", body: body.with(#", "currency": "USD""#, ""), expect: 422)
    try examiner.ask("createLimit", body: body.with(#""value""#, #""-""#), expect: 400)
    try examiner.ask("createLimit", body: body, headers: ["Origin": "http://evil.example"], expect: 403)
    try examiner.ask("listLimits", query: "?limit=1", expect: 200)
    try examiner.ask("listLimits", query: "?cursor=AAAA", expect: 422)
    let name = ["limit_name": "value"]
    let none = ["limit_name": "none"]
    try examiner.ask("getLimit", name, expect: 200)
    try examiner.ask("getLimit", none, expect: 404)
    try examiner.ask("getLimit", ["limit_name": "-"], expect: 400)
    let decision = #"{"proposal": 1, "by": "bob"}"#
    try examiner.ask("approveLimit", name, body: decision.with("bob", "ann"), expect: 409)
    try examiner.ask("approveLimit", none, body: decision, expect: 404)
    try examiner.ask("approveLimit", name, body: decision.with("bob", ""), expect: 422)
    try examiner.ask("approveLimit", name, body: decision, expect: 200)
    try examiner.ask("changeLimit", name, body: #"{"terms": \#(terms), "by": "ann"}"#, expect: 200)
    try examiner.ask("changeLimit", none, body: #"{"terms": \#(terms), "by": "ann"}"#, expect: 404)
    try examiner.ask("changeLimit", name, body: #"{"terms": 7, "by": "ann"}"#, expect: 400)
    try examiner.ask("rejectLimit", name, body: decision.with("1", "3"), expect: 200)
    try examiner.ask("rejectLimit", name, body: decision, expect: 409)
    try examiner.ask("retireLimit", name, body: #"{"by": "ann"}"#, expect: 200)
    try examiner.ask("retireLimit", none, body: #"{"by": "ann"}"#, expect: 404)
    try examiner.ask("getLimit", name, expect: 200)
    try examiner.ask("listRunLimits", run, expect: 200)
    try examiner.ask("listRunLimits", ["run_id": "R9"], expect: 404)
    let note = run.merging(name) { $1 }
    try examiner.ask("acknowledgeRunLimit", note, body: #"{"by": "bob", "comment": "seen"}"#, expect: 200)
    try examiner.ask("acknowledgeRunLimit", note, body: #"{"by": "bob"}"#, expect: 400)
    try examiner.ask(
      "acknowledgeRunLimit", run.merging(none) { $1 }, body: #"{"by": "bob", "comment": "seen"}"#, expect: 404
    )
    try examiner.ask("listRunLimits", run, expect: 200)
  }
}
