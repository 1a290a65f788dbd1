import DatesAndConventions
import Foundation
import Pricing
import RunRecords
import TestSupport
import Testing

@testable import PostgresStore

@Suite("Roles of the database", .enabled(if: TestCluster.isAvailable))
struct DatabaseRoleTests {
  /// A book with one run that is done and one that waits.
  private let book: SampleBook
  private let done: RunRecord
  private let waiting: RunRecord

  init() throws {
    book = try SampleBook(count: 12)
    done = try book.makeRun("R1")
    try book.work(TaskQueue(book.connection))
    waiting = try book.makeRun("R2")
  }

  private func session(_ role: DatabaseRole) throws -> PostgresConnection {
    try PostgresConnection(book.settings.with(role: role))
  }

  /// Tables and views but partitions, by name.
  private func tables() throws -> [String] {
    try book.connection.query(
      """
      SELECT c.relname::text FROM pg_class c
      WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
        AND c.relname !~ '_[0-9]+$' ORDER BY 1
      """
    ).map { $0.text(0) }
  }

  @Test("every table has a line that says who may use it")
  func complete() throws {
    let named = TableGrants.all.map(\.table)
    #expect(Set(named).count == named.count)
    let stored = try Set(tables())
    #expect(stored.subtracting(named) == [], "add them to TableGrants.all, and to docs/security.md")
    #expect(Set(named).subtracting(stored) == [], "there are no such tables")
  }

  /// `SELECT (a, b), INSERT` is `SELECT (a, b)` and `INSERT`.
  private static func parts(_ privileges: String) -> [String] {
    var depth = 0
    return privileges.split { character in
      depth += character == "(" ? 1 : character == ")" ? -1 : 0
      return character == "," && depth == 0
    }.map { $0.trimmingCharacters(in: .whitespaces) }
  }

  @Test("each role may do with each table and partition what its line says, and nothing else")
  func matrix() throws {
    let rights = try book.connection.query(
      """
      SELECT c.relname::text, r.rolname::text, p.name,
        has_table_privilege(r.oid, c.oid, p.name),
        CASE WHEN p.is_of_columns THEN has_any_column_privilege(r.oid, c.oid, p.name)
          ELSE has_table_privilege(r.oid, c.oid, p.name) END
      FROM pg_class c, pg_roles r,
        (VALUES ('SELECT', true), ('INSERT', true), ('UPDATE', true), ('REFERENCES', true), ('DELETE', false),
          ('TRUNCATE', false), ('TRIGGER', false)) AS p (name, is_of_columns)
      WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
        AND r.rolname = ANY ($1)
      """, [.textArray(DatabaseRole.allCases.map(\.rawValue))])
    #expect(
      rights.count > TableGrants.all.count * DatabaseRole.allCases.count * 7, "partitions are among them")
    for row in rights {
      let (name, privilege) = (row.text(0), row.text(2))
      let table = name.replacing(/_[0-9]+$/, with: "")
      let grants = try #require(TableGrants.all.first { $0.table == table }, "\(table)")
      let given = Self.parts(grants.privileges(try #require(DatabaseRole(rawValue: row.text(1)))))
      let place: Comment = "\(privilege) on \(name) for \(row.text(1))"
      #expect(row.bool(3) == given.contains(privilege), place)
      #expect(row.bool(4) == given.contains { $0 == privilege || $0.hasPrefix(privilege + " (") }, place)
    }
  }

  @Test("functions that act as the owner name their schema, and only those who were told may call them")
  func functions() throws {
    let found = try book.connection.query(
      """
      SELECT p.proname || '(' || oidvectortypes(p.proargtypes) || ')', coalesce(p.proconfig::text, ''), r.rolname::text,
        has_function_privilege(r.oid, p.oid, 'EXECUTE'), EXISTS (
          SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE a.grantee = 0)
      FROM pg_proc p, pg_roles r
      WHERE p.prosecdef AND p.pronamespace = current_schema()::regnamespace AND r.rolname = ANY ($1)
      """, [.textArray(DatabaseRole.allCases.map(\.rawValue))])
    for row in found {
      let name = row.text(0).replacing("integer", with: "int")
      let known = try #require(TableGrants.functions.first { $0.name == name }, "\(name) is in no line")
      #expect(row.text(1).contains("search_path=public, pg_temp"), "\(name): \(row.text(1))")
      #expect(row.bool(3) == known.roles.map(\.rawValue).contains(row.text(2)), "\(name) for \(row.text(2))")
      #expect(!row.bool(4), "\(name) is everybody's")
    }
    #expect(found.count == TableGrants.functions.count * DatabaseRole.allCases.count)
  }

  @Test(
    "what a role must not do is refused by the server",
    arguments: [
      (DatabaseRole.reader, "UPDATE valuation_result_1 SET factor = 'x'"),
      (.reader, "DELETE FROM node_result"), (.reader, "UPDATE run SET state = 'SUCCEEDED'"),
      (.reader, "INSERT INTO published_run SELECT FROM run"), (.reader, "SELECT FROM app_user"),
      (.reader, "SELECT FROM audit_record"), (.reader, "SELECT tenor_show_run(2)"),
      (.reader, "CREATE TABLE mine (x int)"), (.reader, "SET ROLE tenor"),
      (.reader, "ALTER TABLE run DISABLE TRIGGER ALL"), (.reader, "SELECT FROM run_idempotency"),
      (.worker, "SELECT password_hash FROM app_user"), (.worker, "SELECT FROM api_key"),
      (.worker, "SELECT FROM browser_session"), (.worker, "UPDATE valuation_result_1 SET factor = 'x'"),
      (.worker, "DELETE FROM valuation_result_1"), (.worker, "INSERT INTO marketdata_snapshot SELECT"),
      (.worker, "INSERT INTO published_run SELECT"), (.worker, "DELETE FROM run"),
      (.worker, "UPDATE audit_record SET actor = 'x'"), (.worker, "SELECT details FROM audit_record"),
      (.worker, "SELECT tenor_freeze_run(1)"), (.worker, "DROP TABLE valuation_result_1"),
      (.writer, "UPDATE valuation_result_1 SET factor = 'x'"), (.writer, "INSERT INTO node_result SELECT"),
      (.writer, "UPDATE marketdata_snapshot SET source = 'x'"),
      (.writer, "UPDATE position_1 SET quantity = 0"),
      (.writer, "SELECT FROM api_key"), (.writer, "UPDATE app_user SET role = 'admin'"),
      (.writer, "DELETE FROM audit_record"), (.writer, "DELETE FROM published_run"),
      (.writer, "SELECT tenor_drop_run_partitions(1)"),
      (.signIn, "UPDATE app_user SET role = 'admin'"), (.signIn, "INSERT INTO app_user SELECT"),
      (.signIn, "INSERT INTO api_key SELECT"), (.signIn, "UPDATE api_key SET revoked_at = NULL"),
      (.signIn, "SELECT FROM run"), (.signIn, "SELECT FROM audit_record"),
      (.accounts, "DELETE FROM app_user"), (.accounts, "SELECT FROM run"),
      (.accounts, "UPDATE browser_session SET expires_at = 'infinity'"),
      (.accounts, "SELECT FROM audit_record"), (.writer, "INSERT INTO app_user SELECT"),
      (.writer, "UPDATE data_import_rejection SET message = 'x'"), (.reader, "SELECT FROM data_import_key"),
      (.audit, "UPDATE audit_record SET actor = 'x'"), (.audit, "DELETE FROM audit_record"),
      (.audit, "TRUNCATE audit_record"), (.audit, "ALTER TABLE audit_record DISABLE TRIGGER never_change"),
      (.audit, "SELECT FROM run"), (.audit, "SELECT FROM app_user"),
    ])
  func refused(role: DatabaseRole, statement: String) throws {
    let error = #expect(throws: PostgresError.self) { try session(role).execute(statement) }
    #expect(error?.sqlState == "42501", "\(error.map { "\($0)" } ?? "done"): \(statement)")
  }

  @Test("only what is cancelled is dropped, and only what has succeeded is frozen")
  func guardedFunctions() throws {
    let writer = try session(.writer)
    for run in [1, 2] {
      let error = #expect(throws: PostgresError.self) {
        try writer.execute("SELECT tenor_drop_cancelled_run(\(run))")
      }
      #expect(error?.kind == .immutable)
    }
    let error = #expect(throws: PostgresError.self) { try writer.execute("SELECT tenor_freeze_run(2)") }
    #expect(error?.kind == .immutable)
  }

  @Test("with its own role each process does its work, from snapshots to a published run")
  func work() throws {
    let (writer, worker, reader) = try (session(.writer), session(.worker), session(.reader))
    let market = try MarketSnapshotStore(writer).put(SampleBook.snapshot).record
    #expect(try InstrumentStore(writer).put((60..<70).map(SampleBook.instrument)) == 10)
    let positions = try PositionSnapshotStore(writer).put(
      asOf: SampleBook.asOf.adding(days: 1), source: "test", positions: SampleBook.positions(9),
      instruments: try InstrumentStore(writer).current()
    ).record
    let run = try RunStore(writer).create(
      RunRequest(
        marketSnapshotID: market.id, positionSnapshotID: positions.id, scenarios: SampleBook.scenarios,
        pricing: PricingRequest(measures: [.presentValue, .yield], reportingCurrency: .usd), bucketCount: 2,
        codeVersion: "test"),
      id: #require(RunID("R3")), by: "writer")
    try TaskQueue(writer).cancel(waiting.id)
    try book.work(TaskQueue(worker))
    #expect(try RunStore(reader).record(id: run.id)?.state == .succeeded)
    #expect(try !ResultStore(reader).page(run.id, limit: 10).rows.isEmpty)
    try ResultStore(reader).totalCashFlows(run.id)
    #expect(try RunStore(writer).publish(run.id, by: "writer").resultRows > 0)
    _ = try QueueStatistics.read(writer)
  }

  @Test(
    "rights that somebody widened or took away are set right again; nothing is done where nothing changed")
  func repair() throws {
    let owner = book.connection
    let grants = RoleGrants(owner)
    #expect(try grants.bringUpToDate(makesRoles: false))
    try owner.execute("GRANT UPDATE ON run TO tenor_reader; REVOKE SELECT ON run FROM tenor_writer")
    try grants.apply()
    let rights = try owner.query(
      "SELECT has_table_privilege('tenor_reader', 'run', 'UPDATE'), has_table_privilege('tenor_writer', 'run', 'SELECT')"
    )[0]
    #expect(!rights.bool(0) && rights.bool(1))
    try owner.execute(
      "UPDATE role_grant SET fingerprint = 'another program''s'; GRANT UPDATE ON run TO tenor_reader")
    #expect(try grants.bringUpToDate(makesRoles: false))
    #expect(try !owner.query("SELECT has_table_privilege('tenor_reader', 'run', 'UPDATE')")[0].bool(0))
  }

  @Test("the document shows the same table")
  func document() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "../../docs/security.md")
    let lines = Set(
      try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init))
    for row in TableGrants.all {
      let cells = [row.worker, row.reader, row.writer, row.signIn, row.accounts, row.audit].map {
        privileges in
        Self.parts(privileges).map { $0.prefix { $0 != " " }.lowercased() + ($0.contains("(") ? "*" : "") }
          .joined(separator: ", ")
      }
      let line = "| `\(row.table)` | \(cells.joined(separator: " | ")) |"
      #expect(lines.contains(line), "docs/security.md lacks: \(line)")
    }
  }
}
