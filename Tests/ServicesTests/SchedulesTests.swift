import Foundation
import JSONDocuments
import PostgresStore
import TestSupport
import Testing

@Suite(.enabled(if: TestCluster.isAvailable))
struct SchedulesTests {
  let platform: TestPlatform
  let book: SampleBook
  var client: TestClient { platform.client }

  init() throws {
    platform = try TestPlatform()
    book = try SampleBook(platform)
  }

  /// Makes a schedule due, and ticks as a worker would.
  private func fire(_ name: String) throws {
    let connection = try platform.connection()
    try connection.query(
      "UPDATE schedule SET next_fire = next_fire - interval '30 days' WHERE name = $1", [.text(name)])
    _ = try ScheduleStore(connection).tick(codeVersion: "test", random: { .random(in: 0 ... .max) })
  }

  @Test func scheduleFiresAndIsWatched() throws {
    #expect(try client.post("/v1/schedules", book.scheduleBody).status == 201)
    let detail = try client.get("/v1/schedules/nightly").json
    #expect(detail["next_firings"]?.array?.count == 5)
    #expect(detail["next_firings"]?.array?.first == detail["schedule"]?["next_firing"])
    #expect(detail["run"]?["scenarios"]?.array?.count == 4)
    #expect(detail["run"]?["priority"]?.number == 3)
    try fire("nightly")
    let firing = try #require(client.get("/v1/schedules/nightly/firings").json["items"]?.array?.first)
    #expect(firing["outcome"]?.text == "RUN" && firing["is_manual"] == .bool(false))
    let run = try #require(try client.get("/v1/runs/\(firing["run_id"]?.text ?? "")").json["run"])
    #expect(run["market_snapshot_id"]?.text == book.marketID)
    #expect(run["position_snapshot_id"]?.text == book.positionsID)
    #expect(run["created_by"]?.text == "schedule nightly")
    #expect(run["priority"]?.number == 3)
    let schedule = try client.get("/v1/schedules").json["items"]?.array?.first
    #expect(schedule?["last_firing"] == firing["fire_time"])
    #expect(schedule?["last_outcome"]?.text == "RUN")
  }

  @Test func templateHasAllThatARunHas() throws {
    let body = book.scheduleBody.with(
      #""measures": ["PV"]"#, #""measures": ["PV", "YIELD"], "base_only_measures": ["YIELD"], "unique": true"#
    )
    #expect(try client.post("/v1/schedules", body).status == 201)
    let run = try client.get("/v1/schedules/nightly").json["run"]
    #expect(run?["pricing"]?["base_only_measures"]?.array == [.string("YIELD")])
    let made = try client.post("/v1/schedules/nightly/run", "{}")
    let again = try client.post("/v1/schedules/nightly/run", "{}")
    #expect(try made.status == 201 && again.status == 200 && made.member("run_id") == again.member("run_id"))
    let request = try client.get("/v1/runs/\(made.member("run_id"))").json["request"]
    #expect(request?["pricing"]?["base_only_measures"]?.array == [.string("YIELD")])
  }

  @Test func firingsComeInPages() throws {
    _ = try client.post("/v1/schedules", book.scheduleBody)
    var made: [String] = []
    for _ in 0..<3 { made.append(try client.post("/v1/schedules/nightly/run", "{}").member("run_id")) }
    var read: [String] = []
    var query = "?limit=1"
    while true {
      let page = try client.get("/v1/schedules/nightly/firings" + query).json
      read += page["items"]?.array?.compactMap { $0["run_id"]?.text } ?? []
      guard let next = page["next_cursor"]?.text else { break }
      query = "?limit=1&cursor=\(next)"
    }
    #expect(read == made.reversed())
  }

  @Test func keyOfOneScheduleIsNoKeyOfAnother() throws {
    let headers = ["Idempotency-Key": "now"]
    _ = try client.post("/v1/schedules", book.scheduleBody)
    _ = try client.post("/v1/schedules", book.scheduleBody.with("nightly", "weekly"))
    let first = try client.post("/v1/schedules/nightly/run", "{}", headers: headers)
    let again = try client.post("/v1/schedules/nightly/run", "{}", headers: headers)
    #expect(
      try first.status == 201 && again.status == 200 && first.member("run_id") == again.member("run_id"))
    #expect(try client.post("/v1/schedules/weekly/run", "{}", headers: headers).status == 422)
    #expect(try client.get("/v1/runs").json["items"]?.array?.count == 1)
    #expect(try client.get("/v1/schedules/nightly/firings").json["items"]?.array?.count == 1)
  }

  @Test(arguments: [
    ("nightly", "night ly", "name", 422), ("0 2 * * 1-5", "0 2 * *", "cron", 422),
    ("0 2 * * 1-5", "0 2 30 2 *", "cron", 422), ("0 2 * * 1-5", "0 2 * * 1-5-6", "cron", 422),
    ("America/New_York", "America/Gotham", "time_zone", 422), (#""PV""#, #""PVX""#, "run.measures[0]", 400),
    (#""USD""#, #""KES""#, "reporting_currency", 422),
    (#""priority": 3"#, #""priority": 3000"#, "priority", 422),
    (#""core""#, #""coer""#, "scenario_set", 422), (#""desk""#, #""""#, "created_by", 422),
    (#""priority": 3"#, #""max_runing": 3"#, "run", 400),
    (#""priority": 3"#, #""market_snapshot_id": "latest""#, "market_snapshot_id", 422),
  ])
  func refusalNamesTheField(part: String, other: String, field: String, status: Int) throws {
    let answer = try client.post("/v1/schedules", book.scheduleBody.with(part, other))
    #expect(answer.status == status, "\(answer.text)")
    let fields = try answer.json["errors"]?.array?.compactMap { $0["field"]?.text } ?? []
    #expect(fields.contains { $0.hasPrefix(field) }, "\(answer.text)")
    #expect(try client.get("/v1/schedules").json["items"]?.array?.isEmpty == true)
  }

  @Test func queueIsWatchedAndHeldBack() throws {
    let run = try book.makeRun()
    let tasks = try #require(try client.get("/v1/runs/\(run)/progress").json["tasks"]?["queued"]?.number)
    func metrics() throws -> String { try client.get("/metrics").text }
    #expect(
      try metrics().contains("tenor_run_open_tasks{run_id=\"\(run)\",state=\"QUEUED\"} \(Int(tasks))\n"))
    #expect(try metrics().contains("tenor_run_paused{run_id=\"\(run)\"} 0\n"))
    #expect(try !metrics().contains("tenor_run_max_running{"))
    #expect(try client.post("/v1/runs/\(run)/pause", "{}").json["is_paused"] == .bool(true))
    #expect(try client.get("/v1/runs/\(run)/progress").json["is_paused"] == .bool(true))
    let json = ["Content-Type": "application/json"]
    let changed = try client.send(
      "PUT", "/v1/runs/\(run)/queueing", headers: json, body: #"{"priority": -2, "max_running": 1}"#)
    #expect(try changed.json["priority"]?.number == -2 && changed.json["max_running"]?.number == 1)
    #expect(try metrics().contains("tenor_run_paused{run_id=\"\(run)\"} 1\n"))
    #expect(try metrics().contains("tenor_run_max_running{run_id=\"\(run)\"} 1\n"))
    #expect(try metrics().contains("tenor_queue_oldest_wait_seconds 0\n"))
    let queue = TaskQueue(try platform.connection())
    #expect(try queue.claim(worker: "w", limit: 5).isEmpty)
    #expect(try client.post("/v1/runs/\(run)/resume", "{}").status == 200)
    #expect(try queue.claim(worker: "w", limit: 5).count == 1)
    #expect(try metrics().contains("tenor_queue_recent_claims{outcome=\"RUNNING\"} 1\n"))
    #expect(try client.post("/v1/runs/\(run)/cancel", "{}").status == 200)
    #expect(try metrics().contains("tenor_queue_recent_claims{outcome=\"CANCELLED\"} 1\n"))
    // A run that is over has no series.
    #expect(try !metrics().contains(run))
    #expect(try client.post("/v1/runs/\(run)/pause", "{}").status == 409)
  }

  @Test func metricsTellOfSchedules() throws {
    _ = try client.post("/v1/schedules", book.scheduleBody)
    _ = try client.post(
      "/v1/schedules",
      book.scheduleBody.with("nightly", "lost").with(
        #""created_by""#, #""catch_up": "NONE", "created_by""#))
    _ = try client.post("/v1/schedules", book.scheduleBody.with("nightly", "idle"))
    _ = try client.post("/v1/schedules/idle/pause", "{}")
    try fire("nightly")
    try fire("lost")
    let metrics = try client.get("/metrics").text
    func value(_ name: String, _ schedule: String) throws -> Double? {
      let head = "tenor_schedule_\(name){schedule=\"\(schedule)\"} "
      let line = metrics.split(separator: "\n").first { $0.hasPrefix(head) }
      return line.flatMap { Double($0.dropFirst(head.count)) }
    }
    let next = try #require(try value("next_firing_timestamp_seconds", "nightly"))
    let last = try #require(try value("last_firing_timestamp_seconds", "nightly"))
    #expect(last < next && last <= Date().timeIntervalSince1970)
    #expect(try value("next_firing_timestamp_seconds", "idle") == nil)
    #expect(try value("last_firing_timestamp_seconds", "idle") == nil)
    #expect(try value("last_firing_failed", "nightly") == 0)
    #expect(try value("last_firing_failed", "lost") == 1)
    #expect(try value("failures", "nightly") == 0)
    #expect(try value("failures", "lost") == 1)
    _ = try client.send("DELETE", "/v1/schedules/lost")
    #expect(try !client.get("/metrics").text.contains("\"lost\""))
  }
}
