import Foundation
import Glibc
import PostgresStore
import TestSupport
import Testing

@Suite("The private database of a folder", .enabled(if: TestCluster.isAvailable))
struct PrivateDatabaseTests {
  /// What `db start --json` and `db status --json` print.
  private func status(_ text: String) throws -> (isRunning: Bool, process: Int32) {
    let fields = try #require(try json(text) as? [String: Any])
    return (
      try #require(fields["is_running"] as? Bool), (fields["process_id"] as? NSNumber)?.int32Value ?? 0
    )
  }

  @Test(
    "two starts at once make one server, which comes back with its data after it was killed; a worker waits for it"
  )
  func crash() async throws {
    let tenor = try Tenor()
    let absent = try await tenor.run("db", "status", "--json")
    #expect(try absent.status == 1 && status(absent.output).isRunning == false)
    #expect(try await tenor.success("db", "stop") == "was not running")

    let starts = try [tenor.start("db", "start", "--json"), tenor.start("db", "start", "--json")]
    var servers: Set<Int32> = []
    for start in starts {
      let outcome = try await start.outcome()
      #expect(outcome.status == 0, "\(outcome.errors)")
      servers.insert(try status(outcome.output).process)
    }
    #expect(servers.count == 1)
    let snapshot = try await tenor.success("import", "market", Tenor.fund + "/market", "--id-only")
    #expect(snapshot.hasPrefix("sha256:"))

    let server = try #require(servers.first)
    kill(server, SIGKILL)
    try await eventually("the server is gone") { kill(server, 0) != 0 }
    let again = try status(try await tenor.success("db", "start", "--json"))
    #expect(again.isRunning && again.process != server)
    #expect(
      try await tenor.success("import", "market", Tenor.fund + "/market").contains("it was there already"))

    try await expectWorkerOutlives(again.process, tenor)
    let third = try status(try await tenor.success("db", "status", "--json"))
    kill(third.process, SIGKILL)
    try await eventually("the server is gone") { kill(third.process, 0) != 0 }
    // Whatever needs the database starts it.
    #expect(try await tenor.success("import", "market", Tenor.fund + "/market", "--id-only") == snapshot)
    #expect(try await tenor.success("db", "stop") == "stopped")
    #expect(try await tenor.run("db", "status").status == 1)
  }
  /// A worker whose server is killed waits for the next one and ends the run.
  private func expectWorkerOutlives(_ server: Int32, _ tenor: Tenor) async throws {
    try await tenor.importBook(GeneratedBook(count: 300))
    let run = try await tenor.createRun(buckets: 40)
    let fields = try #require(try json(try await tenor.success("db", "status", "--json")) as? [String: Any])
    let stored = try StoredRuns(PostgresSettings(address: try #require(fields["address"] as? String)))
    let locker = try stored.lockResults(run)
    defer { withExtendedLifetime(locker) {} }
    let worker = try tenor.startWorker("patient")
    try await eventually("it is storing a task") { try stored.waitingForLocks() == 1 }
    kill(server, SIGKILL)
    try await eventually("it waits for the database") { worker.errors.contains("waiting for the database") }
    try await tenor.success("db", "start")
    #expect(try await worker.outcome().status == 0)
    #expect(try await tenor.success("run", "verify", run).contains("is bit-equal"))
  }
}
