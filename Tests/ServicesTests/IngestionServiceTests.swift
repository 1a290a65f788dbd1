import AccessControl
import Foundation
import Glibc
import JSONDocuments
import MarketData
import PostgresStore
import TestSupport
import Testing

@testable import Services

@Suite(.enabled(if: TestCluster.isAvailable))
struct IngestionServiceTests {
  let platform: TestPlatform
  var client: TestClient { platform.client }

  init() throws { platform = try TestPlatform() }

  static let instruments =
    "instrument_id,product_type,currency,description\nI1,ABS_MBS,USD,pool\nI2,ABS_MBS,EUR,pool\n"
  static let positions = """
    position_id,portfolio,instrument_id,quantity
    P1,FUND/A,I1,100
    P2,FUND/B,I9,200
    P3,FUND/B,I2,many

    """

  private func send(
    _ query: String, _ body: String, type: String = "text/csv", headers: [String: String] = [:]
  ) throws -> TestClient.Answer {
    try client.send(
      "POST", "/v1/imports?\(query)", headers: ["Content-Type": type].merging(headers) { $1 }, body: body)
  }

  /// The import when it is over.
  private func ended(_ answer: TestClient.Answer) throws -> JSONValue {
    let id = try answer.member("import_id")
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
      usleep(10_000)
      let found = try client.get("/v1/imports/\(id)").json
      if found["state"]?.text != "RUNNING" { return found }
    }
    throw TestClient.Failure(reason: "import \(id) does not end")
  }

  private func count(_ table: String) throws -> Int {
    try platform.connection().query("SELECT count(*) FROM \(table)")[0].int(0)
  }

  @Test func aFileIsImportedOnceAndItsMistakesAreTold() throws {
    let begun = try send("kind=instruments&file=i.csv", Self.instruments)
    #expect(begun.status == 201)
    #expect(begun.headers["location"] == "/v1/imports/\(try begun.member("import_id"))")
    let instruments = try ended(begun)
    #expect(instruments["state"]?.text == "SUCCEEDED" && instruments["rows"]?["accepted"]?.number == 2)
    #expect(instruments["result"]?["new_count"]?.number == 2)
    #expect(instruments["file"]?["sha256"]?.text == ContentHash.sha256Hex(Self.instruments))
    let again = try send("kind=instruments&file=i.csv", Self.instruments)
    #expect(again.status == 200)
    #expect(try again.member("import_id") == begun.member("import_id"))
    #expect(try count("data_import") == 1)

    let positions = try ended(send("kind=positions&as_of=2023-03-31&file=p.csv", Self.positions))
    #expect(positions["state"]?.text == "PARTIAL" && positions["rows"]?["rejected"]?.number == 2)
    let id = try #require(positions["import_id"]?.text)
    let snapshot = try #require(positions["result"]?["snapshot_id"]?.text)
    #expect(try client.get("/v1/positions/snapshots/\(snapshot)").json["position_count"]?.number == 1)
    let first = try client.get("/v1/imports/\(id)/rejections?limit=1").json
    #expect(first["items"]?.array?[0]["field"]?.text == "instrument_id")
    #expect(first["items"]?.array?[0]["line"]?.number == 3)
    #expect(first["items"]?.array?[0]["fix"]?.text == "import the instrument first")
    let cursor = try #require(first["next_cursor"]?.text)
    let second = try client.get("/v1/imports/\(id)/rejections?limit=1&cursor=\(cursor)").json
    #expect(second["items"]?.array?[0]["value"]?.text == "many" && second["next_cursor"] == nil)
    let csv = try client.get("/v1/imports/\(id)/rejections/export?format=csv")
    #expect(csv.text.hasPrefix("file,line,row,field,value,problem,fix\r\np.csv,3,2,instrument_id,I9,"))
    let table = try client.get("/v1/imports/\(id)/rejections/export?format=json").json
    #expect(table["rows"]?.array?.count == 2)
    // Rows were left out: what is sent again may come to another end, and is imported again.
    #expect(try send("kind=positions&as_of=2023-03-31&file=p.csv", Self.positions).status == 201)
    let listed = try client.get("/v1/imports?limit=2").json["items"]?.array
    #expect(listed?.count == 2 && listed?[1]["created_by"]?.text == "api")
  }

  @Test func aDryRunStoresNothingAndTellsWhatWouldCome() throws {
    _ = try ended(send("kind=instruments", Self.instruments))
    let dry = try ended(send("kind=positions&as_of=2023-03-31&dry_run=true", Self.positions))
    #expect(dry["state"]?.text == "PARTIAL" && dry["is_dry_run"] == .bool(true) && dry["result"] == nil)
    let strict = try ended(send("kind=positions&as_of=2023-03-31&strict=true", Self.positions))
    #expect(strict["state"]?.text == "REFUSED" && strict["rejections_kept"]?.number == 2)
    #expect(try count("position_snapshot") == 0 && count("portfolio") == 0)
    #expect(try count("pg_class WHERE relname ~ '^position_[0-9]+$'") == 0)
    let known = try ended(send("kind=positions&as_of=2023-03-31", Self.positions))
    let same = try ended(send("kind=positions&as_of=2023-03-31&again=true", Self.positions))
    #expect(known["result"]?["snapshot_id"] == same["result"]?["snapshot_id"])
    #expect(same["result"]?["is_new"] == .bool(false))
    #expect(try count("pg_class WHERE relname ~ '^position_[0-9]+$'") == 1)
  }

  @Test func aMarketsFolderComesAsAnArchive() throws {
    let folder =
      #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
      + "/Samples/options-book-2023-03-31/"
    func tar(_ options: String...) throws -> String {
      let process = Process()
      let pipe = Pipe()
      process.executableURL = URL(fileURLWithPath: "/bin/tar")
      process.arguments = ["-cf", "-"] + options + ["-C", folder + "market", "."]
      process.standardOutput = pipe
      try process.run()
      let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return try #require(String(data: bytes, encoding: .utf8))
    }
    let done = try ended(send("kind=market&file=market.tar", try tar(), type: "application/x-tar"))
    #expect(done["state"]?.text == "SUCCEEDED", "\(done["problem"]?.text ?? "")")
    let id = try #require(done["result"]?["snapshot_id"]?.text)
    // What is told of it is the document that was written apart from the tables.
    let text = try String(contentsOfFile: folder + "market.json", encoding: .utf8)
    let told = try client.get("/v1/marketdata/snapshots/\(id)").text
    let document = try CanonicalJSON.decode(MarketSnapshot.self, from: text)
    #expect(try CanonicalJSON.decode(MarketSnapshot.self, from: told) == document)
    let same = try ended(send("kind=market&file=market.json", text, type: "application/json"))
    #expect(same["result"]?["snapshot_id"]?.text == id && same["result"]?["is_new"] == .bool(false))

    let less = try ended(send("kind=market", try tar("--exclude=curves.csv"), type: "application/x-tar"))
    #expect(
      less["state"]?.text == "REFUSED" && less["problem"]?.text?.hasPrefix("curves.csv: is missing") == true)
    let number = try #require(less["import_id"]?.text)
    let rejection = try client.get("/v1/imports/\(number)/rejections").json["items"]?.array?.first
    #expect(rejection?["file"]?.text == "curves.csv")
    let other = try ended(send("kind=instruments", try tar(), type: "application/x-tar"))
    #expect(
      other["state"]?.text == "REFUSED" && other["problem"]?.text?.contains("upload.tar: is a tar") == true)
  }

  @Test func filesThatAreRefusedAsAWholeSayWhere() throws {
    let header = try ended(send("kind=positions&as_of=2023-03-31", "position_id,quantty\n"))
    #expect(header["state"]?.text == "REFUSED")
    #expect(header["problem"]?.text?.contains("quantty") == true)
    let id = try #require(header["import_id"]?.text)
    let row = try #require(try client.get("/v1/imports/\(id)/rejections").json["items"]?.array?[0])
    #expect(row["line"]?.number == 1 && row["row"]?.number == 0 && row["field"]?.text == "quantty")
    let cut = try ended(send("kind=instruments", #"[{"instrument_id": "#, type: "application/json"))
    #expect(cut["state"]?.text == "REFUSED" && cut["problem"]?.text?.contains("line 1") == true)
    let market = try ended(send("kind=market", "curve,tenor\n"))
    #expect(market["state"]?.text == "REFUSED" && market["problem"]?.text?.contains("JSON") == true)
    #expect(
      try ended(send("kind=positions&as_of=2023-03-31", "position_id,portfolio,instrument_id,quantity\n"))[
        "state"]?.text == "REFUSED")
    let parents = "counterparty_id,name,parent_id\nA,a,B\nB,b,A\n"
    let circle = try ended(send("kind=counterparties", parents))
    #expect(
      circle["state"]?.text == "REFUSED" && circle["problem"]?.text?.contains("nobody owns itself") == true)
    #expect(try count("counterparty") == 0)
  }

  @Test func everyKindComesInAndMarketsKnowTheirFile() throws {
    let market = try ended(send("kind=market&file=m.json", SampleBook.market, type: "application/json"))
    #expect(market["state"]?.text == "SUCCEEDED" && market["result"]?["finding_count"]?.number == 0)
    let snapshot = try #require(market["result"]?["snapshot_id"]?.text)
    let upload = try #require(
      try client.get("/v1/marketdata/snapshots/\(snapshot)/lineage").json["uploads"]?.array?[0])
    #expect(
      upload["import_id"] == market["import_id"] && upload["files"]?.array?[0]["name"]?.text == "m.json")
    #expect(upload["files"]?.array?[0]["sha256"]?.text == ContentHash.sha256Hex(SampleBook.market))
    let parties = try ended(send("kind=counterparties", "counterparty_id,name\nD,Dealer\n"))
    #expect(parties["result"]?["new_count"]?.number == 1)
    let set = #"{"id": "DESK", "scenarios": [{"id": "BASE", "shifts": []}]}"#
    let scenarios = try ended(send("kind=scenarios&set_name=MINE", set, type: "application/json"))
    #expect(scenarios["result"]?["scenario_set"]?.text == "MINE@1", "\(scenarios)")
  }

  @Test(arguments: [
    ("", 400, "kind"), ("kind=bonds", 400, "kind"), ("kind=positions", 422, "as_of"),
    ("kind=market&as_of=2023-03-31", 422, "as_of"), ("kind=instruments&strict=maybe", 400, "strict"),
    ("kind=instruments&colour=red", 400, "colour"),
  ])
  func mistakesOfTheRequestAreNamed(query: String, status: Int, field: String) throws {
    let answer = try send(query, Self.instruments)
    #expect(answer.status == status)
    #expect(try answer.json["errors"]?.array?[0]["field"]?.text == field, "\(answer.text)")
    #expect(try send("kind=instruments", "").status == 400)
    #expect(try send("kind=instruments", "x", type: "text/plain").status == 415)
    #expect(try send("kind=instruments", "x", headers: ["Content-Encoding": "br"]).status == 400)
    #expect(try count("data_import") == 0)
  }

  @Test func aKeyIsForOneRequest() throws {
    let key = ["Idempotency-Key": "6ba7b810"]
    let first = try send("kind=instruments", Self.instruments, headers: key)
    _ = try ended(first)
    let again = try send("kind=instruments", Self.instruments, headers: key)
    #expect(again.status == 200)
    #expect(try again.member("import_id") == first.member("import_id"))
    #expect(try send("kind=instruments&strict=true", Self.instruments, headers: key).status == 422)
  }

  @Test func progressIsStreamedToItsEnd() throws {
    let id = try send("kind=instruments", Self.instruments).member("import_id")
    let events = try client.get("/v1/imports/\(id)/events")
    #expect(events.mediaType == "text/event-stream")
    let last = try #require(events.text.components(separatedBy: "\n\n").last { $0.contains("data:") })
    #expect(last.contains("event: import") && last.contains("\"SUCCEEDED\""))
    let seen = try #require(last.components(separatedBy: "\n").first { $0.hasPrefix("id: ") }?.dropFirst(4))
    #expect(
      try client.get("/v1/imports/\(id)/events", headers: ["Last-Event-ID": String(seen)]).status == 204)
  }

  @Test func onlySoManyAreImportedAtATimeAndAnImportThatIsBrokenOffHasFailed() throws {
    var limits = ImportLimits()
    limits.simultaneous = 1
    let platform = try TestPlatform(importLimits: limits)
    let blocker = try platform.connection()
    func send(_ body: String) throws -> TestClient.Answer {
      try platform.client.send(
        "POST", "/v1/imports?kind=instruments", headers: ["Content-Type": "text/csv"], body: body)
    }
    // Whoever writes instruments waits for this.
    try blocker.execute("SET idle_in_transaction_session_timeout = 0")
    try blocker.execute("BEGIN; LOCK TABLE instrument IN ACCESS EXCLUSIVE MODE")
    let first = try send(Self.instruments)
    let id = try first.member("import_id")
    #expect(try send(Self.instruments.with("I2", "I3")).status == 503)
    #expect(try platform.client.get("/v1/imports/\(id)").member("state") == "RUNNING")
    let deadline = ContinuousClock.now + .seconds(60)
    var ended = 0
    repeat {
      usleep(10_000)
      ended = try blocker.query(
        """
        SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE application_name = 'tenor import' AND datname = current_database() AND wait_event_type = 'Lock'
        """)[0].int(0)
    } while ended == 0 && ContinuousClock.now < deadline
    #expect(ended == 1)
    try blocker.execute("COMMIT")
    var state = "RUNNING"
    repeat {
      state = try platform.client.get("/v1/imports/\(id)").member("state")
    } while state == "RUNNING"
      && ContinuousClock.now < deadline
    #expect(state == "FAILED")
    #expect(try blocker.query("SELECT count(*) FROM instrument")[0].int(0) == 0)
    var again = try send(Self.instruments)
    while again.status == 503, ContinuousClock.now < deadline {
      usleep(10_000)
      again = try send(Self.instruments)
    }
    #expect(again.status == 201)
  }

  @Test func onlyWhoMayImportSeesImports() throws {
    let platform = try TestPlatform(access: TestUsers.settings)
    let users = TestUsers(platform: platform)
    let viewer = try users.key(.viewer, name: "vic")
    let analyst = try users.key(.analyst, name: "ann")
    func send(_ fields: [String: String]) throws -> TestClient.Answer {
      try platform.client.send(
        "POST", "/v1/imports?kind=instruments&by=mallory",
        headers: fields.merging(["Content-Type": "text/csv"]) { $1 }, body: Self.instruments)
    }
    #expect(try send(viewer).status == 403 && send([:]).status == 401)
    #expect(try platform.client.get("/v1/imports", headers: viewer).status == 403)
    #expect(try send(analyst).member("created_by") == "key:ann")
  }
}
