import JSONDocuments

/// Gives each ``DatabaseRole`` what ``TableGrants`` says, and nothing else.
public struct RoleGrants {
  private let connection: PostgresConnection

  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// The statements, for reading and for somebody else to run; running them again changes nothing.
  public static var sql: String { (makeRoles + grants).map { $0 + ";" }.joined(separator: "\n") }

  /// Makes the roles that are missing and gives every role its rights, in one transaction.
  ///
  /// Roles are made without a password: until one is set, nobody signs in as them where the server asks for it.
  ///
  /// - Throws: `PostgresError`, when the login owns the tables but may not make roles and some are missing.
  public func apply() throws {
    try connection.transaction {
      // As for migrations: processes that start together take turns.
      try connection.execute("SELECT pg_advisory_xact_lock(500236054386)")
      if try !areThere() { for statement in RoleGrants.makeRoles { try connection.execute(statement) } }
      for statement in RoleGrants.grants { try connection.execute(statement) }
    }
  }

  /// Does what ``apply()`` does where these are not the grants that were made last.
  ///
  /// - Parameter makesRoles: Without it, a server that has none of the roles is left as it is.
  /// - Returns: Whether the roles are there.
  @discardableResult
  public func bringUpToDate(makesRoles: Bool) throws -> Bool {
    guard try makesRoles || areThere() else { return false }
    let made = try connection.query("SELECT fingerprint FROM role_grant")
    if try made.first?.text(0) != RoleGrants.fingerprint || !areThere() { try apply() }
    return true
  }

  /// Whether the server has all of the roles.
  public func areThere() throws -> Bool {
    let names = DatabaseRole.allCases.map(\.rawValue)
    let found = try connection.query(
      "SELECT count(*) FROM pg_roles WHERE rolname = ANY ($1)", [.textArray(names)])
    return found[0].int(0) == names.count
  }

  // MARK: Statements

  private static let everyRole = DatabaseRole.allCases.map(\.rawValue).joined(separator: ", ")

  private static let makeRoles =
    DatabaseRole.allCases.map { role in
      """
      DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '\(role.rawValue)') THEN
          CREATE ROLE \(role.rawValue) LOGIN;
        END IF;
      END $$
      """
    } + [
      // How long transactions of others have been open is in the metrics of the queue.
      "GRANT pg_read_all_stats TO \(DatabaseRole.writer.rawValue)"
    ]

  private static var grants: [String] { takeAway + give + partitions + [record] }

  private static let takeAway = [
    """
    DO $$ BEGIN
      EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC', current_schema());
      EXECUTE format('GRANT USAGE ON SCHEMA %I TO \(everyRole)', current_schema());
      EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM PUBLIC, \(everyRole)', current_schema());
      EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA %I FROM PUBLIC, \(everyRole)', current_schema());
      -- A table that comes later is its owner's alone until it has a line below.
      EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I REVOKE ALL ON TABLES FROM PUBLIC, \(everyRole)', current_schema());
    END $$
    """
  ]

  private static var give: [String] {
    let tables = TableGrants.all.flatMap { row in
      DatabaseRole.allCases.filter { !row.privileges($0).isEmpty }.map { role in
        "GRANT \(row.privileges(role)) ON \(row.table) TO \(role.rawValue)"
      }
    }
    let sequences = TableGrants.sequences.map {
      "GRANT USAGE, UPDATE ON SEQUENCE \($0) TO \(DatabaseRole.writer.rawValue)"
    }
    let functions = TableGrants.functions.flatMap { function in
      [
        "REVOKE ALL ON FUNCTION \(function.name) FROM PUBLIC, \(everyRole)",
        "GRANT EXECUTE ON FUNCTION \(function.name) TO "
          + function.roles.map(\.rawValue).joined(separator: ", "),
      ]
    }
    return tables + sequences + functions
  }

  /// Of snapshots and runs that there are; later ones get theirs when they are made.
  private static let partitions = [
    """
    SELECT tenor_grant_as(p.oid, c.oid) FROM pg_class p JOIN pg_class c
      ON c.relnamespace = p.relnamespace AND c.relname ~ ('^' || p.relname || '_[0-9]+$') AND c.relkind = 'r'
    WHERE p.relnamespace = current_schema()::regnamespace AND (p.relkind = 'p' OR p.relname = 'run_task_rollup')
    """
  ]

  private static var record: String {
    """
    INSERT INTO role_grant (fingerprint) VALUES ('\(fingerprint)')
    ON CONFLICT (is_only) DO UPDATE SET fingerprint = excluded.fingerprint, made_at = now()
    """
  }

  /// Of all grants but the line that stores it.
  private static var fingerprint: String {
    ContentHash.sha256Hex((makeRoles + takeAway + give + partitions).joined(separator: ";"))
  }
}
