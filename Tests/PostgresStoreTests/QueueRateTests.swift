import Foundation
import LeaseQueue
import RunRecords
import Synchronization
import TestSupport
import Testing

@testable import PostgresStore

/// What is measured, from the environment.
enum QueueRate {
  /// How long to hold the snapshot; nothing is measured unless it is given.
  static var seconds: Int { Int(TestCluster.environment["TENOR_QUEUE_SECONDS"] ?? "") ?? 0 }
  /// Connections that claim, in each database.
  static var threads: Int { Int(TestCluster.environment["TENOR_QUEUE_THREADS"] ?? "") ?? 2 }
}

/// Measures the queue while a reader holds a snapshot open: `TENOR_QUEUE_SECONDS=60 swift test --filter QueueRateTests`.
///
/// Two databases of one server do the same work at the same time. A snapshot holds back the clean-up of its own database
/// alone, so the other one tells what the machine had to give in the same second.
@Suite("Queue rates", .enabled(if: TestCluster.isAvailable && QueueRate.seconds > 0))
struct QueueRateTests {
  /// Shared by the threads of the measurement.
  private final class Progress: Sendable {
    let done = Mutex([0, 0])
    let isOver = Mutex(false)
  }

  @Test("claims of one task, completed one by one, go on under a held snapshot")
  func heldSnapshot() async throws {
    let books = try (0..<2).map { _ in
      let book = try SampleBook(count: 16_000)
      // About 8,900 tasks each: one per product type and bucket that holds positions.
      for number in 1...8 { _ = try book.makeRun("R\(number)", buckets: 4_096) }
      try book.connection.execute("VACUUM ANALYZE")
      return book
    }
    let settings = books.map(\.settings)
    let progress = Progress()
    async let work: Void = onThreads(2 * QueueRate.threads) { index in
      let side = index % 2
      let queue = TaskQueue(try PostgresConnection(settings[side]))
      var cursor = ClaimCursor()
      while !progress.isOver.withLock({ $0 }) {
        let claims = try queue.claim(worker: "w\(index)", limit: 1, cursor: &cursor)
        if claims.isEmpty { return }
        for claim in claims { try queue.complete(claim) { _ in } }
        progress.done.withLock { $0[side] += 1 }
      }
    }
    async let watch: Void = onThreads(1) { _ in
      defer { progress.isOver.withLock { $0 = true } }
      let reader = try PostgresConnection(settings[0])
      let watcher = try PostgresConnection(settings[0])
      func ratio(over seconds: Int, _ what: String) throws -> Double {
        let before = progress.done.withLock { $0 }
        Thread.sleep(forTimeInterval: Double(seconds))
        let rates = zip(progress.done.withLock { $0 }, before).map { Double($0 - $1) / Double(seconds) }
        let dead = try watcher.query(
          """
          SELECT relname::text, n_dead_tup FROM pg_stat_user_tables WHERE n_dead_tup > 0 AND relname LIKE 'run%' ORDER BY 1
          """
        ).map { "\($0.text(0)) \($0.int(1))" }.joined(separator: ", ")
        print("QUEUE \(what): \(Int(rates[0]))/s, beside it \(Int(rates[1]))/s; dead rows: \(dead)")
        return rates[0] / rates[1]
      }
      _ = try ratio(over: 3, "warm-up")
      let baseline = try ratio(over: 12, "no snapshot")
      try reader.execute("SET idle_in_transaction_session_timeout = 0")
      try reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM run_task")
      for end in stride(from: 10, through: QueueRate.seconds, by: 10) {
        let share = try ratio(over: 10, "held for \(end) s") / baseline
        print("QUEUE share \(end) s: \(Int((100 * share).rounded()))%")
      }
      try reader.execute("COMMIT")
      _ = try ratio(over: 10, "released")
      print("QUEUE done: \(progress.done.withLock { $0 })")
    }
    _ = try await (work, watch)
  }
}
