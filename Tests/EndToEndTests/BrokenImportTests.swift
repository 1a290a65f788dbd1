import Foundation
import Glibc
import PostgresStore
import TestSupport
import Testing

@Suite("Imports that are broken off", .enabled(if: TestCluster.isAvailable))
struct BrokenImportTests {
  private static func instruments(_ rows: Range<Int>) -> String {
    rows.map { "B\(1_000_000 + $0),FIXED_BOND,USD,2020-01-15,2030-01-15,0.05,US_STREET\n" }.joined()
  }
  private static let instrumentHeader =
    "instrument_id,product_type,currency,dated_date,maturity,coupon,convention\n"
  private static func positions(_ rows: Range<Int>) -> String {
    rows.map { "P\(1_000_000 + $0),FUND/BOOK,B1000000,1000\n" }.joined()
  }
  private static let positionHeader = "position_id,portfolio,instrument_id,quantity\n"

  /// Rows, snapshots and partitions there are.
  private func stored(_ connection: PostgresConnection) throws -> [Int] {
    let row = try connection.query(
      """
      SELECT (SELECT count(*) FROM instrument), (SELECT count(*) FROM position_snapshot), (SELECT count(*) FROM portfolio),
        (SELECT count(*) FROM pg_class WHERE relname ~ '^position_[0-9]+$')
      """)[0]
    return (0..<4).map(row.int)
  }

  @Test("killed while the server takes rows in: nothing is stored, and the same import goes through after")
  func killed() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    let connection = try PostgresConnection(database)
    for (kind, header, rows) in [
      ("instruments", Self.instrumentHeader, Self.instruments),
      ("positions", Self.positionHeader, Self.positions),
    ] {
      let before = try stored(connection)
      // A pipe that stays open: the import has taken what is there and waits for more.
      let pipe = "\(tenor.folder)/\(kind).csv"
      #expect(mkfifo(pipe, 0o600) == 0)
      let words = ["import", kind, "\(kind).csv"] + (kind == "positions" ? ["--as-of", "2023-03-31"] : [])
      let text = Data((header + rows(0..<120_000)).utf8)
      let process = try tenor.start(words)
      let writer = open(pipe, O_WRONLY)
      defer { close(writer) }
      do {
        try FileHandle(fileDescriptor: writer, closeOnDealloc: false).write(contentsOf: text)
      } catch {
        let outcome = try await process.outcome()
        throw TenorProcess.Failure(
          description: "the import of \(kind) ended before it had read all, with \(outcome): \(error)")
      }
      try await eventually("the server has taken rows of \(kind)") {
        try connection.query(
          """
          SELECT EXISTS (SELECT FROM pg_stat_progress_copy WHERE tuples_processed > 1000)
            OR EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'tenor import'
              AND datname = current_database() AND state LIKE 'idle in transaction%')
          """)[0].bool(0)
      }
      process.send(SIGTERM)
      #expect(try await process.outcome().status != 0)
      try await eventually("the session has ended") {
        try connection.query(
          "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tenor import' AND datname = current_database()"
        )[0].int(0) == 0
      }
      #expect(try stored(connection) == before)
      unlink(pipe)
      try tenor.write("\(kind).csv", header + rows(0..<3_000))
      #expect(try await tenor.run(words).status == 0)
    }
    #expect(try stored(connection) == [3_000, 1, 2, 1])
  }

  @Test("refused as a whole after most of it was read: nothing is stored")
  func refusedLate() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    let connection = try PostgresConnection(database)
    try tenor.write("instruments.csv", Self.instrumentHeader + Self.instruments(0..<1))
    try await tenor.success("import", "instruments", "instruments.csv")
    let rows = (0..<40_000).map {
      "{\"position_id\": \"P\(100_000 + $0)\", \"portfolio\": \"FUND\", \"instrument_id\": \"B1000000\", \"quantity\": 5}"
    }
    try tenor.write("broken.json", "[" + rows.joined(separator: ",\n") + ",\n]")
    let broken = try await tenor.run("import", "positions", "broken.json", "--as-of", "2023-03-31")
    #expect(broken.status == 3)
    #expect(
      broken.errors.contains("broken.json, line 40001, column 1: expected a value, found ']'"),
      "\(broken.errors)")
    try tenor.write("strict.csv", Self.positionHeader + Self.positions(0..<40_000) + "P9,FUND,NOWHERE,1\n")
    let strict = try await tenor.run("import", "positions", "strict.csv", "--as-of", "2023-03-31", "--strict")
    #expect(strict.status == 3)
    #expect(
      strict.errors.contains("read 40001, accepted 40000, rejected 1; nothing stored"), "\(strict.errors)")
    #expect(try stored(connection) == [1, 0, 0, 0])
    let partial = try await tenor.run("import", "positions", "strict.csv", "--as-of", "2023-03-31")
    #expect(partial.status == 3)
    #expect(partial.errors.contains("strict.csv, line 40002, instrument_id: 'NOWHERE' is not known"))
    #expect(try stored(connection) == [1, 1, 2, 1])
  }
}
