import Foundation
import RunRecords
import TestSupport
import Testing

@testable import PostgresStore

@Suite("Archives of runs", .enabled(if: TestCluster.isAvailable))
struct RunArchiveTests {
  private let book: SampleBook
  private let run: RunRecord
  private let runs: RunStore
  private let folder: String

  init() throws {
    book = try SampleBook(count: 40)
    run = try book.makeRun()
    runs = RunStore(book.connection)
    folder = try TestCluster.makeDirectory()
    try book.work(TaskQueue(book.connection))
    try book.connection.execute(
      "INSERT INTO node_result VALUES (\(run.number), 'FUND', '', 'USD', true, 1, '', '{0.1,NULL,-0}', "
        + #"'{"*": {"code": "missing_data", "detail": "a \"rate\"\nof two lines, quoted"}}', 1, 2)"#)
    // Every bit of a double has to come back.
    try book.connection.execute(
      "UPDATE valuation_result_\(run.number) SET \"values\" = '{-0,5e-324,1.7976931348623157e308}' WHERE position_number = 7"
    )
  }

  /// Every stored bit of the run's results.
  private func digest(_ number: Int32) throws -> String {
    func hash(_ table: String, _ order: String) -> String {
      "(SELECT md5(string_agg(md5(record_send(t)), '' ORDER BY \(order))) FROM \(table) t WHERE run_no = \(number))"
    }
    return try book.connection.query(
      """
      SELECT concat(\(hash("valuation_result", "position_number, measure_no, factor")),
        \(hash("cashflow_schedule", "position_number, period_number")),
        \(hash("node_result", "node, product_type, currency, is_reporting_total, measure_no, factor")))
      """)[0].text(0)
  }

  private func gunzip(_ file: String) throws -> [String] {
    var bytes: [UInt8] = []
    try GzipFile.read(file) { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test("archived, removed and restored, a run has every bit it had")
  func roundTrip() throws {
    let before = try digest(run.number)
    let archive = RunArchive(of: run.id, in: folder)
    let manifest = try archive.write(run.id, book.connection)
    #expect(manifest.files.map(\.rows) == [80, 40, 1, 40])
    #expect(manifest.scenarioIds == ["BASE", "UP", "DOWN"] && manifest.measures["1"] == "PV")
    #expect(throws: ArchiveError.self) { try archive.restore(book.connection) }
    try runs.remove(run.id, by: "ann", archive: archive.path)
    #expect(try digest(run.number) == "")
    #expect(try archive.restore(book.connection) == manifest)
    #expect(try digest(run.number) == before)
    #expect(try runs.removal(run.id) == nil)
    #expect(try ResultStore(book.connection).page(run.id, limit: 100).rows.count == 80)
    // The same run gives the same bytes.
    let again = try RunArchive(of: run.id, in: folder + "/again").write(run.id, book.connection)
    #expect(again == manifest)
  }

  @Test("the files can be read without Tenor")
  func plain() throws {
    let archive = RunArchive(of: run.id, in: folder)
    try archive.write(run.id, book.connection)
    let results = try gunzip(archive.path + "/valuation_result.csv.gz")
    #expect(results[0] == "run_no,position_number,measure_no,factor,values,reasons")
    #expect(results[1] == #"\#(run.number),0,1,"","{0,0,-0}","#)
    #expect(results.contains(#"\#(run.number),7,1,"","{-0,5e-324,1.7976931348623157e+308}","#))
    let positions = try gunzip(archive.path + "/positions.csv.gz")
    #expect(positions[1].hasPrefix("0,P00000,FUND/CREDIT/US,I0,"))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(names == [run.id.text])
  }

  @Test("a published run may be archived and removed when that is said, and comes back frozen")
  func published() throws {
    let publication = try runs.publish(run.id, by: "me")
    let before = try digest(run.number)
    let archive = RunArchive(of: run.id, in: folder)
    try archive.write(run.id, book.connection)
    try runs.remove(run.id, by: "ann", archive: archive.path, allowsPublished: true)
    #expect(try runs.publication(run.id) == publication)
    #expect(throws: PostgresError.self) { try book.connection.execute("UPDATE run SET error = 'x'") }
    try archive.restore(book.connection)
    #expect(try digest(run.number) == before)
    for change in [
      "DELETE FROM valuation_result_\(run.number)", "DELETE FROM node_result",
      "TRUNCATE cashflow_schedule_\(run.number)",
    ] {
      let error = #expect(throws: PostgresError.self, "\(change)") { try book.connection.execute(change) }
      #expect(error?.kind == .immutable, "\(change)")
    }
  }

  @Test("a damaged, cut or foreign archive is named and changes nothing")
  func damaged() throws {
    let archive = RunArchive(of: run.id, in: folder)
    try archive.write(run.id, book.connection)
    try runs.remove(run.id, by: "ann", archive: archive.path)
    let file = archive.path + "/cashflow_schedule.csv.gz"
    let whole = try Data(contentsOf: URL(fileURLWithPath: file))
    for damage in [whole.dropLast(9), whole.prefix(30) + [whole[30] ^ 1] + whole.dropFirst(31), Data()] {
      try Data(damage).write(to: URL(fileURLWithPath: file))
      let error = #expect(throws: ArchiveError.self) { try archive.restore(book.connection) }
      #expect(error?.description.contains("cashflow_schedule.csv.gz") == true)
    }
    try whole.write(to: URL(fileURLWithPath: file))
    let request = archive.path + "/request.json"
    let text = try String(contentsOfFile: request, encoding: .utf8)
    try "{}".write(toFile: request, atomically: true, encoding: .utf8)
    #expect(throws: ArchiveError.self) { try archive.restore(book.connection) }
    try text.write(toFile: request, atomically: true, encoding: .utf8)
    #expect(throws: StoreError.notFound(kind: "run", id: "R1")) {
      try archive.restore(try SampleBook(count: 1).connection)
    }
    let stranger = try SampleBook(count: 2)
    _ = try stranger.makeRun("R1", buckets: 1)
    #expect(throws: ArchiveError.self) { try archive.restore(stranger.connection) }
    #expect(throws: ArchiveError.self) { try RunArchive(at: folder).restore(book.connection) }
    #expect(try runs.removal(run.id) != nil)
    try archive.restore(book.connection)
  }

  @Test("what an archive cannot be written for, and a half-written one, leave no archive")
  func unfinished() throws {
    let open = try book.makeRun("R2")
    let archive = RunArchive(of: open.id, in: folder)
    #expect(throws: StoreError.self) { try archive.write(open.id, book.connection) }
    #expect(!FileManager.default.fileExists(atPath: archive.path))
    // Left by a process that was killed.
    let first = RunArchive(of: run.id, in: folder)
    try FileManager.default.createDirectory(
      atPath: first.path + ".unfinished", withIntermediateDirectories: true)
    try "half".write(toFile: first.path + ".unfinished/manifest.json", atomically: true, encoding: .utf8)
    let manifest = try first.write(run.id, book.connection)
    #expect(!FileManager.default.fileExists(atPath: first.path + ".unfinished"))
    // Given again, as after a kill between archive and removal, it is checked and kept.
    #expect(try first.write(run.id, book.connection) == manifest)
    try "x".write(toFile: first.path + "/node_result.csv.gz", atomically: true, encoding: .utf8)
    #expect(throws: ArchiveError.self) { try first.write(run.id, book.connection) }
  }

  @Test("a policy keeps what is young, the last ones, what is published and what is worked on")
  func policy() throws {
    func expired(_ days: Int, _ last: Int, published: Bool = false) throws -> [String] {
      try runs.expired(keepingDays: days, last: last, includesPublished: published).map(\.id.text)
    }
    let queue = TaskQueue(book.connection)
    _ = try book.makeRun("R2")
    _ = try book.makeRun("R3")
    try book.work(queue)
    _ = try book.makeRun("R4")
    try queue.cancel(RunID("R4")!)
    _ = try book.makeRun("R5")
    try book.connection.execute(
      "UPDATE run SET created_at = now() - interval '10 days', finished_at = finished_at - interval '9 days'")
    try runs.publish(RunID("R2")!, by: "me")
    #expect(try expired(10, 0) == [])
    #expect(try expired(8, 0) == ["R1", "R3", "R4"])
    #expect(try expired(8, 1) == ["R1", "R4"])
    #expect(try expired(8, 0, published: true) == ["R1", "R2", "R3", "R4"])
    #expect(try expired(8, 5, published: true) == ["R4"])
    try runs.remove(RunID("R1")!, by: "ann")
    #expect(try expired(8, 0) == ["R3", "R4"])
  }
}
