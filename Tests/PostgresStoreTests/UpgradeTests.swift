import DatesAndConventions
import LeaseQueue
import Pricing
import RunRecords
import TestSupport
import Testing

@testable import PostgresStore

@Suite("Databases of earlier schemas", .enabled(if: TestCluster.isAvailable))
struct UpgradeTests {
  @Test(
    "after migrating, results read as before, the open run goes on to its end, and new runs succeed",
    arguments: [1, 2, 3])
  func upgrade(from version: Int) throws {
    let settings = try TestCluster.makeDatabase(migrated: false)
    let connection = try PostgresConnection(settings)
    try EarlierDatabase(version: version).make(connection)
    let newest = try #require(Migration.all.last).version
    let migrator = Migrator(connection)
    if version < newest {
      #expect(throws: SchemaError.olderThanProgram(database: version, program: newest)) {
        try migrator.requireCurrent()
      }
    }
    #expect(try migrator.migrate().count == Migration.all.filter { $0.version > version }.count)
    try migrator.requireCurrent()

    let book = try SampleBook(settings)
    try expectFinishedRun(book.connection)
    if version >= 2 { try expectKnownKey(book.connection) }
    try expectOpenRunEnds(book)
    try expectNewRun(book)
  }

  private func expectFinishedRun(_ connection: PostgresConnection) throws {
    let id = try #require(RunID("R1"))
    let runs = RunStore(connection)
    let record = try #require(try runs.record(id: id))
    #expect(
      record.state == .succeeded && record.tasksDone == 2 && record.scenarioIDs == ["BASE", "UP", "DOWN"])
    let request = try #require(try runs.request(id: id))
    #expect(request.pricing.measures == [.presentValue, .cashFlows] && request.problems().isEmpty)
    let progress = try #require(try runs.progress(id: id))
    #expect(progress.succeeded == 2 && progress.dead == 0 && progress.positionsDone == 4)
    #expect(progress.elapsedMilliseconds == 2_000)

    #expect(try InstrumentStore(connection).version(id: "B1")?.maturity == CivilDate(iso: "2044-08-12"))
    let results = ResultStore(connection)
    let rows = try results.page(id, limit: 10).rows
    #expect(rows.map(\.positionID) == ["P0", "P1", "P2", "P3"])
    #expect(
      rows.map(\.values.values) == [
        [0.1, 1e-300, -1e300], [1.1, 1e-300, -1e300], [nil, nil, nil], [3.1, 1e-300, -1e300],
      ])
    #expect(rows[2].values.reasons == ["*": Reason(.missingData, "discount curve for USD")])
    let flows = try results.cashFlows(id, positionID: "P0", after: 0, limit: 10)
    #expect(flows.map(\.total) == [0.625, 100.625] && flows.map(\.balance) == [100, 0])
    let node = try #require(try results.nodes(id).first)
    #expect(node.key.node == "FUND" && node.values.values == [3.2, 4e-300, -3e300])
    #expect(try runs.publish(id, by: "ann").resultRows == 4)
  }

  private func expectKnownKey(_ connection: PostgresConnection) throws {
    let known = try IdempotencyStore(connection).run(
      forKey: EarlierDatabase.key, fingerprint: EarlierDatabase.fingerprint
    ) { throw StoreError.unreadable("the key is not known any more") }
    #expect(known.record.id.text == "R1" && !known.isNew)
  }

  private func expectOpenRunEnds(_ book: SampleBook) throws {
    let id = try #require(RunID("R2"))
    let runs = RunStore(book.connection)
    let before = try #require(try runs.progress(id: id))
    #expect(before.state == .running && before.succeeded == 1 && before.running == 1)
    #expect(before.positionsDone == 2 && before.positionCount == 4)
    let queue = TaskQueue(book.connection)
    // The lease of the worker that died ended long ago.
    let claim = try #require(try queue.claim(worker: "next", limit: 10).first)
    #expect(claim.runID == id && claim.taskNumber == 2 && claim.attempt == 2 && claim.fence == 2)
    try book.finish(claim, queue)
    try book.work(queue)
    #expect(try runs.record(id: id)?.state == .succeeded)
    let after = try #require(try runs.progress(id: id))
    #expect(after.succeeded == 3 && after.positionsDone == 4)
    // What the old program stored, and what was added now.
    let rows = try ResultStore(book.connection).page(id, filter: .init(measure: .presentValue), limit: 10)
      .rows
    #expect(rows.map(\.values.values) == [[1, 2, 3], [1, 1.0 / 3, -1], [4, 5, 6], [3, 1, -3]])
    let lost = try book.connection.query(
      "SELECT outcome FROM run_task_attempt WHERE run_no = 2 AND worker = 'next' AND task_no = 2")
    #expect(lost.map { $0.text(0) } == ["SUCCEEDED"])
  }

  private func expectNewRun(_ book: SampleBook) throws {
    let run = try book.makeRun("R3")
    try book.work(TaskQueue(book.connection))
    #expect(try RunStore(book.connection).record(id: run.id)?.state == .succeeded)
    #expect(try ResultStore(book.connection).rowCounts(run.id).values.reduce(0, +) == 8)
  }
}
