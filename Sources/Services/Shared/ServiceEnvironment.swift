public import PostgresStore
public import RunRecords

/// What handlers need besides the request: the database, a clock and chance, given from outside.
public struct ServiceEnvironment: Sendable {
  /// For requests that take milliseconds.
  let database: Database
  /// For requests that load many rows: few at a time, with time to do it.
  let bulkDatabase: Database
  /// The version of the program, written into every run created.
  let codeVersion: String
  /// Milliseconds since 1970-01-01 UTC.
  let now: @Sendable () -> Int64
  let random: @Sendable () -> UInt64
  /// Runs beyond these are refused.
  let runLimits: RunLimits
  /// Room on the database's disk; `nil` when it is not known.
  let diskSpace: @Sendable () -> DiskSpace?

  static let connections = 12
  static let bulkConnections = 2
  static let statementTimeoutMilliseconds = 20_000
  static let bulkStatementTimeoutMilliseconds = 240_000

  /// - Parameter database: Its time limits are replaced by those of the services.
  public init(
    database: PostgresSettings, codeVersion: String, now: @escaping @Sendable () -> Int64,
    random: @escaping @Sendable () -> UInt64, runLimits: RunLimits = .standard,
    diskSpace: @escaping @Sendable () -> DiskSpace? = { nil }
  ) {
    func pool(_ size: Int, timeout: Int) -> Database {
      Database(
        ConnectionPool(
          database.with(applicationName: "tenor serve", statementTimeoutMilliseconds: timeout), size: size))
    }
    self.database = pool(Self.connections, timeout: Self.statementTimeoutMilliseconds)
    bulkDatabase = pool(Self.bulkConnections, timeout: Self.bulkStatementTimeoutMilliseconds)
    self.codeVersion = codeVersion
    self.now = now
    self.random = random
    self.runLimits = runLimits
    self.diskSpace = diskSpace
  }
}
