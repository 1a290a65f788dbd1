import PostgresStore
import RunRecords

/// Which database a command uses: `--database`, else `TENOR_DATABASE_URL`, else a private cluster in `.tenor`.
enum DatabaseOption {
  static let option = Command.Option(
    name: "database", value: "URL",
    help: "PostgreSQL to use; default $TENOR_DATABASE_URL, or else a private cluster in .tenor")

  /// For commands that answer queries.
  static let readOption = Command.Option(
    name: "read-database-url", value: "URL",
    help:
      "replica for reading results and market data; default $TENOR_READ_DATABASE_URL, or else the database")

  /// The replica, if one was given. It is asked when it is needed, so that it may come and go.
  static func readSettings(_ arguments: Arguments, _ console: Console, applicationName: String)
    -> PostgresSettings?
  {
    let address =
      arguments.value(readOption.name)
      ?? console.environment["TENOR_READ_DATABASE_URL"].flatMap { $0.isEmpty ? nil : $0 }
    return address.map { PostgresSettings(address: $0, applicationName: applicationName) }
  }

  /// The private cluster of the working folder.
  static func cluster(_ console: Console) throws -> PrivateCluster {
    try PrivateCluster(directory: ".tenor/pg", environment: console.environment)
  }

  /// The URL that was given, if any.
  static func address(_ arguments: Arguments, _ console: Console) -> String? {
    arguments.value(option.name)
      ?? console.environment["TENOR_DATABASE_URL"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Settings for a database that is ready for use. The private cluster is started and brought up to date; a database
  /// that was named must have this program's schema.
  ///
  /// - Parameters:
  ///   - statementTimeoutMilliseconds: 0 for no limit.
  ///   - role: Whom to sign in as; the user of the address when `nil`.
  static func settings(
    _ arguments: Arguments, _ console: Console, applicationName: String,
    statementTimeoutMilliseconds: Int = 0, role: DatabaseRole? = nil
  ) throws -> PostgresSettings {
    let given = address(arguments, console)
    let settings = PostgresSettings(
      address: try given ?? startedCluster(console).address, applicationName: applicationName,
      statementTimeoutMilliseconds: statementTimeoutMilliseconds)
    // A private cluster is brought up to date by its owner.
    try ready(given == nil ? settings : settings.with(role: role), migrates: given == nil)
    return settings.with(role: role)
  }

  /// For processes that sign in to the database as its roles.
  static let rolesOption = Command.Option(
    name: "database-roles", value: nil,
    help:
      "sign in to the database as the roles of 'tenor db roles'; default $TENOR_DATABASE_ROLES=1; always in .tenor"
  )

  /// Whether the process signs in as roles: in the private cluster, and where it was asked for.
  static func usesRoles(_ arguments: Arguments, _ console: Console) -> Bool {
    arguments.has(rolesOption.name) || console.environment["TENOR_DATABASE_ROLES"] == "1"
      || address(arguments, console) == nil
  }

  /// One connection to a database that is ready for use.
  static func connection(_ arguments: Arguments, _ console: Console, applicationName: String) throws
    -> PostgresConnection
  {
    try reaching {
      try PostgresConnection(try settings(arguments, console, applicationName: applicationName))
    }
  }

  /// One connection for an import, whose transaction may wait for its input, or for another import, up to an hour.
  static func importConnection(_ arguments: Arguments, _ console: Console) throws -> PostgresConnection {
    try reaching {
      let name = "tenor import"
      return try PostgresConnection(
        try settings(arguments, console, applicationName: name).forLoads(
          applicationName: name, timeoutMilliseconds: 3_600_000))
    }
  }

  /// Room on the private cluster's disk; `nil` for a database that was named, whose disk is elsewhere.
  static func diskSpace(_ arguments: Arguments, _ console: Console) throws -> DiskSpace? {
    try reaching { address(arguments, console) == nil ? try cluster(console).diskSpace() : nil }
  }

  /// Runs `body`, turning a database that cannot be reached into exit code 4.
  static func reaching<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch {
      throw refusal(error) ?? error
    }
  }

  /// The answer to a database that cannot be reached, has no room or is of another schema; `nil` for other errors.
  static func refusal(_ error: any Error) -> CommandError? {
    switch error {
    case let error as PostgresError where error.kind == .connection:
      CommandError(
        .unavailable, "\(error); start it with 'tenor db start', or check --database and TENOR_DATABASE_URL")
    case let error as PostgresError where error.kind == .exhausted:
      CommandError(.unavailable, "\(error); try again when it has room")
    case let error as ClusterError: CommandError(.unavailable, error.message)
    case let error as SchemaError: CommandError(.unavailable, "\(error)")
    default: nil
    }
  }

  private static func startedCluster(_ console: Console) throws -> PrivateCluster {
    let cluster = try cluster(console)
    if try !cluster.status().isRunning {
      console.note("starting the private database in \(cluster.directory)")
      try cluster.start()
    }
    return cluster
  }

  private static func ready(_ settings: PostgresSettings, migrates: Bool) throws {
    let connection = try PostgresConnection(settings)
    let migrator = Migrator(connection)
    if migrates {
      try migrator.migrate()
      try RoleGrants(connection).bringUpToDate(makesRoles: true)
    } else {
      try migrator.requireCurrent()
    }
  }
}
