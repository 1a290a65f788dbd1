import Foundation
import LeaseQueue
import RunRecords
import Synchronization
import Testing

@testable import PostgresStore

/// What is measured, from the environment.
enum QueueRate {
  /// How long to hold the snapshot; nothing is measured unless it is given.
  static var seconds: Int { Int(TestCluster.environment["TENOR_QUEUE_SECONDS"] ?? "") ?? 0 }
  static var threads: Int { Int(TestCluster.environment["TENOR_QUEUE_THREADS"] ?? "") ?? 4 }
}

/// Shared by the threads of a measurement.
private final class Progress: Sendable {
  let done = Mutex(0)
  let isOver = Mutex(false)
}

/// Measures the queue while a reader holds a snapshot open: `TENOR_QUEUE_SECONDS=60 swift test --filter QueueRateTests`.
@Suite("Queue rates", .enabled(if: TestCluster.isAvailable && QueueRate.seconds > 0))
struct QueueRateTests {
  @Test("claims of one task, completed one by one, go on under a held snapshot")
  func heldSnapshot() async throws {
    let book = try SampleBook(count: 16_000)
    // About 8,900 tasks each: one per product type and bucket that holds positions.
    for number in 1...14 { _ = try book.makeRun("R\(number)", buckets: 4_096) }
    try book.connection.execute("VACUUM ANALYZE")
    let settings = book.settings
    let progress = Progress()
    async let work: Void = onThreads(QueueRate.threads) { index in
      let queue = TaskQueue(try PostgresConnection(settings))
      var cursor = ClaimCursor()
      while !progress.isOver.withLock({ $0 }) {
        let claims = try queue.claim(worker: "w\(index)", limit: 1, cursor: &cursor)
        if claims.isEmpty { return }
        for claim in claims { try queue.complete(claim) { _ in } }
        progress.done.withLock { $0 += 1 }
      }
    }
    async let watch: Void = onThreads(1) { _ in
      defer { progress.isOver.withLock { $0 = true } }
      let reader = try PostgresConnection(settings)
      let watcher = try PostgresConnection(settings)
      func rate(over seconds: Int) throws -> Double {
        let (before, start) = (progress.done.withLock { $0 }, ContinuousClock.now)
        Thread.sleep(forTimeInterval: Double(seconds))
        return Double(progress.done.withLock { $0 } - before) / ((ContinuousClock.now - start) / .seconds(1))
      }
      func dead() throws -> String {
        try watcher.query(
          """
          SELECT relname::text, n_dead_tup FROM pg_stat_user_tables WHERE n_dead_tup > 0 AND relname LIKE 'run%' ORDER BY 1
          """
        ).map { "\($0.text(0)) \($0.int(1))" }.joined(separator: ", ")
      }
      _ = try rate(over: 3)
      let baseline = try rate(over: 12)
      print("QUEUE baseline \(Int(baseline))/s; dead: \(try dead())")
      try reader.execute("SET idle_in_transaction_session_timeout = 0")
      try reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM run_task")
      var held = 0.0
      for end in stride(from: 10, through: QueueRate.seconds, by: 10) {
        held = try rate(over: 10)
        print(
          "QUEUE held \(end) s \(Int(held))/s, \(Int(100 * held / baseline))% of baseline; dead: \(try dead())"
        )
      }
      try reader.execute("COMMIT")
      print("QUEUE released \(Int(try rate(over: 10)))/s; dead: \(try dead())")
      print("QUEUE done \(progress.done.withLock { $0 })")
    }
    _ = try await (work, watch)
  }
}
