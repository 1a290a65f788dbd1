import AuditTrail
import Foundation
import PostgresStore

/// Appends to the audit trail of a throw-away cluster, beside bare rows of the same columns in the same transactions.
///
///     cd Benchmarks && swift run -c release auditrate [FOLDER]
///
/// The bound is an INSERT of the same rows, as many in each transaction, into a table without a key, an index or a trigger:
/// what the commit to the disk costs in any case. Both take turns in the same seconds, so that other load falls on both.
@main struct AuditRate {
  static func main() throws {
    let folder = CommandLine.arguments.dropFirst().first ?? "/tmp/tenor-auditrate-\(getpid())"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let cluster = try PrivateCluster(
      directory: folder + "/pg", environment: ProcessInfo.processInfo.environment)
    try cluster.start()
    defer { _ = try? cluster.stop() }
    let settings = PostgresSettings(address: cluster.address, applicationName: "auditrate")
    let connection = try PostgresConnection(settings)
    try Migrator(connection).migrate()
    try connection.execute("CREATE TABLE bare (LIKE audit_record)")
    print("records a transaction   trail/s    bare/s   ratio   ms a transaction")
    for size in [1, 10, 100, 1_000] { try measure(size, connection) }
    try measureWriters(4, settings)
    let bytes = try connection.query(
      "SELECT pg_total_relation_size('audit_record') / count(*) FROM audit_record")[0]
    print("\(bytes.int(0)) bytes a record on the disk, indexes included")
    let start = ContinuousClock.now
    let head = try AuditStore(connection).verify(kept: [])
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    print(
      String(
        format: "verified %d records in %.2f s, %.0f/s", head.sequence, seconds,
        Double(head.sequence) / seconds))
  }

  private static func measure(_ size: Int, _ connection: PostgresConnection) throws {
    let store = AuditStore(connection)
    let rounds = max(20, min(400, 20_000 / size))
    var spent = (trail: Duration.zero, bare: Duration.zero)
    for round in 0..<rounds {
      let events = try (0..<size).map { try event(round * size + $0) }
      let start = ContinuousClock.now
      try store.append(events)
      let middle = ContinuousClock.now
      try insertBare(AuditRecord.chain(events, after: .beginning), connection)
      spent.trail += middle - start
      spent.bare += ContinuousClock.now - middle
    }
    let count = Double(rounds * size)
    let (trail, bare) = (spent.trail / .seconds(1), spent.bare / .seconds(1))
    print(
      String(
        format: "%21d %9.0f %9.0f %7.2f %18.2f", size, count / trail, count / bare, trail / bare,
        trail / Double(rounds) * 1_000))
  }

  /// Several sessions, each of which appends one record a transaction and so waits for the others.
  private static func measureWriters(_ count: Int, _ settings: PostgresSettings) throws {
    let start = ContinuousClock.now
    let rounds = 200
    DispatchQueue.concurrentPerform(iterations: count) { index in
      do {
        let store = AuditStore(try PostgresConnection(settings))
        for round in 0..<rounds { try store.append([try event(index * rounds + round)]) }
      } catch {
        fatalError("\(error)")
      }
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    print(String(format: "%d sessions of one record each: %.0f/s", count, Double(count * rounds) / seconds))
  }

  private static func event(_ number: Int) throws -> AuditEvent {
    try AuditEvent(
      time: 1_795_276_800_000 + Int64(number), actor: AuditActor(name: "ann", authenticatedBy: "password"),
      action: "listResults", object: AuditObject(kind: "run", id: "R20230331-01JZ8K3V5T-7QF2"),
      outcome: "200",
      requestID: "6f1c2a7be0d94f3c8a51d2e09b7c4f\(number % 100)", clientAddress: "10.20.30.40")
  }

  private static func insertBare(_ records: [AuditRecord], _ connection: PostgresConnection) throws {
    func texts(_ value: (AuditRecord) -> String) -> PostgresValue { .textArray(records.map(value)) }
    _ = try connection.transaction {
      try connection.query(
        """
        INSERT INTO bare
        SELECT sequence, timestamptz 'epoch' + time * interval '1 millisecond', a, b, c, d, e, f, g, h, i, j, k
        FROM unnest($1::int8[], $2::int8[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
          $9::text[], $10::text[], $11::text[], $12::text[], $13::text[]) AS r (sequence, time, a, b, c, d, e, f, g, h, i, j, k)
        """,
        [
          .int8Array(records.map(\.sequence)), .int8Array(records.map(\.event.time)),
          texts(\.event.actor.name), texts(\.event.actor.authenticatedBy), texts(\.event.action),
          texts(\.event.object.kind), texts(\.event.object.id), texts(\.event.outcome),
          texts(\.event.requestID), texts(\.event.clientAddress), texts(\.event.details),
          texts(\.previousHash), texts(\.hash),
        ])
    }
  }
}
