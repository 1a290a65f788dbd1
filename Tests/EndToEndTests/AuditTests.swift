import Foundation
import Glibc
import PostgresStore
import TestSupport
import Testing

@Suite("Audit", .enabled(if: TestCluster.isAvailable))
struct AuditTests {
  private let database: PostgresSettings
  private let tenor: Tenor

  init() throws {
    database = try TestCluster.makeDatabase()
    tenor = try Tenor(database: database)
  }

  /// The records as the command lists them, oldest first.
  private func records(_ words: String...) async throws -> [[String: Any]] {
    let outcome = try await tenor.run(["audit", "list", "--json"] + words)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try #require(try json(outcome.output) as? [[String: Any]]).reversed()
  }

  @Test("every command that changes something is recorded, with what it changed and how it ended")
  func commands() async throws {
    try await tenor.importBook(GeneratedBook(count: 10))
    let run = try await tenor.createRun(buckets: 1)
    try await tenor.success("run", "pause", "latest")
    try await tenor.success("run", "resume", run)
    try await tenor.success("run", "change", run, "--priority", "2")
    #expect(try await tenor.run("run", "requeue", run).status == 1)
    try await tenor.success("run", "cancel", run)
    #expect(try await tenor.run("run", "publish", run, "--by", "risk").status == 1)
    try await tenor.success("run", "delete", run, "--by", "ann")
    try await tenor.success("schedule", "add", "nightly", "--at", "0 2 * * 1-5", "--scenarios", "core")
    try await tenor.success("schedule", "pause", "nightly")
    try await tenor.success("schedule", "resume", "nightly")
    try await tenor.success("schedule", "run-now", "nightly")
    try await tenor.success("schedule", "remove", "nightly")
    try await tenor.success("db", "retain", "--keep-days", "30")
    // These change nothing.
    try await tenor.success("db", "retain", "--keep-days", "30", "--dry-run")
    try await tenor.success("run", "status", run)
    #expect(try await tenor.run("run", "publish").status == 2)

    let all = try await records()
    let found = all.map { "\($0["action"]!) \($0["object_kind"]!) \($0["outcome"]!)" }
    #expect(
      found == [
        "tenor import market market_snapshot exit 0", "tenor import instruments  exit 0",
        "tenor import positions position_snapshot exit 0", "tenor run create run exit 0",
        "tenor run pause run exit 0", "tenor run resume run exit 0", "tenor run change run exit 0",
        "tenor run requeue run exit 1", "tenor run cancel run exit 0", "tenor run publish run exit 1",
        "tenor run delete run exit 0", "tenor schedule add schedule exit 0",
        "tenor schedule pause schedule exit 0", "tenor schedule resume schedule exit 0",
        "tenor schedule run-now schedule exit 0", "tenor schedule remove schedule exit 0",
        "tenor db retain  exit 0",
      ])
    let user = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) }
    #expect(
      all.allSatisfy {
        $0["actor"] as? String == user && $0["authenticated_by"] as? String == "operating-system"
      })
    let pause = try #require(all.first { $0["action"] as? String == "tenor run pause" })
    #expect(pause["object_id"] as? String == run)
    let publish = try #require(all.first { $0["action"] as? String == "tenor run publish" })
    let details = try #require(publish["details"] as? [String: Any])
    #expect((details["options"] as? [String: [String]])?["by"] == ["risk"])
    #expect((details["error"] as? String)?.contains("cannot be published") == true)
    #expect(try await records("--object", run, "--what", "tenor run cancel").count == 1)
    #expect(try await records("--who", "nobody-at-all").isEmpty)
    #expect(try await tenor.success("audit", "verify").hasPrefix("17 records, unbroken"))
  }

  @Test("a database's address is left out, and nothing is recorded where no database is reached")
  func secrets() async throws {
    let plain = try Tenor()
    let address = database.address + " password=s3cret"
    try await plain.success(
      "schedule", "add", "nightly", "--at", "0 2 * * 1-5", "--database", address, "--scenarios", "core")
    let listed = try await plain.success("audit", "list", "--json", "--database", address)
    #expect(listed.contains("tenor schedule add") && !listed.contains("s3cret"))
    #expect(try await plain.run("run", "cancel", "latest", "--database", "host=/nowhere").status == 4)
    #expect(try await plain.run("import", "market", "nothing.json").status != 0)
    #expect(plain.files.isEmpty)
  }

  @Test("firings of schedules are recorded with the runs that they make")
  func firings() async throws {
    try await tenor.importBook(GeneratedBook(count: 10))
    try await tenor.success("schedule", "add", "often", "--at", "* * * * *", "--scenarios", "core")
    try PostgresConnection(database).execute("UPDATE schedule SET next_fire = now() - interval '1 second'")
    try await tenor.success("schedule", "tick")
    let firing = try #require(try await records("--what", "fireSchedule").first)
    #expect(firing["actor"] as? String == "schedule often" && firing["outcome"] as? String == "RUN")
    #expect((firing["details"] as? [String: Any])?["run"] as? String != nil)
  }

  @Test("heads are exported, and tell a trail that was cut or spoilt")
  func heads() async throws {
    #expect(try await tenor.success("audit", "head") == "the audit trail has no record yet")
    for name in ["a", "b", "c"] {
      try await tenor.success("schedule", "add", name, "--at", "0 2 * * 1-5", "--scenarios", "core")
    }
    try await tenor.success("audit", "head", "--output", "head.json")
    #expect(try await tenor.run("audit", "head", "--output", "head.json").status == 4)
    #expect(tenor.files == ["head.json"])
    #expect(
      try await tenor.success("audit", "verify", "--head", "head.json").contains("held against 1 heads"))
    try PostgresConnection(database).execute(
      "ALTER TABLE audit_record DISABLE TRIGGER ALL; DELETE FROM audit_record WHERE sequence = 3")
    #expect(try await tenor.run("audit", "verify").status == 0)
    let cut = try await tenor.run("audit", "verify", "--head", "head.json")
    #expect(cut.status == 1 && cut.output.contains("records 3 to 3 are missing"), "\(cut)")
    try PostgresConnection(database).execute("UPDATE audit_record SET object_id = 'x' WHERE sequence = 1")
    let edited = try await tenor.run("audit", "verify", "--json")
    let fault = try #require((try json(edited.output) as? [String: Any])?["fault"] as? [String: Any])
    #expect(edited.status == 1 && fault["kind"] as? String == "edited" && fault["sequence"] as? Int == 1)
    #expect(try await tenor.run("audit", "verify", "--head", "none.json").status == 3)
    try tenor.write("bad.json", "{}")
    let bad = try await tenor.run("audit", "verify", "--head", "bad.json")
    #expect(bad.status == 3 && bad.errors.contains("bad.json"))
  }

  @Test("a server speaks TLS, records who was there, exports heads, and stops without losing a record")
  func server() async throws {
    let authority = try TestCertificate("Tenor test authority", .authority)
    let identity = try TestCertificate("localhost", .server, issuer: authority)
    try tenor.write("server.pem", identity.certificatePEM)
    try tenor.write("server.key", identity.keyPEM)
    try tenor.write("clients.pem", authority.certificatePEM)
    let words = [
      "serve", "--port", "0", "--tls-certificate", "server.pem", "--tls-key", "server.key", "--tls-client-ca",
      "clients.pem", "--audit-heads", "heads",
    ]
    let key = "\(tenor.folder)/server.key"
    chmod(key, 0o644)
    let open = try await tenor.run(words)
    #expect(open.status == 2 && open.errors.contains("chmod 600 server.key"), "\(open.errors)")
    chmod(key, 0o600)
    let half = try await tenor.run("serve", "--port", "0", "--tls-certificate", "server.pem")
    #expect(half.status == 2 && half.errors.contains("--tls-key"))
    let wrong = try await tenor.run(
      "serve", "--port", "0", "--tls-certificate", "clients.pem", "--tls-key", "server.key")
    #expect(wrong.status == 3 && wrong.errors.contains("PEM"), "\(wrong.errors)")

    #expect(try await tenor.run(words).errors.contains("there is no folder heads"))
    try FileManager.default.createDirectory(
      atPath: "\(tenor.folder)/heads", withIntermediateDirectories: false)
    let server = try tenor.start(words)
    try await eventually("the server tells its address") { server.output.contains("https://127.0.0.1:") }
    let port = try #require(
      server.output.split(separator: ":").last.flatMap { UInt16($0.prefix { $0.isNumber }) })
    let ann = try TestCertificate("ann", .client, issuer: authority)
    for _ in 0..<3 {
      let client = try TLSClient(port: port, trusting: authority, as: ann)
      client.send("GET /v1/runs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
      #expect(client.readAll()?.hasPrefix("HTTP/1.1 200") == true)
    }
    server.send(SIGTERM)
    #expect(try await server.outcome().status == 0)
    let found = try await records("--what", "listRuns")
    #expect(found.count == 3)
    #expect(
      found.allSatisfy {
        $0["actor"] as? String == "O=Tenor tests,CN=ann"
          && $0["authenticated_by"] as? String == "client-certificate"
          && $0["client_address"] as? String == "127.0.0.1"
      })
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: "\(tenor.folder)/heads")
        == ["audit-head-000000000003.json"])
    #expect(try await tenor.success("audit", "verify", "--head", "heads").hasPrefix("3 records, unbroken"))
  }
}
