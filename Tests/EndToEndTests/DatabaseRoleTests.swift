import Foundation
import Glibc
import PostgresStore
import TestSupport
import Testing

@Suite("Workers and services as roles of the database", .enabled(if: TestCluster.isAvailable))
struct DatabaseRoleTests {
  @Test("a worker and services sign in as their roles, and do their work")
  func work() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    try await tenor.importBook(GeneratedBook(count: 60))
    let run = try await tenor.createRun(buckets: 2)
    // What was made meanwhile belongs to the owner; the command is safe to repeat.
    #expect(try await tenor.success("db", "roles") == "the roles have their rights")
    #expect(
      try await tenor.success("db", "roles", "--dry-run").contains("GRANT SELECT ON run TO tenor_reader;"))
    let worker = try tenor.startWorker("few rights", "--database-roles")
    #expect(try await worker.outcome().status == 0, "\(worker.errors)")
    #expect(try await tenor.success("run", "verify", run).contains("is bit-equal"))

    for (service, target) in [
      ("results", "/v1/runs/\(run)/results"), ("cashflow", "/v1/runs/\(run)/ladder"),
      ("risk", "/v1/runs/\(run)/risk"), ("audit", "/v1/audit/verification"),
    ] {
      let server = try tenor.start("serve", service, "--port", "0", "--database-roles", "--quiet")
      let answer = LoopbackClient(port: try await server.port()).get(target)
      #expect(answer?.status == 200, "\(service): \(answer?.text ?? "no answer")")
      let users = try PostgresConnection(database).query(
        "SELECT DISTINCT usename::text FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1",
        [.text("tenor serve")]
      ).map { $0.text(0) }
      #expect(!users.isEmpty && users.allSatisfy { $0.hasPrefix("tenor_") }, "\(service): \(users)")
      if service == "results" { #expect(!users.contains(DatabaseRole.writer.rawValue)) }
      server.send(SIGTERM)
      #expect(try await server.outcome().status == 0)
    }
  }
}
