import Glibc
import PostgresStore
import TestSupport
import Testing

@Suite("Workers with several threads", .enabled(if: TestCluster.isAvailable))
struct WorkerThreadTests {
  /// A book and what one thread makes of it.
  private struct Scene {
    let tenor: Tenor
    let stored: StoredRuns
    let alone: StoredRuns.Digests

    init() async throws {
      let database = try TestCluster.makeDatabase()
      tenor = try Tenor(database: database)
      stored = try StoredRuns(database)
      try await tenor.importBook(GeneratedBook(count: 600))
      let run = try await tenor.createRun(buckets: 10)
      #expect(try await tenor.startWorker("alone").outcome().status == 0)
      alone = try stored.digests(run)
    }

    func sessions(_ application: String) throws -> Int {
      try stored.connection.query(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1",
        [.text(application)])[0].int(0)
    }

    /// Every task of a run has succeeded once, and the bytes are those of one thread.
    func expectSame(_ run: String) throws {
      #expect(try stored.state(run) == "SUCCEEDED")
      #expect(try stored.digests(run) == alone)
      let completions = try stored.connection.query(
        """
        SELECT count(*), count(DISTINCT task_no) FROM run_task_attempt
        WHERE run_no = $1 AND outcome = 'SUCCEEDED'
        """, [.int4(try stored.number(run))])[0]
      let total = try stored.progress(run).total
      #expect(completions.int(0) == total && completions.int(1) == total)
    }

    /// How many tasks the threads of a worker have in hand, each under its own name.
    func held(_ worker: String, _ run: String) throws -> [String: Int] {
      let rows = try stored.connection.query(
        """
        SELECT holder, count(*) FROM run_task
        WHERE run_no = $1 AND state = 'RUNNING' AND holder LIKE $2 || '-%' GROUP BY 1
        """, [.int4(try stored.number(run)), .text(worker)])
      return Dictionary(uniqueKeysWithValues: rows.map { ($0.text(0), $0.int(1)) })
    }
  }

  @Test(
    "four threads store the bytes of one, with a session each or one between them",
    arguments: [["--threads", "4"], ["--threads", "4", "--connections", "1"]])
  func sameBytes(options: [String]) async throws {
    let scene = try await Scene()
    let run = try await scene.tenor.createRun(buckets: 40)
    let words = ["worker", "--until-idle", "--name", "four"] + options
    let outcome = try await scene.tenor.start(words).outcome()
    #expect(outcome.status == 0, "\(outcome.errors)")
    let total = try scene.stored.progress(run).total
    #expect(outcome.errors.contains("four: completed \(total) tasks"), "\(outcome.errors)")
    try scene.expectSame(run)
  }

  @Test("threads share sessions, and are known by their numbers")
  func sessions() async throws {
    let scene = try await Scene()
    let run = try await scene.tenor.createRun(buckets: 60)
    let locker = try scene.stored.lockResults(run)
    let worker = try scene.tenor.startWorker("many", "--threads", "12", "--connections", "3")
    try await eventually("three threads wait for their store") {
      try scene.stored.waitingForLocks() == 3
    }
    let held = try scene.held("many", run)
    #expect(held.count >= 3 && held.values.allSatisfy { $0 <= 2 }, "\(held)")
    #expect(Set(held.keys).isSubset(of: (1...12).map { "many-\($0)" }))
    #expect(try scene.sessions("tenor worker") == 3)
    #expect(try scene.sessions("tenor lease keeper") == 1)
    try locker.execute("COMMIT")
    #expect(try await worker.outcome().status == 0)
    try scene.expectSame(run)
  }

  @Test("SIGTERM: every thread gives back what it has")
  func terminated() async throws {
    let scene = try await Scene()
    let run = try await scene.tenor.createRun(buckets: 60)
    let locker = try scene.stored.lockResults(run)
    let worker = try scene.tenor.startWorker("many", "--threads", "4")
    try await eventually("all threads wait for their store") { try scene.stored.waitingForLocks() == 4 }
    let held = try scene.held("many", run).values.reduce(0, +)
    #expect(held > 4)
    worker.send(SIGTERM)
    try locker.execute("COMMIT")
    #expect(try await worker.outcome().status == 0)
    #expect(try scene.held("many", run).isEmpty)
    let released = try scene.stored.connection.query(
      """
      SELECT count(*), count(DISTINCT worker) FROM run_task_attempt WHERE run_no = $1 AND outcome = 'RELEASED'
      """, [.int4(try scene.stored.number(run))])[0]
    // Each thread stored one task and gave back the other.
    #expect(released.int(0) == held - 4 && released.int(1) == 4)
    #expect(try await scene.tenor.startWorker("successor").outcome().status == 0)
    try scene.expectSame(run)
  }

  @Test("a killed worker's tasks of all threads run again")
  func killed() async throws {
    let scene = try await Scene()
    let run = try await scene.tenor.createRun(buckets: 60)
    let locker = try scene.stored.lockResults(run)
    let worker = try scene.tenor.startWorker("many", "--threads", "4")
    try await eventually("all threads wait for their store") { try scene.stored.waitingForLocks() == 4 }
    let held = try scene.held("many", run).values.reduce(0, +)
    worker.send(SIGKILL)
    #expect(try await worker.outcome().status == 128 + SIGKILL)
    try locker.execute("COMMIT")
    #expect(try await scene.tenor.startWorker("survivor", "--threads", "4").outcome().status == 0)
    let expired = try scene.stored.connection.query(
      "SELECT count(*) FROM run_task_attempt WHERE run_no = $1 AND outcome = 'LEASE_EXPIRED'",
      [.int4(try scene.stored.number(run))])[0]
    // A server that waits for a lock notices late that its client is gone, and cannot commit for it.
    #expect(expired.int(0) == held)
    try scene.expectSame(run)
  }

  @Test("threads whose sessions end give back what they had and go on, without waiting for leases")
  func sessionsEnded() async throws {
    let scene = try await Scene()
    let run = try await scene.tenor.createRun(buckets: 60)
    let locker = try scene.stored.lockResults(run)
    let worker = try scene.tenor.startWorker("many", "--threads", "4")
    try await eventually("all threads wait for their store") { try scene.stored.waitingForLocks() == 4 }
    let ended = try scene.stored.connection.query(
      """
      SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'tenor worker'
      """)
    #expect(ended.count == 4)
    try locker.execute("COMMIT")
    let outcome = try await worker.outcome()
    #expect(outcome.status == 0 && outcome.errors.contains("waiting for the database"), "\(outcome.errors)")
    for thread in 1...4 {
      let outcomes = try scene.stored.outcomes(of: "many-\(thread)", run)
      // The task that was being stored is not renewed meanwhile: on a busy machine its lease may be over by then.
      #expect(outcomes["RELEASED"] ?? 0 >= 1, "\(thread): \(outcomes)")
    }
    try scene.expectSame(run)
  }

  @Test("a task beyond its memory is worked in parts, with the same bytes")
  func parts() async throws {
    let scene = try await Scene()
    let run = try await scene.tenor.createRun(buckets: 1)
    let worker = try scene.tenor.startWorker("small", "--memory-budget", "1")
    let outcome = try await worker.outcome()
    #expect(outcome.status == 0, "\(outcome.errors)")
    // About 360 bonds of which 1 MiB holds some tens.
    let line = try #require(outcome.errorLines.first { $0.contains("FIXED_BOND") })
    let words = try #require(line.firstMatch(of: #/in (\d+) parts of at most (\d+) positions/#))
    let (parts, most) = (try #require(Int(words.1)), try #require(Int(words.2)))
    #expect(parts > 3 && most < 120 && parts * most >= 340, "\(line)")
    try scene.expectSame(run)
  }
}
