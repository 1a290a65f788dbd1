/// How to reach a database and how its sessions behave.
public struct PostgresSettings: Sendable, Hashable {
  /// A URL `postgresql://user@host/database` or libpq keywords `host=… dbname=…`. May hold a password; never logged.
  public let address: String
  /// Whom to sign in as, instead of the user that `address` names.
  public let role: DatabaseRole?
  /// Shown in `pg_stat_activity`; tells services and workers apart.
  public let applicationName: String
  /// Statements that take longer are cancelled; 0 for no limit.
  public let statementTimeoutMilliseconds: Int
  /// Waits for a row or table lock that take longer fail; 0 for no limit.
  public let lockTimeoutMilliseconds: Int
  /// Sessions that hold a transaction open and idle this long are ended by the server, and so give up their locks.
  public let idleInTransactionTimeoutMilliseconds: Int
  public let connectTimeoutSeconds: Int

  public init(
    address: String, applicationName: String = "tenor", statementTimeoutMilliseconds: Int = 60_000,
    lockTimeoutMilliseconds: Int = 30_000, idleInTransactionTimeoutMilliseconds: Int = 30_000,
    connectTimeoutSeconds: Int = 5, role: DatabaseRole? = nil
  ) {
    self.address = address
    self.role = role
    self.applicationName = applicationName
    self.statementTimeoutMilliseconds = statementTimeoutMilliseconds
    self.lockTimeoutMilliseconds = lockTimeoutMilliseconds
    self.idleInTransactionTimeoutMilliseconds = idleInTransactionTimeoutMilliseconds
    self.connectTimeoutSeconds = connectTimeoutSeconds
  }

  /// The same database for loads that wait for each other: one limit for statements, locks and idle transactions.
  public func forLoads(applicationName: String, timeoutMilliseconds: Int) -> PostgresSettings {
    PostgresSettings(
      address: address, applicationName: applicationName,
      statementTimeoutMilliseconds: timeoutMilliseconds, lockTimeoutMilliseconds: timeoutMilliseconds,
      idleInTransactionTimeoutMilliseconds: timeoutMilliseconds, connectTimeoutSeconds: connectTimeoutSeconds,
      role: role)
  }

  /// The same database for other work.
  public func with(applicationName: String, statementTimeoutMilliseconds: Int? = nil) -> PostgresSettings {
    PostgresSettings(
      address: address, applicationName: applicationName,
      statementTimeoutMilliseconds: statementTimeoutMilliseconds ?? self.statementTimeoutMilliseconds,
      lockTimeoutMilliseconds: lockTimeoutMilliseconds,
      idleInTransactionTimeoutMilliseconds: idleInTransactionTimeoutMilliseconds,
      connectTimeoutSeconds: connectTimeoutSeconds, role: role)
  }

  /// The same database for a role.
  public func with(role: DatabaseRole?) -> PostgresSettings {
    PostgresSettings(
      address: address, applicationName: applicationName,
      statementTimeoutMilliseconds: statementTimeoutMilliseconds,
      lockTimeoutMilliseconds: lockTimeoutMilliseconds,
      idleInTransactionTimeoutMilliseconds: idleInTransactionTimeoutMilliseconds,
      connectTimeoutSeconds: connectTimeoutSeconds, role: role)
  }
}
