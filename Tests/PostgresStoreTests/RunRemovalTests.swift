import RunRecords
import TestSupport
import Testing

@testable import PostgresStore

@Suite("Removing the results of runs", .enabled(if: TestCluster.isAvailable))
struct RunRemovalTests {
  private let book: SampleBook
  private let queue: TaskQueue
  private let runs: RunStore

  init() throws {
    book = try SampleBook(count: 30)
    queue = TaskQueue(book.connection)
    runs = RunStore(book.connection)
  }

  private func exists(_ table: String) throws -> Bool {
    try book.connection.query("SELECT to_regclass($1) IS NOT NULL", [.text(table)])[0].bool(0)
  }

  @Test(
    "a removed run leaves itself, its request and who removed it; its results are gone and asked for in vain")
  func removed() throws {
    let run = try book.makeRun()
    let other = try book.makeRun("R2")
    try book.work(queue)
    let removal = try runs.remove(run.id, by: "ann", archive: "/archive/R1")
    #expect(removal.run == run.id && removal.removedBy == "ann" && removal.archive == "/archive/R1")
    for table in ["valuation_result", "cashflow_schedule"] { #expect(try !exists("\(table)_\(run.number)")) }
    for table in ["run_task", "run_task_attempt", "run_task_block", "node_result"] {
      let count = try book.connection.query(
        "SELECT count(*) FROM \(table) WHERE run_no = $1", [.int4(run.number)])[0].int(0)
      #expect(count == 0, "\(table)")
    }
    #expect(try runs.record(id: run.id)?.state == .succeeded)
    #expect(try runs.request(id: run.id) == book.request(buckets: 2))
    let results = ResultStore(book.connection)
    #expect(throws: StoreError.removed(removal)) { try results.page(run.id, limit: 1) }
    #expect(throws: StoreError.removed(removal)) { try results.nodes(run.id) }
    #expect(throws: StoreError.removed(removal)) { try results.cashFlows(run.id, positionID: "P00001") }
    #expect(throws: StoreError.removed(removal)) { try runs.publish(run.id, by: "me") }
    #expect(throws: StoreError.removed(removal)) { try runs.remove(run.id, by: "bob") }
    #expect("\(StoreError.removed(removal))".contains("removed by ann"))
    #expect(try results.page(other.id, limit: 100).rows.count == 60)
    // Asked for again, the results are made again.
    let again = try runs.create(book.request(buckets: 2), id: RunID("R3")!, by: "t", isUnique: true)
    #expect(again.id == other.id)
    try runs.remove(other.id, by: "ann")
    let made = try runs.create(book.request(buckets: 2), id: RunID("R3")!, by: "t", isUnique: true)
    #expect(made.id.text == "R3")
  }

  @Test("a published run, and one that is worked on, are not removed; a failed one is ended first")
  func refused() throws {
    let published = try book.makeRun()
    try book.work(queue)
    try runs.publish(published.id, by: "me")
    #expect(
      throws: StoreError.wrongState(run: published.id, state: .succeeded, action: "deleted: it is published")
    ) { try runs.remove(published.id, by: "ann") }
    #expect(try ResultStore(book.connection).page(published.id, limit: 100).rows.count == 60)
    #expect(throws: PostgresError.self) {
      try book.connection.execute("DELETE FROM node_result WHERE run_no = \(published.number)")
      try book.connection.execute("DELETE FROM run_task WHERE run_no = \(published.number)")
    }

    let failing = try book.makeRun("R2", buckets: 1)
    #expect(throws: StoreError.self) { try runs.remove(failing.id, by: "ann") }
    let claims = try queue.claim(worker: "w", limit: 2)
    try queue.fail(claims[0], error: "no", retryable: false)
    #expect(try runs.record(id: failing.id)?.state == .failed)
    try runs.remove(failing.id, by: "ann")
    #expect(try runs.record(id: failing.id)?.state == .cancelled)
    #expect(throws: LeaseLost.self) { try book.finish(claims[1], queue) }
    #expect(throws: StoreError.notFound(kind: "run", id: "none")) {
      try runs.remove(RunID("none")!, by: "ann")
    }
  }

  @Test("removal does not wait behind a long reader, nor hold up others: it gives up, and all is as it was")
  func besideReaders() throws {
    let run = try book.makeRun()
    try book.work(queue)
    let reader = try PostgresConnection(book.settings)
    try reader.transaction {
      try reader.query("SELECT count(*) FROM valuation_result")
      let error = #expect(throws: PostgresError.self) { try runs.remove(run.id, by: "ann", attempts: 2) }
      #expect(error?.kind == .conflict)
      #expect(try runs.removal(run.id) == nil)
      #expect(try ResultStore(reader).page(run.id, limit: 100).rows.count == 60)
    }
    try runs.remove(run.id, by: "ann")
    #expect(try !exists("valuation_result_\(run.number)"))
  }
}
