import RunRecords
import TestSupport
import Testing

@testable import PostgresStore

@Suite("Queue statistics", .enabled(if: TestCluster.isAvailable))
struct QueueStatisticsTests {
  @Test("an empty database has an empty queue")
  func empty() throws {
    let queue = try QueueStatistics.read(try PostgresConnection(try TestCluster.makeDatabase()))
    #expect(queue.queued == 0 && queue.running == 0 && queue.dead == 0 && queue.oldestWaitSeconds == 0)
    #expect(queue.openRuns.isEmpty && queue.schedules.isEmpty && queue.claimsPerSecond == 0)
  }

  @Test("tasks are counted by state and run, in the order of their turn; paused ones do not wait")
  func counts() throws {
    let book = try SampleBook(count: 60)
    let runs = RunStore(book.connection)
    let queue = TaskQueue(book.connection)
    let plain = try book.makeRun("PLAIN", buckets: 2)
    let urgent = try runs.create(
      book.request(buckets: 4), id: RunID("URGENT")!, by: "t",
      queueing: RunQueueing(priority: 1, maxRunning: 3))
    let claims = try queue.claim(worker: "w", limit: 3)
    try queue.fail(claims[0], error: "again")
    try queue.release(claims[1])
    try book.connection.execute(
      "UPDATE run_task SET not_before = now() - interval '90 s' WHERE run_no = \(plain.number)")
    var status = try QueueStatistics.read(book.connection)
    #expect(status.openRuns.map(\.id) == [urgent.id, plain.id])
    #expect(status.openRuns[0].queueing.maxRunning == 3)
    let all = urgent.taskCount - 1
    let first = status.openRuns[0]
    #expect(first.queued == all - 2 && first.running == 1 && first.failed == 1)
    #expect(status.queued == all - 2 + plain.taskCount - 1 && status.running == 1 && status.failed == 1)
    #expect(status.claimsOfLastMinute == ["RUNNING": 1, "FAILED": 1, "RELEASED": 1])
    #expect(status.claimsPerSecond == 3.0 / 60)
    #expect((90..<600).contains(status.oldestWaitSeconds))
    try queue.pause(plain.id)
    status = try QueueStatistics.read(book.connection)
    #expect(status.oldestWaitSeconds < 90 && status.openRuns[1].isPaused)
    #expect(status.runs == ["RUNNING": 1, "PAUSED": 1])
  }

  @Test("dead tasks are those of failed runs, whether the roll-up is there or not, as progress has them")
  func dead() throws {
    let book = try SampleBook(count: 60)
    let queue = TaskQueue(book.connection)
    let first = try book.makeRun("FIRST", buckets: 4)
    for (index, claim) in try queue.claim(worker: "w", limit: 5).enumerated() {
      if index < 2 {
        try queue.fail(claim, error: "no luck", retryable: false)
      } else {
        try queue.complete(claim) { _ in }
      }
    }
    #expect(try QueueStatistics.read(book.connection).dead == 2)
    #expect(try RunStore(book.connection).progress(id: first.id)?.dead == 2)
    // The second run fails at its roll-up.
    let second = try book.makeRun("SECOND", buckets: 1)
    try queue.pause(first.id)
    while let claim = try queue.claim(worker: "w", limit: 1).first {
      if claim.kind == .rollUp {
        try queue.fail(claim, error: "no luck", retryable: false)
      } else {
        try queue.complete(claim) { _ in }
      }
    }
    #expect(try RunStore(book.connection).progress(id: second.id)?.dead == 1)
    #expect(try QueueStatistics.read(book.connection).dead == 3)
    try queue.requeueDead(second.id)
    #expect(try QueueStatistics.read(book.connection).dead == 2)
  }

  @Test("claims of more than a minute ago are not counted")
  func old() throws {
    let book = try SampleBook(count: 10)
    _ = try book.makeRun(buckets: 1)
    let queue = TaskQueue(book.connection)
    let claims = try queue.claim(worker: "w", limit: 2)
    try queue.complete(claims[0]) { _ in }
    try book.connection.execute(
      """
      UPDATE run_task SET started_at = started_at - interval '2 minutes';
      UPDATE run_task_attempt SET started_at = started_at - interval '2 minutes', ended_at = ended_at - interval '61 s';
      """)
    #expect(try QueueStatistics.read(book.connection).claimsOfLastMinute == ["RUNNING": 0])
  }
}
