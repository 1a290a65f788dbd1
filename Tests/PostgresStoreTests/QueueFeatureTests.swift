import LeaseQueue
import RunRecords
import Synchronization
import TestSupport
import Testing

@testable import PostgresStore

@Suite("Whose task is next", .enabled(if: TestCluster.isAvailable))
struct QueueFeatureTests {
  private func runs(_ claims: [TaskClaim]) -> [String] { claims.map(\.runID.text) }

  private func makeRun(_ book: SampleBook, _ id: String, _ queueing: RunQueueing) throws {
    _ = try RunStore(book.connection).create(
      book.request(buckets: 1), id: RunID(id)!, by: "tester", queueing: queueing)
  }

  @Test("priority goes before age, but a point of it is worth ten minutes of waiting and no more")
  func ageing() throws {
    let book = try SampleBook(count: 2)
    try makeRun(book, "OLD", RunQueueing())
    try makeRun(book, "URGENT", RunQueueing(priority: 3))
    try makeRun(book, "LATER", RunQueueing(priority: -1))
    let queue = TaskQueue(book.connection)
    #expect(runs(try queue.claim(worker: "w", limit: 1)) == ["URGENT"])
    // By now the old run has waited longer than three points are worth.
    try book.connection.execute(
      "UPDATE run SET created_at = created_at - interval '31 minutes' WHERE run_id = 'OLD'")
    #expect(
      runs(try queue.claim(worker: "w", limit: 10)) == ["OLD", "OLD", "URGENT", "LATER", "LATER"])
  }

  @Test("a run's limit holds whoever claims, and frees up as tasks end or their leases do")
  func limit() async throws {
    let book = try SampleBook(count: 400)
    _ = try RunStore(book.connection).create(
      book.request(buckets: 40), id: RunID("R1")!, by: "tester", queueing: RunQueueing(maxRunning: 3))
    let settings = book.settings
    let claimed = Mutex(0)
    try await onThreads(8) { index in
      let queue = TaskQueue(try PostgresConnection(settings))
      var cursor = ClaimCursor()
      for _ in 0..<10 {
        let count = try queue.claim(worker: "w\(index)", limit: 2, cursor: &cursor).count
        claimed.withLock { $0 += count }
      }
    }
    #expect(claimed.withLock { $0 } == 3)
    // However long the above took.
    try book.connection.execute(
      "UPDATE run_task SET leased_until = now() + interval '1 hour' WHERE state = 'RUNNING'")
    // A run without a limit is not held up.
    try makeRun(book, "R2", RunQueueing())
    let queue = TaskQueue(book.connection)
    #expect(runs(try queue.claim(worker: "w", limit: 1)) == ["R2"])
    try book.connection.execute(
      """
      UPDATE run_task SET leased_until = now() - interval '1 s' WHERE state = 'RUNNING' AND task_no = (
        SELECT min(task_no) FROM run_task WHERE run_no = 1 AND state = 'RUNNING') AND run_no = 1
      """)
    #expect(runs(try queue.claim(worker: "w", limit: 2)) == ["R1", "R2"])
  }

  @Test("a paused run gives out no task, finishes those in hand, and goes on when resumed")
  func pause() throws {
    let book = try SampleBook(count: 30)
    let run = try book.makeRun(buckets: 1)
    let queue = TaskQueue(book.connection)
    let claim = try #require(try queue.claim(worker: "w", limit: 1).first)
    try queue.pause(run.id)
    try queue.pause(run.id)
    #expect(try RunStore(book.connection).progress(id: run.id)?.isPaused == true)
    #expect(try queue.claim(worker: "w", limit: 10) == [])
    #expect(try queue.openTaskCount() == 1)
    try book.finish(claim, queue)
    #expect(try queue.openTaskCount() == 0)
    #expect(try QueueStatistics.read(book.connection).runs == ["PAUSED": 1])
    try queue.resume(run.id)
    try book.work(queue)
    #expect(try RunStore(book.connection).record(id: run.id)?.state == .succeeded)
    #expect(throws: StoreError.self) { try queue.pause(run.id) }
    #expect(throws: StoreError.notFound(kind: "run", id: "none")) { try queue.resume(RunID("none")!) }
  }

  @Test(
    "asked for uniquely, the same request gives the same run, from many callers at once, unless it came to a bad end"
  )
  func unique() async throws {
    let book = try SampleBook(count: 2)
    let (settings, request) = (book.settings, book.request(buckets: 1))
    let made = Mutex<Set<String>>([])
    try await onThreads(4) { index in
      let run = try RunStore(try PostgresConnection(settings)).create(
        request, id: RunID("R\(index)")!, by: "tester", isUnique: true)
      made.withLock { _ = $0.insert(run.id.text) }
    }
    let first = try #require(made.withLock { $0.count == 1 ? $0.first : nil })
    let runs = RunStore(book.connection)
    let other = try runs.create(book.request(buckets: 2), id: RunID("OTHER")!, by: "tester", isUnique: true)
    #expect(other.id.text == "OTHER")
    try TaskQueue(book.connection).cancel(RunID(first)!)
    #expect(try runs.create(request, id: RunID("NEW")!, by: "tester", isUnique: true).id.text == "NEW")
  }

  @Test("a priority or limit out of range is refused with its name")
  func ranges() throws {
    let book = try SampleBook(count: 2)
    let error = #expect(throws: StoreError.self) {
      try makeRun(book, "R1", RunQueueing(priority: 1_001, maxRunning: 0))
    }
    guard case .invalid(let problems) = error else { throw StoreError.unreadable("no problems") }
    #expect(problems.map(\.field) == ["priority", "max_running"])
  }

  @Test("a cursor does not lose tasks behind it")
  func cursor() throws {
    let book = try SampleBook(count: 60)
    _ = try book.makeRun(buckets: 4)
    let queue = TaskQueue(book.connection)
    var cursor = ClaimCursor(shortestInterval: .seconds(600))
    let first = try queue.claim(worker: "w", limit: 2, cursor: &cursor)
    try queue.release(first[0])
    let next = try queue.claim(worker: "w", limit: 2, cursor: &cursor)
    #expect(next.first?.taskNumber == 3)
    let rest = try queue.claim(worker: "w", limit: 1_000, cursor: &cursor)
    #expect(!rest.contains { $0.taskNumber == first[0].taskNumber })
    #expect(
      try queue.claim(worker: "w", limit: 2, cursor: &cursor).map(\.taskNumber) == [first[0].taskNumber])
    #expect(try queue.claim(worker: "w", limit: 2, cursor: &cursor) == [])
  }

  @Test(
    "tasks are counted in blocks: progress is right on the way, and the last of many adds the one roll-up")
  func blocks() async throws {
    let book = try SampleBook(count: 4_000)
    let run = try book.makeRun(buckets: 400)
    #expect(run.taskCount > 512)
    let settings = book.settings
    try await onThreads(4) { index in
      let queue = TaskQueue(try PostgresConnection(settings))
      for _ in 0..<20 {
        for claim in try queue.claim(worker: "w\(index)", limit: 1) { try queue.complete(claim) { _ in } }
      }
    }
    let runs = RunStore(book.connection)
    let halfway = try #require(try runs.progress(id: run.id))
    #expect(halfway.succeeded == 80 && halfway.dead == 0 && halfway.queued == run.taskCount - 81)
    let positions = try book.connection.query(
      "SELECT sum(position_count) FROM run_task WHERE state = 'SUCCEEDED'")[0].int(0)
    #expect(halfway.positionsDone == positions)
    #expect(try runs.record(id: run.id)?.tasksDone == 80)
    try await onThreads(4) { index in
      let queue = TaskQueue(try PostgresConnection(settings))
      while let claim = try queue.claim(worker: "w\(index)", limit: 1).first {
        try queue.complete(claim) { _ in }
      }
    }
    try book.work(TaskQueue(book.connection))
    let end = try #require(try runs.progress(id: run.id))
    #expect(end.state == .succeeded && end.succeeded == run.taskCount && end.positionsDone == 4_000)
    let mostVersions = try book.connection.query("SELECT max(tasks_done)::int4 FROM run_task_block")[0].int(0)
    #expect(mostVersions <= 256)
  }
}
