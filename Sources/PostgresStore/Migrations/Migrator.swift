import JSONDocuments

/// Brings a database's schema up to this program's, or refuses.
public struct Migrator {
  /// What stands between the database and this program.
  public struct Status: Sendable, Hashable {
    /// The database's schema version; 0 for an empty database.
    public let databaseVersion: Int
    /// This program's.
    public let programVersion: Int

    public var isCurrent: Bool { databaseVersion == programVersion }
  }

  private let connection: PostgresConnection
  private let migrations: [Migration]

  public init(_ connection: PostgresConnection) { self.init(connection, migrations: Migration.all) }

  init(_ connection: PostgresConnection, migrations: [Migration]) {
    self.connection = connection
    self.migrations = migrations
  }

  /// Applies what is missing. Safe to call from many processes at once, and again.
  ///
  /// - Returns: The names of the steps applied now.
  /// - Throws: `SchemaError` when the database is newer than this program or its steps differ; `PostgresError`.
  @discardableResult
  public func migrate() throws -> [String] {
    try connection.transaction {
      // "tenor" in ASCII. Held to the end of the transaction: processes that start together take turns.
      try connection.execute("SELECT pg_advisory_xact_lock(500236054386)")
      try connection.execute(
        """
        CREATE TABLE IF NOT EXISTS schema_migration (
          version int PRIMARY KEY,
          name text NOT NULL,
          checksum text NOT NULL,
          applied_at timestamptz NOT NULL DEFAULT now()
        )
        """)
      let applied = try check()
      return try migrations.filter { $0.version > applied }.map { migration in
        try connection.execute(migration.sql)
        try connection.query(
          "INSERT INTO schema_migration (version, name, checksum) VALUES ($1, $2, $3)",
          [.int4(Int32(migration.version)), .text(migration.name), .text(Migrator.checksum(migration))])
        return "\(migration.version) \(migration.name)"
      }
    }
  }

  /// Compares without changing anything, by one query.
  ///
  /// - Throws: `SchemaError` when the database is newer than this program or its steps differ; `PostgresError`.
  public func status() throws -> Status {
    let version: Int
    do {
      version = try check()
    } catch let error as PostgresError where error.sqlState == Migrator.undefinedTable {
      version = 0
    }
    return Status(databaseVersion: version, programVersion: migrations.last?.version ?? 0)
  }

  /// Refuses a database that is not at this program's version.
  ///
  /// - Throws: `SchemaError` that tells what to run; `PostgresError`.
  public func requireCurrent() throws {
    let status = try status()
    guard status.isCurrent else {
      throw SchemaError.olderThanProgram(
        database: status.databaseVersion, program: status.programVersion)
    }
  }

  /// The version of the database, when its steps are the first of this program's.
  private func check() throws -> Int {
    var version = 0
    for row in try connection.query("SELECT version, name, checksum FROM schema_migration ORDER BY version") {
      version = row.int(0)
      guard let known = migrations.first(where: { $0.version == version }) else {
        throw SchemaError.newerThanProgram(database: version, program: migrations.last?.version ?? 0)
      }
      guard row.text(2) == Migrator.checksum(known) else {
        throw SchemaError.stepDiffers(version: version, name: known.name)
      }
    }
    return version
  }

  private static func checksum(_ migration: Migration) -> String {
    "sha256:" + ContentHash.sha256Hex(migration.sql)
  }

  private static let undefinedTable = "42P01"
}

/// The database's schema does not fit this program.
public enum SchemaError: Error, Sendable, Hashable, CustomStringConvertible {
  case newerThanProgram(database: Int, program: Int)
  case stepDiffers(version: Int, name: String)
  case olderThanProgram(database: Int, program: Int)

  public var description: String {
    switch self {
    case .newerThanProgram(let database, let program):
      return "the database has schema version \(database), this program knows \(program); use a newer tenor"
    case .stepDiffers(let version, let name):
      return "step \(version) (\(name)) of the database's schema was made by another build; "
        + "use that build, or a new database"
    case .olderThanProgram(let database, let program):
      return
        "the database has schema version \(database), this program needs \(program); run: tenor db migrate"
    }
  }
}
