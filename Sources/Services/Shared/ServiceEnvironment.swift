public import MarketData
public import PostgresStore
public import RunRecords

/// What handlers need besides the request: the database, a clock and chance, given from outside.
public struct ServiceEnvironment: Sendable {
  /// The primary, for requests that take milliseconds: runs, and whatever changes something.
  let database: Database
  /// For reading results and market data: a replica, which may be a moment behind, or else the primary.
  let reading: Database
  /// For requests that load many rows: few at a time, with time to do it.
  let bulkDatabase: Database
  /// For finding out who asks.
  let signInDatabase: Database
  /// For users and keys, and what they may do.
  let accountDatabase: Database
  /// For reading the audit trail, with time to read all of it.
  let auditDatabase: Database
  /// Where requests are recorded. Stop it when no more requests come.
  public let audit: AuditWriter
  /// The version of the program, written into every run created.
  let codeVersion: String
  /// Milliseconds since 1970-01-01 UTC.
  let now: @Sendable () -> Int64
  let random: @Sendable () -> UInt64
  /// Runs beyond these are refused.
  let runLimits: RunLimits
  /// Room on the database's disk; `nil` when it is not known.
  let diskSpace: @Sendable () -> DiskSpace?
  /// Who may use the services.
  let access: AccessSettings
  /// Shared by all servers of the process, so that its limits are the process's.
  let passwords: PasswordCheck

  /// How much one export may take.
  let exportLimits: ExportLimits
  /// When a person has to look at a market snapshot.
  let marketChecks: MarketCheckThresholds
  /// Files that are being imported.
  let imports: ImportJobs
  /// The exports and other reports that are written now.
  let reportSlots = ReportSlots(count: 2)

  /// The most at one time to the primary, and to the replica if there is one.
  static let connections = 12
  static let bulkConnections = 2
  /// To sign-in and to the audit trail, where these have logins of their own.
  static let signInConnections = 4
  static let accountConnections = 2
  static let auditConnections = 2
  static let statementTimeoutMilliseconds = 20_000
  static let bulkStatementTimeoutMilliseconds = 240_000

  /// - Parameters:
  ///   - database: The primary. Its time limits are replaced by those of the services.
  ///   - readDatabase: A replica of it, for reading results and market data; the primary when `nil`.
  ///   - logins: Which logins of the database the parts of the services use.
  ///   - auditFailure: Told when audit records could not be stored; it is tried again.
  ///   - importFailure: Told what imports fail of, where that is not their file's fault.
  public init(
    database: PostgresSettings, readDatabase: PostgresSettings? = nil, logins: DatabaseLogins = .one,
    codeVersion: String,
    now: @escaping @Sendable () -> Int64,
    random: @escaping @Sendable () -> UInt64, runLimits: RunLimits = .standard,
    diskSpace: @escaping @Sendable () -> DiskSpace? = { nil }, exportLimits: ExportLimits = ExportLimits(),
    access: AccessSettings = AccessSettings(), marketChecks: MarketCheckThresholds = .standard,
    importLimits: ImportLimits = ImportLimits(),
    auditFailure: @escaping @Sendable (any Error) -> Void = { _ in },
    importFailure: @escaping @Sendable (any Error) -> Void = { _ in }
  ) {
    // A request waits no longer for a connection than a statement may take.
    func pool(_ settings: PostgresSettings, _ size: Int, timeout: Int) -> Database {
      Database(
        ConnectionPool(
          settings.with(applicationName: "tenor serve", statementTimeoutMilliseconds: timeout), size: size,
          waitSeconds: Double(timeout) / 1_000))
    }
    let timeout = Self.statementTimeoutMilliseconds
    let primary = pool(logins.main(database), Self.connections, timeout: timeout)
    self.database = primary
    reading =
      readDatabase.map { pool(logins.reading($0), Self.connections, timeout: timeout) }
      ?? (logins.separatesReading
        ? pool(logins.reading(database), Self.connections, timeout: timeout) : primary)
    bulkDatabase = pool(
      logins.main(database), Self.bulkConnections, timeout: Self.bulkStatementTimeoutMilliseconds)
    signInDatabase =
      logins == .one
      ? primary : pool(database.with(role: .signIn), Self.signInConnections, timeout: timeout)
    accountDatabase =
      logins == .one
      ? primary : pool(database.with(role: .accounts), Self.accountConnections, timeout: timeout)
    auditDatabase = pool(
      logins == .one ? database : database.with(role: .audit), Self.auditConnections,
      timeout: Self.bulkStatementTimeoutMilliseconds)
    audit = AuditWriter(
      database: logins == .one ? database : database.with(role: .audit), failure: auditFailure)
    self.codeVersion = codeVersion
    self.now = now
    self.random = random
    self.runLimits = runLimits
    self.diskSpace = diskSpace
    self.access = access
    passwords = PasswordCheck(signInDatabase, cost: access.passwordCost)
    self.exportLimits = exportLimits
    self.marketChecks = marketChecks
    imports = ImportJobs(
      logins.main(database).forLoads(
        applicationName: "tenor import", timeoutMilliseconds: Self.bulkStatementTimeoutMilliseconds),
      progress: primary, limits: importLimits, thresholds: marketChecks, failure: importFailure)
  }
}
