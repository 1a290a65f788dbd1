import DatesAndConventions
import LeaseQueue
import PostgresStore
import Pricing
import RiskAnalytics
import RunRecords

/// Stores a run through the queue as workers do, without pricing anything.
struct StoredRun {
  let id: RunID
  let number: Int32
  /// From the first claim to the last price task's commit.
  let loadSeconds: Double
  /// The roll-up's completion: node results, keys, attach, statistics, commit.
  let finishSeconds: Double

  init(_ id: String, _ book: Book, _ parts: [Part], _ settings: PostgresSettings, workers: Int) throws {
    let connection = try PostgresConnection(settings)
    let record = try RunStore(connection).create(book.request, id: RunID(id)!, by: "benchmark")
    self.id = record.id
    number = record.number
    try connection.execute("CHECKPOINT")
    loadSeconds = try timed {
      try onThreads(workers) { worker in
        let connection = try PostgresConnection(settings)
        let queue = TaskQueue(connection)
        var cursor = ClaimCursor()
        while try StoredRun.work(queue, worker: "w\(worker)", parts, &cursor) {}
      }
    }.seconds
    let queue = TaskQueue(connection)
    let rollUp = try queue.claim(worker: "w0", limit: 1)[0]
    let totals = try NodeTotals.totals(
      try ResultStore(connection).rollUp(run: number),
      markets: OneCurrency(scenarioCount: book.scenarioCount),
      reportingCurrency: .usd)
    finishSeconds = try timed { try queue.complete(rollUp) { writer in try writer.write(totals) } }.seconds
  }

  /// Stores what the next tasks ask for; false when only the roll-up is left, or tasks that others have.
  private static func work(_ queue: TaskQueue, worker: String, _ parts: [Part], _ cursor: inout ClaimCursor)
    throws -> Bool
  {
    let claims = try queue.claim(worker: worker, limit: 2, cursor: &cursor)
    for claim in claims {
      guard claim.kind == .price else {
        try queue.release(claim)
        return false
      }
      let part = parts[claim.bucket]
      try queue.complete(claim) { writer in
        try writer.write(part.block)
        try writer.write(part.rollUp)
      }
    }
    return !claims.isEmpty
  }
}
