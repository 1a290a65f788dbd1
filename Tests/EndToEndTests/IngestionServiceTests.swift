import Foundation
import FoundationNetworking
import Glibc
import PostgresStore
import TestSupport
import Testing

/// The ingestion service as a process of its own.
@Suite("Files over HTTP", .enabled(if: TestCluster.isAvailable))
struct IngestionServiceTests {
  private static let instruments =
    "instrument_id,product_type,currency,dated_date,maturity,coupon,convention\n"
    + "B1,FIXED_BOND,USD,2020-01-15,2030-01-15,0.05,US_STREET\n"
  private static let positions =
    "position_id,portfolio,instrument_id,quantity\n"
    + (0..<40_000).map { "P\(100_000 + $0),FUND/BOOK,B1,\($0)\n" }.joined()

  private func port(_ server: TenorProcess) async throws -> Int {
    try await eventually("the server tells its address") { server.output.contains("http://127.0.0.1:") }
    return try #require(server.output.split(separator: ":").last.flatMap { Int($0.prefix { $0.isNumber }) })
  }

  /// The status of an answer and its members.
  private func ask(_ port: Int, _ path: String, body: String? = nil, type: String = "text/csv") async throws
    -> (
      status: Int, json: [String: Any]
    )
  {
    var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)\(path)")))
    if let body {
      request.httpMethod = "POST"
      request.setValue(type, forHTTPHeaderField: "Content-Type")
      request.httpBody = Data(body.utf8)
    }
    let (data, answer) = try await URLSession.shared.data(for: request)
    let members = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    return ((answer as? HTTPURLResponse)?.statusCode ?? 0, members ?? [:])
  }

  private func ended(_ port: Int, _ id: String) async throws -> [String: Any] {
    while true {
      let found = try await ask(port, "/v1/imports/\(id)").json
      if found["state"] as? String != "RUNNING" { return found }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  @Test(
    "killed in the middle: nothing is stored, the import is said to have failed, and it goes through after")
  func killed() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    let connection = try PostgresConnection(database)
    let first = try tenor.start("serve", "ingestion", "--port", "0")
    let before = try await port(first)
    let begun = try await ask(before, "/v1/imports?kind=instruments", body: Self.instruments)
    #expect(
      try await ended(before, try #require(begun.json["import_id"] as? String))["state"] as? String
        == "SUCCEEDED")

    // The rows are in, and the snapshot's own row waits.
    let locker = try PostgresConnection(database)
    try locker.execute("SET idle_in_transaction_session_timeout = 0")
    try locker.execute("BEGIN; LOCK TABLE position_snapshot IN EXCLUSIVE MODE")
    let path = "/v1/imports?kind=positions&as_of=2023-03-31&file=p.csv"
    let sent = try await ask(before, path, body: Self.positions)
    #expect(sent.status == 201)
    let id = try #require(sent.json["import_id"] as? String)
    try await eventually("the import waits with all its rows") {
      let state = try connection.query(
        "SELECT concat_ws(': ', state, problem) FROM data_import WHERE import_no = \(id)")[0].text(0)
      guard state == "RUNNING" else {
        throw TenorProcess.Failure(description: "the import is over: \(state) \(first.errors.suffix(1_000))")
      }
      return try connection.query(
        """
        SELECT count(*) FROM pg_stat_activity
        WHERE application_name = 'tenor import' AND datname = current_database() AND wait_event_type = 'Lock'
        """)[0].int(0) == 1
    }
    #expect(try await ask(before, "/v1/imports/\(id)").json["state"] as? String == "RUNNING")
    first.send(SIGKILL)
    _ = try await first.outcome()
    try locker.execute("COMMIT")
    try await eventually("the server has noticed") {
      try connection.query(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tenor import' AND datname = current_database()"
      )[0].int(0) == 0
    }
    let stored = try connection.query(
      """
      SELECT (SELECT count(*) FROM position_snapshot), (SELECT count(*) FROM portfolio),
        (SELECT count(*) FROM pg_class WHERE relname ~ '^position_[0-9]+$')
      """)[0]
    #expect((0..<3).map(stored.int) == [0, 0, 0])

    let second = try tenor.start("serve", "ingestion", "--port", "0")
    let after = try await port(second)
    let failed = try await ask(after, "/v1/imports/\(id)").json
    #expect(failed["state"] as? String == "FAILED")
    #expect((failed["problem"] as? String)?.contains("send the file again") == true)
    let again = try await ask(after, path, body: Self.positions)
    #expect(again.status == 201)
    let done = try await ended(after, try #require(again.json["import_id"] as? String))
    #expect(done["state"] as? String == "SUCCEEDED")
    #expect((done["rows"] as? [String: Any])?["accepted"] as? Int == 40_000)
    #expect(try await ask(after, path, body: Self.positions).status == 200)
    // The command line stores the same snapshot.
    try tenor.write("p.csv", Self.positions)
    let own = try await tenor.success("import", "positions", "p.csv", "--as-of", "2023-03-31", "--id-only")
    #expect((done["result"] as? [String: Any])?["snapshot_id"] as? String == own)
    second.send(SIGTERM)
    #expect(try await second.outcome().status == 0)
  }

  @Test("a file that gzip has packed is imported by its plain rows")
  func packed() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    try tenor.write("instruments.csv", Self.instruments)
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
    gzip.arguments = [tenor.folder + "/instruments.csv"]
    try gzip.run()
    gzip.waitUntilExit()
    let outcome = try await tenor.run("import", "instruments", "instruments.csv.gz")
    #expect(outcome.status == 0 && outcome.errors.contains("accepted 1"), "\(outcome.errors)")
  }
}
