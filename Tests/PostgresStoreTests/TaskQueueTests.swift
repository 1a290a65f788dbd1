import DatesAndConventions
import Instruments
import LeaseQueue
import RunRecords
import Synchronization
import TestSupport
import Testing

@testable import PostgresStore

@Suite("The task queue", .enabled(if: TestCluster.isAvailable))
struct TaskQueueTests {
  let policy = LeasePolicy(
    leaseMilliseconds: 1_000, heartbeatMilliseconds: 300, maxAttempts: 3, firstBackoffMilliseconds: 0,
    longestBackoffMilliseconds: 0)

  /// Ends all leases, as time would.
  private func expireLeases(_ connection: PostgresConnection) throws {
    try connection.execute(
      "UPDATE run_task SET leased_until = now() - interval '1 s' WHERE state = 'RUNNING'")
  }

  @Test("workers that claim at once never get the same task")
  func noDoubles() async throws {
    let book = try SampleBook(count: 400)
    let run = try book.makeRun(buckets: 40)
    let settings = book.settings
    let claimed = Mutex<[Int32]>([])
    try await onThreads(8) { index in
      let queue = TaskQueue(try PostgresConnection(settings))
      while true {
        let claims = try queue.claim(worker: "w\(index)", limit: 3)
        if claims.isEmpty { return }
        claimed.withLock { $0 += claims.map(\.taskNumber) }
      }
    }
    let tasks = claimed.withLock { $0 }
    #expect(tasks.count == run.taskCount - 1 && Set(tasks).count == tasks.count)
    let claims = try book.connection.query("SELECT sum(fence)::int8 FROM run_task")[0].int(0)
    #expect(claims == tasks.count)
  }

  @Test("workers finish a run together, once, and the roll-up comes last")
  func together() async throws {
    let book = try SampleBook(count: 300)
    let run = try book.makeRun(buckets: 10)
    let settings = book.settings
    let rollUps = Mutex(0)
    try await onThreads(6) { index in
      let connection = try PostgresConnection(settings)
      let queue = TaskQueue(connection)
      let reader = PositionReader(connection)
      while try RunStore(connection).record(id: RunID("R1")!)?.state.isFinal != true {
        for claim in try queue.claim(worker: "w\(index)", limit: 2) {
          if claim.kind == .rollUp { rollUps.withLock { $0 += 1 } }
          let numbers = try reader.positions(of: claim).map(\.number)
          #expect(numbers.count == claim.positionCount && numbers == numbers.sorted())
          try queue.complete(claim) { try $0.write(SampleBook.block(numbers)) }
        }
      }
    }
    #expect(rollUps.withLock { $0 } == 1)
    let progress = try #require(try RunStore(book.connection).progress(id: run.id))
    #expect(progress.state == .succeeded && progress.positionsDone == 300)
    #expect(progress.succeeded == run.taskCount)
    #expect(try book.connection.query("SELECT count(*) FROM valuation_result")[0].int(0) == 600)
  }

  @Test("a lease that ended is taken over, and the late worker's results are refused whole")
  func fencing() throws {
    let book = try SampleBook(count: 30)
    _ = try book.makeRun(buckets: 1)
    let queue = TaskQueue(book.connection, policy: policy)
    let late = try #require(try queue.claim(worker: "late", limit: 1).first)
    try queue.heartbeat(late)
    try expireLeases(book.connection)
    var again: TaskClaim?
    for claim in try queue.claim(worker: "next", limit: 10) where claim.taskNumber == late.taskNumber {
      again = claim
    }
    let present = try #require(again)
    #expect(present.fence == late.fence + 1 && present.attempt == 2)
    #expect(throws: LeaseLost.self) { try queue.heartbeat(late) }
    #expect(throws: LeaseLost.self) { try queue.fail(late, error: "x") }
    #expect(throws: LeaseLost.self) { try queue.release(late) }
    var written = false
    #expect(throws: LeaseLost.self) { try queue.complete(late) { _ in written = true } }
    #expect(!written)
    try book.finish(present, queue)
    #expect(throws: LeaseLost.self) { try book.finish(present, queue) }
    let outcomes = try book.connection.query(
      "SELECT fence, worker, outcome FROM run_task_attempt WHERE task_no = $1 ORDER BY fence",
      [.int4(late.taskNumber)]
    ).map { "\($0.int(0)) \($0.text(1)) \($0.text(2))" }
    #expect(outcomes == ["1 late LEASE_EXPIRED", "2 next SUCCEEDED"])
  }

  @Test(
    "nobody takes a task over while its results are being written, and a heartbeat does not wait for them")
  func completionHoldsTheTask() throws {
    let book = try SampleBook(count: 30)
    _ = try book.makeRun(buckets: 1)
    let queue = TaskQueue(book.connection, policy: policy)
    let other = TaskQueue(try PostgresConnection(book.settings), policy: policy)
    let claims = try queue.claim(worker: "w", limit: 10)
    try expireLeases(book.connection)
    try queue.complete(claims[0]) { _ in
      let taken = try other.claim(worker: "thief", limit: 10)
      #expect(!taken.map(\.taskNumber).contains(claims[0].taskNumber) && taken.count == claims.count - 1)
      try other.heartbeat(claims[0])
    }
  }

  @Test("results that cannot be written leave neither results nor a completion")
  func failedWrite() throws {
    let book = try SampleBook(count: 30)
    _ = try book.makeRun(buckets: 1)
    let queue = TaskQueue(book.connection, policy: policy)
    let claim = try #require(try queue.claim(worker: "w", limit: 1).first)
    let impossible = CashFlowRow(
      positionNumber: 0, periodNumber: 0, payDate: SampleBook.asOf, currency: .usd, interest: 0, principal: 0,
      prepayment: 0, balance: 0)
    let error = #expect(throws: PostgresError.self) {
      try queue.complete(claim) { writer in
        try writer.write(SampleBook.block([0, 3]))
        try writer.write([impossible])
      }
    }
    #expect(error?.kind == .invalidData)
    #expect(try book.connection.query("SELECT count(*) FROM valuation_result_1")[0].int(0) == 0)
    try queue.heartbeat(claim)
    try book.finish(claim, queue)
  }

  @Test(
    "failures are tried again, then the task is dead and the run failed, with the error kept; requeueing mends it"
  )
  func deadLetters() throws {
    let book = try SampleBook(count: 30)
    let run = try book.makeRun(buckets: 1)
    let queue = TaskQueue(book.connection, policy: policy)
    let runs = RunStore(book.connection)
    let poisoned = try #require(try queue.claim(worker: "w", limit: 1).first)
    try queue.fail(poisoned, error: "attempt 1")
    for attempt in 2...3 {
      let claim = try #require(try queue.claim(worker: "w", limit: 1).first)
      #expect(claim.taskNumber == poisoned.taskNumber && claim.attempt == attempt)
      try queue.fail(claim, error: "attempt \(attempt)")
    }
    #expect(try runs.record(id: run.id)?.state == .failed)
    try book.work(queue)
    let failed = try #require(try runs.record(id: run.id))
    #expect(failed.state == .failed && failed.tasksDone == run.taskCount - 2)
    #expect(
      failed.error == "task \(poisoned.taskNumber) (\(poisoned.productType!.rawValue) bucket 0): attempt 3")
    let dead = try runs.tasks(id: run.id).filter { $0.state == "DEAD" }
    #expect(dead.map(\.number) == [poisoned.taskNumber] && dead.first?.error == "attempt 3")
    let errors = try book.connection.query(
      "SELECT error FROM run_task_attempt WHERE task_no = $1 AND outcome = 'FAILED' ORDER BY fence",
      [.int4(poisoned.taskNumber)])
    #expect(errors.map { $0.text(0) } == ["attempt 1", "attempt 2", "attempt 3"])

    #expect(try queue.requeueDead(run.id) == 1)
    #expect(throws: StoreError.self) { try queue.requeueDead(run.id) }
    try book.work(queue)
    let mended = try #require(try runs.record(id: run.id))
    #expect(mended.state == .succeeded && mended.error == nil)
  }

  @Test("an error that would come again ends the task at once")
  func notRetryable() throws {
    let book = try SampleBook(count: 30)
    let run = try book.makeRun(buckets: 1)
    let queue = TaskQueue(book.connection, policy: policy)
    let claim = try #require(try queue.claim(worker: "w", limit: 1).first)
    try queue.fail(claim, error: "no\0 use", retryable: false)
    #expect(try RunStore(book.connection).progress(id: run.id)?.dead == 1)
    #expect(try RunStore(book.connection).tasks(id: run.id).compactMap(\.error) == ["no use"])
  }

  @Test("a task that ends its worker every time is dead after the last attempt")
  func poison() throws {
    let book = try SampleBook(count: 2)
    let run = try book.makeRun(buckets: 1)
    let queue = TaskQueue(book.connection, policy: policy)
    for _ in 0..<3 {
      #expect(try queue.claim(worker: "w", limit: 10).count == 2)
      try expireLeases(book.connection)
    }
    #expect(try queue.claim(worker: "w", limit: 10) == [])
    let progress = try #require(try RunStore(book.connection).progress(id: run.id))
    #expect(progress.dead == 2 && progress.state == .failed)
  }

  @Test("a failed attempt waits for its time")
  func backoff() throws {
    let book = try SampleBook(count: 2)
    _ = try book.makeRun(buckets: 1)
    let slow = LeasePolicy(firstBackoffMilliseconds: 60_000, longestBackoffMilliseconds: 60_000)
    let queue = TaskQueue(book.connection, policy: slow)
    for claim in try queue.claim(worker: "w", limit: 10) { try queue.fail(claim, error: "x") }
    #expect(try queue.claim(worker: "w", limit: 10) == [])
    try book.connection.execute("UPDATE run_task SET not_before = now() - interval '1 s'")
    #expect(try queue.claim(worker: "w", limit: 10).count == 2)
  }

  @Test("a task given back is ready at once and has lost no attempt")
  func release() throws {
    let book = try SampleBook(count: 2)
    _ = try book.makeRun(buckets: 1)
    let queue = TaskQueue(book.connection, policy: policy)
    for _ in 0..<5 {
      let claim = try #require(try queue.claim(worker: "w", limit: 1).first)
      #expect(claim.attempt == 1)
      try queue.release(claim)
    }
  }

  @Test("a cancelled run takes no more claims and no more results")
  func cancel() throws {
    let book = try SampleBook(count: 30)
    let run = try book.makeRun(buckets: 2)
    let queue = TaskQueue(book.connection, policy: policy)
    let claim = try #require(try queue.claim(worker: "w", limit: 1).first)
    try queue.cancel(run.id)
    #expect(try queue.claim(worker: "w", limit: 10) == [])
    #expect(throws: LeaseLost.self) { try book.finish(claim, queue) }
    let record = try #require(try RunStore(book.connection).record(id: run.id))
    #expect(record.state == .cancelled && record.finishedAt != nil)
    #expect(throws: StoreError.self) { try queue.cancel(run.id) }
    #expect(throws: StoreError.notFound(kind: "run", id: "none")) { try queue.cancel(RunID("none")!) }
  }

  @Test("workers hear of new tasks")
  func notify() throws {
    let book = try SampleBook(count: 2)
    let listener = try PostgresConnection(book.settings)
    try listener.listen(to: RunStore.taskChannel)
    _ = try book.makeRun()
    #expect(!(try listener.notifications(waitingMilliseconds: 5_000)).isEmpty)
  }

  @Test("two runs: the older one's tasks come first, but a roll-up before all")
  func order() throws {
    let book = try SampleBook(count: 2)
    let first = try book.makeRun("R1", buckets: 1)
    let second = try book.makeRun("R2", buckets: 1)
    let queue = TaskQueue(book.connection, policy: policy)
    var order: [String] = []
    while let claim = try queue.claim(worker: "w", limit: 1).first {
      order.append("\(claim.runID) \(claim.kind.rawValue)")
      try book.finish(claim, queue)
    }
    #expect(order == [first, second].flatMap { ["\($0.id) PRICE", "\($0.id) PRICE", "\($0.id) ROLLUP"] })
  }
}
