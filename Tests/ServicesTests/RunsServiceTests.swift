import Foundation
import JSONDocuments
import TestSupport
import Testing

@Suite(.enabled(if: TestCluster.isAvailable))
struct RunsServiceTests {
  let platform: TestPlatform
  let book: SampleBook
  var client: TestClient { platform.client }

  init() throws {
    platform = try TestPlatform()
    book = try SampleBook(platform)
  }

  @Test func runKeepsWhatWasAsked() throws {
    let run = try book.makeRun()
    #expect(run.hasPrefix("R20230331-"))
    let detail = try client.get("/v1/runs/\(run)").json
    let scenarios = detail["request"]?["scenarios"]?.array?.compactMap { $0["id"]?.text }
    #expect(scenarios == ["BASE", "UP"])
    let hash = try #require(detail["run"]?["request_hash"]?.text)
    #expect(try "sha256:" + ContentHash.sha256Hex(CanonicalJSON.encode(#require(detail["request"]))) == hash)
  }

  @Test func runOfNoPositionsSucceedsAndSaysSo() throws {
    let stored = try client.post("/v1/positions/snapshots?as_of=2023-03-31&source=test", "[]").json
    #expect(stored["snapshot"]?["position_count"]?.number == 0)
    let empty = try #require(stored["snapshot"]?["snapshot_id"]?.text)
    let run = try client.post("/v1/runs", book.runBody.with(book.positionsID, empty)).member("run_id")
    #expect(try client.get("/v1/runs/\(run)").json["run"]?["position_count"]?.number == 0)
    try book.work()
    let progress = try client.get("/v1/runs/\(run)/progress").json
    #expect(progress["state"]?.text == "SUCCEEDED")
    #expect(progress["position_count"]?.number == 0 && progress["positions_done"]?.number == 0)
    let results = try client.get("/v1/runs/\(run)/results")
    #expect(try results.status == 200 && results.json["items"]?.array?.isEmpty == true, "\(results.text)")
  }

  @Test func standardSetsAreKnownByName() throws {
    let scenarios =
      #""scenarios": [{"id": "UP", "shifts": [{"rates": {"shape": {"parallel": {"basis_points": 100}}}}]}]"#
    let core = book.runBody.with(scenarios, #""scenario_set": "core""#)
    #expect(try client.post("/v1/runs", core).json["scenario_ids"]?.array?.count == 4)
    let unknown = try client.post("/v1/runs", book.runBody.with(scenarios, #""scenario_set": "x""#))
    #expect(unknown.status == 422)
    #expect(unknown.text.contains("core, demo"))
    let both = try client.post(
      "/v1/runs", book.runBody.with(#""scenarios""#, #""scenario_set": "core", "scenarios""#))
    #expect(both.status == 422)
  }

  @Test(arguments: [
    (#"{"shape":"#, #"{"curves": ["JPY.JGB"], "shape":"#, "scenarios[UP].shifts[0]", 422),
    (#""basis_points": 100"#, #""basis_points": 1e6"#, "scenarios[UP].shifts[0]", 422),
    (#""id": "UP""#, #""id": "*""#, "scenarios[1].id", 422),
    (#""id": "UP""#, #""id": "a\u0000""#, "scenarios[0]", 422),
    (#""id": "UP""#, #""id": "BASE""#, "scenarios", 422),
    (#""bucket_count": 2"#, #""bucket_count": 5000"#, "bucket_count", 422),
    (#""reporting_currency": "USD""#, #""reporting_currency": "XYZ""#, "reporting_currency", 422),
    (#""reporting_currency": "USD""#, #""reporting_currency": "KES""#, "reporting_currency", 422),
    (#""PV""#, #""PVX""#, "measures[0]", 400), (#""PV", "#, #""PV", "PV", "#, "pricing.measures", 422),
    (#""shape""#, #""shap""#, "scenarios[0].shifts[0].rates", 400),
    ("sha256:", "sha255:", "market_snapshot_id", 422),
  ])
  func refusalNamesTheField(part: String, other: String, field: String, status: Int) throws {
    let answer = try client.post("/v1/runs", book.runBody.with(part, other))
    #expect(answer.status == status, "\(answer.text)")
    let fields = try answer.json["errors"]?.array?.compactMap { $0["field"]?.text } ?? []
    #expect(fields.contains { $0.hasPrefix(field) }, "\(answer.text)")
    #expect(try client.get("/v1/runs").json["items"]?.array?.isEmpty == true)
  }

  @Test func oneKeyMakesOneRunHoweverManyAskAtOnce() async throws {
    let body = book.runBody
    let answers = try await withThrowingTaskGroup(of: TestClient.Answer.self) { [client] group in
      for _ in 0..<8 {
        group.addTask {
          try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
              continuation.resume(
                with: Result { try client.post("/v1/runs", body, headers: ["Idempotency-Key": "once"]) })
            }
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers.count { $0.status == 201 } == 1)
    #expect(answers.count { $0.status == 200 } == 7)
    #expect(Set(try answers.map { try $0.member("run_id") }).count == 1)
    #expect(try client.get("/v1/runs").json["items"]?.array?.count == 1)
    // The same request in another layout is the same request.
    let relaid = try client.post(
      "/v1/runs", body.replacing(": ", with: ":"), headers: ["Idempotency-Key": "once"])
    #expect(relaid.status == 200)
    let other = try client.post(
      "/v1/runs", body.with("\"PV\"", "\"YIELD\""), headers: ["Idempotency-Key": "once"])
    #expect(other.status == 422)
    #expect(try other.member("type") == "urn:tenor:problem:idempotency-key-reused")
  }

  @Test func refusedRequestDoesNotUseUpItsKey() throws {
    let headers = ["Idempotency-Key": "again"]
    let bad = book.runBody.with("\"basis_points\": 100", "\"basis_points\": 1e6")
    #expect(try client.post("/v1/runs", bad, headers: headers).status == 422)
    #expect(try client.post("/v1/runs", book.runBody, headers: headers).status == 201)
  }

  @Test func eventsFollowTheRunToItsEnd() throws {
    let run = try book.makeRun()
    let worker = Thread { [book] in
      usleep(700_000)
      try? book.work()
    }
    worker.start()
    let stream = try client.get("/v1/runs/\(run)/events")
    #expect(stream.mediaType == "text/event-stream")
    let events = stream.text.components(separatedBy: "\n\n").filter { $0.contains("event: progress") }
    #expect(events.count >= 2)
    let validator = try ServedDocument().validator
    let schema = try #require(validator.resolve("#/components/schemas/RunProgress"))
    for event in events {
      let lines = event.components(separatedBy: "\n")
      let data = try #require(lines.first { $0.hasPrefix("data: ") }).dropFirst(6)
      #expect(try validator.faults(JSONDocument.parse(String(data)), schema) == [])
    }
    let last = try #require(events.last)
    #expect(last.contains("\"state\":\"SUCCEEDED\""))

    let id = try #require(last.components(separatedBy: "\n").first { $0.hasPrefix("id: ") }).dropFirst(4)
    let again = try client.get("/v1/runs/\(run)/events", headers: ["Last-Event-ID": String(id)])
    #expect(again.status == 204)
    let late = try client.get("/v1/runs/\(run)/events", headers: ["Last-Event-ID": "RUNNING.1.1.0.0.0.0"])
    #expect(late.text.contains("SUCCEEDED"))
  }

  @Test func failedRunIsSetGoingAgain() throws {
    let run = try book.makeRun()
    try book.fail()
    let failed = try client.get("/v1/runs/\(run)/progress").json
    #expect(failed["state"]?.text == "FAILED")
    let metrics = try client.get("/metrics").text
    #expect(metrics.contains("tenor_queue_up 1\n"))
    let dead = try #require(failed["tasks"]?["dead"]?.number)
    #expect(dead > 0)
    #expect(metrics.contains("tenor_queue_tasks{state=\"DEAD\"} \(Int(dead))\n"), "\(metrics)")
    // A stream of a run at rest ends at once.
    #expect(try client.get("/v1/runs/\(run)/events").text.contains("FAILED"))
    #expect(try client.post("/v1/runs/\(run)/requeue", "{}").json["requeued_tasks"]?.number == dead)
    try book.work()
    #expect(try client.get("/v1/runs/\(run)/progress").json["state"]?.text == "SUCCEEDED")
  }

  @Test func resultsAreThereOnceTheRunHasSucceeded() throws {
    let run = try book.makeRun()
    let before = try client.get("/v1/runs/\(run)/results").json
    #expect(before["run_state"]?.text == "QUEUED" && before["items"]?.array?.isEmpty == true)
    try book.work()
    let after = try client.get("/v1/runs/\(run)/results").json
    #expect(after["run_state"]?.text == "SUCCEEDED" && after["items"]?.array?.isEmpty == false)
  }

  @Test func publishedRunNeverChanges() throws {
    let run = try book.makeRun()
    try book.work()
    let first = try client.post("/v1/runs/\(run)/publish", #"{"published_by": "a"}"#)
    let second = try client.post("/v1/runs/\(run)/publish", #"{"published_by": "b"}"#)
    #expect(first.text == second.text)
    #expect(try client.get("/v1/runs/\(run)").json["run"]?["is_published"] == .bool(true))
    #expect(try client.post("/v1/runs/\(run)/cancel", "{}").status == 409)
    #expect(try client.post("/v1/runs/\(run)/requeue", "{}").status == 409)
  }

  @Test func tasksComeInPages() throws {
    let run = try book.makeRun()
    var read: [Double] = []
    var query = "?limit=1"
    while true {
      let page = try client.get("/v1/runs/\(run)/tasks" + query).json
      read += try #require(page["items"]?.array).compactMap { $0["task_number"]?.number }
      guard let next = page["next_cursor"]?.text else { break }
      query = "?limit=1&cursor=\(next)"
    }
    #expect(read.count >= 4)
    #expect(read == (1...read.count).map(Double.init))
  }
}
