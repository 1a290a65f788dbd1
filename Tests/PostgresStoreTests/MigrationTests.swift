import Pricing
import Synchronization
import TestSupport
import Testing

@testable import PostgresStore

@Suite("Schema", .enabled(if: TestCluster.isAvailable))
struct MigrationTests {
  @Test("migrating twice changes nothing the second time")
  func twice() throws {
    let connection = try PostgresConnection(try TestCluster.makeDatabase(migrated: false))
    let migrator = Migrator(connection)
    let newest = try #require(Migration.all.last).version
    #expect(try migrator.status() == Migrator.Status(databaseVersion: 0, programVersion: newest))
    #expect(throws: SchemaError.olderThanProgram(database: 0, program: newest)) {
      try migrator.requireCurrent()
    }
    #expect(try migrator.migrate() == Migration.all.map { "\($0.version) \($0.name)" })
    try migrator.requireCurrent()
    #expect(try migrator.migrate() == [])
    #expect(try migrator.status().isCurrent)
  }

  @Test("processes that migrate at once take turns")
  func atOnce() async throws {
    let settings = try TestCluster.makeDatabase(migrated: false)
    let applied = Mutex(0)
    try await onThreads(4) { _ in
      let names = try Migrator(try PostgresConnection(settings)).migrate()
      applied.withLock { $0 += names.count }
    }
    #expect(applied.withLock { $0 } == Migration.all.count)
  }

  @Test("a newer schema and a changed step are refused, and a step that fails leaves nothing")
  func refused() throws {
    let connection = try PostgresConnection(try TestCluster.makeDatabase(migrated: false))
    let one = Migration(version: 1, name: "one", sql: "CREATE TABLE a (x int)")
    let two = Migration(version: 2, name: "two", sql: "CREATE TABLE b (x int); SELECT 1/0")
    #expect(throws: PostgresError.self) { try Migrator(connection, migrations: [one, two]).migrate() }
    #expect(try Migrator(connection, migrations: [one, two]).status().databaseVersion == 0)
    try Migrator(
      connection, migrations: [one, Migration(version: 2, name: "two", sql: "CREATE TABLE b (x int)")]
    )
    .migrate()
    #expect(throws: SchemaError.newerThanProgram(database: 2, program: 1)) {
      try Migrator(connection, migrations: [one]).migrate()
    }
    let changed = Migration(version: 1, name: "one", sql: "CREATE TABLE a (y int)")
    #expect(throws: SchemaError.stepDiffers(version: 1, name: "one")) {
      try Migrator(connection, migrations: [changed, two]).status()
    }
  }

  @Test("measures have the numbers that the table gives them")
  func measures() throws {
    let connection = try PostgresConnection(try TestCluster.makeDatabase())
    let stored = try connection.query("SELECT measure_no, name FROM measure").map { ($0.int(0), $0.text(1)) }
    #expect(stored.count == Measure.allCases.count)
    for (number, name) in stored { #expect(try Measure(number: number).rawValue == name) }
    for measure in Measure.allCases { #expect(try Measure(number: Int(measure.number)) == measure) }
    #expect(throws: StoreError.self) { try Measure(number: 999) }
  }

  @Test("every table and view of the platform is there, and says what it holds")
  func tables() throws {
    let connection = try PostgresConnection(try TestCluster.makeDatabase())
    let named = [
      "marketdata_snapshot", "position_snapshot", "run", "run_task", "run_task_attempt", "portfolio",
      "position",
      "instrument", "counterparty", "valuation_result", "cashflow_schedule", "risk_metrics",
      "regulatory_metrics",
      "scenario", "scenario_set", "published_run", "node_result", "valuation_result_by_scenario",
    ]
    for name in named {
      let rows = try connection.query(
        "SELECT obj_description(to_regclass($1)::oid, 'pg_class')", [.text(name)])
      #expect(rows[0].optionalText(0) != nil, "\(name)")
    }
  }
}
