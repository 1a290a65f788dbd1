import DatesAndConventions
import Foundation
import TestSupport
import Testing

@testable import PostgresStore

@Suite("Connections", .enabled(if: TestCluster.isAvailable))
struct ConnectionTests {
  let settings: PostgresSettings
  let connection: PostgresConnection

  init() throws {
    settings = try TestCluster.makeDatabase(migrated: false)
    connection = try PostgresConnection(settings)
  }

  static let doubles: [Double] = [
    0, -0.0, 1, -1, 0.1, 1 / 3, .pi, .leastNonzeroMagnitude, .leastNormalMagnitude, -.leastNonzeroMagnitude,
    .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1.0.nextUp, 1.0.nextDown, 1e-300,
    9_007_199_254_740_992,
  ]

  @Test("values come back as they went")
  func values() throws {
    let row = try connection.query(
      """
      SELECT $1::text, $2::bool, $3::int2, $4::int4, $5::int8, $6::float8, $7::bytea, $8::text[],
        $9::int4[] = ARRAY[-1, 2], $10::int8[] = ARRAY[]::int8[], $11::text, 'x'::char(3), '{"b": 1}'::jsonb,
        DATE '2023-03-31', ARRAY[]::float8[]
      """,
      [
        .text("héllo \"' \\ \n€"), .bool(true), .int2(.min), .int4(.min), .int8(.max), .float8(-0.0),
        .bytea([0, 255, 10]), .textArray(["", "a,b", "ö\""]), .int4Array([-1, 2]), .int8Array([]), .null,
      ])[0]
    #expect(row.text(0) == "héllo \"' \\ \n€")
    #expect(row.bool(1))
    #expect(row.int(2) == Int(Int16.min) && row.int(3) == Int(Int32.min) && row.int(4) == Int.max)
    #expect(row.double(5).bitPattern == (-0.0).bitPattern)
    #expect(row.bytea(6) == [0, 255, 10])
    #expect(row.texts(7) == ["", "a,b", "ö\""])
    #expect(row.bool(8) && row.bool(9))
    #expect(row.optionalText(10) == nil && row.isNull(10))
    #expect(row.text(11) == "x  " && row.text(12) == #"{"b": 1}"#)
    #expect(row.date(13) == CivilDate(iso: "2023-03-31"))
    #expect(row.doubles(14) == [])
  }

  @Test("binary COPY keeps every bit of extreme doubles, nulls and long texts")
  func copy() throws {
    try connection.execute(
      """
      CREATE TABLE t (n int, v float8[], x float8, d date, s text, b bytea, j jsonb, f bool, i8 int8, i2 int2)
      """)
    let long = String(repeating: "ä", count: 300_000)
    let dates = ["0001-01-01", "1970-01-01", "2000-01-01", "9999-12-31"].map { CivilDate(iso: $0)! }
    let columns = ["n", "v", "x", "d", "s", "b", "j", "f", "i8", "i2"]
    let count = try connection.copyIn("t", columns: columns) { copy in
      for (index, x) in ConnectionTests.doubles.enumerated() {
        try copy.beginRow()
        try copy.write(Int32(index))
        try copy.write(
          ConnectionTests.doubles[...], nulls: [1, index].sorted().last == 1 ? [1] : [1, index])
        try copy.write(x)
        try copy.write(dates[index % 4])
        try copy.write(index == 3 ? long : "s")
        try copy.write(bytes: [UInt8(index)])
        if index == 0 { try copy.writeNull() } else { try copy.write(json: #"{"a": [1]}"#) }
        try copy.write(index % 2 == 0)
        try copy.write(Int64.max)
        try copy.write(Int16.min)
      }
    }
    #expect(count == ConnectionTests.doubles.count)
    let rows = try connection.query("SELECT * FROM t ORDER BY n")
    for (index, row) in rows.enumerated() {
      #expect(row.double(2).bitPattern == ConnectionTests.doubles[index].bitPattern)
      for (element, value) in row.doubles(1).enumerated() {
        if element == 1 || (element == index && index > 1) {
          #expect(value == nil)
        } else {
          #expect(value?.bitPattern == ConnectionTests.doubles[element].bitPattern)
        }
      }
      #expect(row.date(3) == dates[index % 4])
      #expect(row.text(4) == (index == 3 ? long : "s"))
      #expect(row.bytea(5) == [UInt8(index)])
      #expect(row.isNull(6) == (index == 0))
      #expect(row.bool(7) == (index % 2 == 0) && row.int(8) == Int.max && row.int(9) == Int(Int16.min))
    }
  }

  @Test("a COPY that its writer or the server stops loads nothing, and the connection goes on")
  func copyStopped() throws {
    struct Stop: Error {}
    try connection.execute("CREATE TABLE t (n int PRIMARY KEY)")
    #expect(throws: Stop.self) {
      try connection.copyIn("t", columns: ["n"]) { copy in
        try copy.beginRow()
        try copy.write(Int32(1))
        throw Stop()
      }
    }
    let error = #expect(throws: PostgresError.self) {
      try connection.copyIn("t", columns: ["n"]) { copy in
        for _ in 0..<2 {
          try copy.beginRow()
          try copy.write(Int32(7))
        }
      }
    }
    #expect(error?.kind == .uniqueViolation && error?.constraint == "t_pkey")
    #expect(try connection.query("SELECT count(*) FROM t")[0].int(0) == 0)
  }

  @Test("errors have a kind, and their text holds no values")
  func errors() throws {
    try connection.execute("CREATE TABLE t (n int PRIMARY KEY, m int CHECK (m > 0) REFERENCES t)")
    func error(_ sql: String, _ parameters: [PostgresValue] = []) -> PostgresError? {
      #expect(throws: PostgresError.self) { try connection.query(sql, parameters) }
    }
    #expect(error("INSERT INTO t VALUES (1, 5)")?.kind == .foreignKeyViolation)
    #expect(error("INSERT INTO t VALUES (1, -5)")?.kind == .invalidData)
    let parse = error("SELECT $1::text::int4", [.text("secret")])
    #expect(parse?.kind == .invalidData && parse?.sqlState == "22P02")
    #expect(parse.map { "\($0)" }?.contains("secret") == false)
    try connection.execute("INSERT INTO t VALUES (42)")
    let duplicate = error("INSERT INTO t VALUES (42)")
    #expect(duplicate?.kind == .uniqueViolation && duplicate?.detail?.contains("42") == true)
    #expect(
      duplicate.map { "\($0)" }
        == "PostgreSQL 23505: duplicate key value violates unique constraint \"t_pkey\" (t_pkey)")
    #expect(error("SELEKT")?.kind == .other)
    try connection.execute("SET statement_timeout = 50")
    #expect(error("SELECT pg_sleep(5)::text")?.kind == .timeout)
  }

  @Test("an error tells whether the same work may succeed later, and whether the server was the cause")
  func passingErrors() throws {
    // A session that the server ends says so; a connection that breaks says nothing.
    let victim = try PostgresConnection(settings)
    let process = try victim.query("SELECT pg_backend_pid()")[0].int(0)
    try connection.execute("SELECT pg_terminate_backend(\(process), 5000)")
    let ended = #expect(throws: PostgresError.self) { try victim.query("SELECT 1") }
    #expect(ended?.kind == .connection && ended?.sqlState == "57P01")
    #expect(ended?.isServersDoing == true && ended?.isPassing == true && !victim.isAlive)
    let broken = PostgresError(sqlState: "", message: "server closed the connection unexpectedly")
    #expect(broken.isPassing && !broken.isServersDoing)

    for (state, kind) in [
      ("53100", PostgresError.Kind.exhausted), ("53300", .exhausted), ("40P01", .conflict),
      ("57014", .timeout),
    ] {
      let error = PostgresError(sqlState: state, message: "")
      #expect(error.kind == kind && error.isPassing && error.isServersDoing)
    }
    // The server's memory may have been used up by this very work.
    for state in ["53200", "23505", "22P02", "42601"] {
      let error = PostgresError(sqlState: state, message: "")
      #expect(!error.isPassing && !error.isServersDoing)
    }
  }

  @Test("an address where no server is gives a connection error without the password")
  func unreachable() throws {
    let error = #expect(throws: PostgresError.self) {
      try PostgresConnection(
        PostgresSettings(address: "postgresql://u:hunter2@127.0.0.1:1/db", connectTimeoutSeconds: 2))
    }
    #expect(error?.kind == .connection)
    #expect(error.map { "\($0)" }?.contains("hunter2") == false)
  }

  @Test("a transaction is whole or nothing, also within another and after a swallowed error")
  func transactions() throws {
    struct Stop: Error {}
    try connection.execute("CREATE TABLE t (n int PRIMARY KEY)")
    func count() throws -> Int { try connection.query("SELECT count(*) FROM t")[0].int(0) }
    #expect(throws: Stop.self) {
      try connection.transaction {
        try connection.transaction { try connection.execute("INSERT INTO t VALUES (1)") }
        throw Stop()
      }
    }
    #expect(try count() == 0)
    #expect(throws: PostgresError.self) {
      try connection.transaction {
        try connection.execute("INSERT INTO t VALUES (1)")
        try? connection.execute("SELECT 1/0")
      }
    }
    #expect(try count() == 0 && !connection.isInTransaction)
    try connection.transaction { try connection.execute("INSERT INTO t VALUES (1)") }
    #expect(try count() == 1)
  }

  @Test("rows come one by one, and a reader may stop in the middle")
  func streaming() throws {
    struct Stop: Error {}
    var sum = 0
    try connection.forEachRow("SELECT n::int8 FROM generate_series(1, $1) AS n", [.int4(10_000)]) {
      sum += $0.int(0)
    }
    #expect(sum == 50_005_000)
    var seen = 0
    #expect(throws: Stop.self) {
      try connection.forEachRow("SELECT generate_series(1, 100000000)::int8") { _ in
        seen += 1
        if seen == 5 { throw Stop() }
      }
    }
    #expect(seen == 5)
    #expect(throws: PostgresError.self) {
      try connection.forEachRow("SELECT 1 / (3 - n)::int8 FROM generate_series(1, 5) AS n") { _ in }
    }
    #expect(try connection.query("SELECT 1::int4")[0].int(0) == 1)
  }

  @Test("messages arrive, and waiting ends")
  func notifications() throws {
    let sender = try PostgresConnection(settings)
    try connection.listen(to: "channel")
    #expect(try connection.notifications(waitingMilliseconds: 20) == [])
    try sender.query("SELECT pg_notify('channel', $1)", [.text("hello")])
    #expect(
      try connection.notifications(waitingMilliseconds: 5_000)
        == [PostgresNotification(channel: "channel", payload: "hello")])
  }

  @Test("who finds no free connection in time is told why; one that is given back serves the next")
  func poolExhausted() throws {
    let pool = ConnectionPool(settings, size: 1, waitSeconds: 0.05) { connection in
      try connection.execute("SET application_name = 'set up'")
    }
    try pool.withConnection { _ in
      let error = #expect(throws: PostgresError.self) { try pool.withConnection { _ in } }
      #expect(error?.kind == .exhausted && error?.isPassing == true && error?.isServersDoing == true)
      #expect(error?.message == "all 1 connections of this process are in use, and none came free in 0.05 s")
    }
    #expect(
      try pool.withConnection { try $0.query("SHOW application_name")[0].text(0) } == "set up")
  }

  @Test("a pool hands a connection to one thread at a time, and replaces one that the server ended")
  func pool() async throws {
    try connection.execute("CREATE TABLE t (n int)")
    let pool = ConnectionPool(settings, size: 3, waitSeconds: 60)
    try await onThreads(12) { index in
      try pool.withConnection { connection in
        try connection.transaction { try connection.execute("INSERT INTO t VALUES (\(index))") }
        _ = try connection.query("SELECT pg_sleep(0.01)::text")
      }
    }
    #expect(try connection.query("SELECT count(DISTINCT n) FROM t")[0].int(0) == 12)
    let used = try connection.query(
      """
      SELECT count(*) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'test' AND pid <> pg_backend_pid()
      """)
    #expect(used[0].int(0) <= 3)
    try connection.execute(
      "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    // Whoever comes next gets one that works.
    #expect(try pool.withConnection { try $0.query("SELECT 2::int4")[0].int(0) } == 2)
  }
}
