public import AccessControl

/// People who sign in with a password.
public struct UserStore {
  let connection: PostgresConnection

  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// A user as stored, without the password.
  public struct Record: Sendable, Hashable {
    public let name: UserName
    public let role: Role
    /// `nil` for the whole tree.
    public let scope: PortfolioScope?
    /// Another person chose the password.
    public let mustChange: Bool
    public let isDisabled: Bool
    /// Too many wrong passwords, not long ago.
    public let isLocked: Bool
    public let failedAttempts: Int
    /// ISO 8601 UTC; `nil` for never.
    public let lastSignIn: String?
    public let createdBy: String
    /// ISO 8601 UTC.
    public let createdAt: String

    public var principal: Principal {
      Principal(name: name.text, role: role, scope: scope, signIn: .password)
    }
  }

  /// - Parameter mustChange: Whether another person chose the password.
  /// - Throws: `StoreError.exists`.
  @discardableResult
  public func add(
    _ name: UserName, role: Role, scope: PortfolioScope? = nil, password: PasswordHash, mustChange: Bool,
    by user: String
  ) throws -> Record {
    let added = try connection.query(
      """
      INSERT INTO app_user (name, role, node, password_hash, must_change, created_by)
      VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (name) DO NOTHING
      """,
      [
        .text(name.text), .text(role.rawValue), .text(orNull: scope?.node), .text(password.phc),
        .bool(mustChange),
        .text(user),
      ])
    guard added.affected == 1 else { throw StoreError.exists(kind: "user", id: name.text) }
    return try require(name)
  }

  /// Whether anyone is known by whom to sign in is possible: a user or a key, disabled and expired ones included.
  public func isAnyoneKnown() throws -> Bool {
    try connection.query("SELECT EXISTS (SELECT FROM app_user) OR EXISTS (SELECT FROM api_key)")[0].bool(0)
  }

  /// By name.
  public func list() throws -> [Record] {
    try connection.query("\(UserStore.select) ORDER BY name").map { try UserStore.record($0) }
  }

  /// `nil` when there is none of this name.
  public func record(_ name: UserName) throws -> Record? {
    try connection.query("\(UserStore.select) WHERE name = $1", [.text(name.text)]).first.map {
      try UserStore.record($0)
    }
  }

  /// Lets a user sign in no more, and ends all sessions; or lets the user sign in again.
  ///
  /// - Throws: `StoreError.notFound`.
  public func setDisabled(_ name: UserName, _ isDisabled: Bool) throws {
    try connection.transaction {
      try change(name, "is_disabled = $2", [.bool(isDisabled)])
      if isDisabled { try endSessions(name) }
    }
  }

  /// Replaces a password, ends a lock and all sessions.
  ///
  /// - Parameter mustChange: Whether another person chose it.
  /// - Throws: `StoreError.notFound`.
  public func setPassword(_ name: UserName, _ password: PasswordHash, mustChange: Bool) throws {
    try connection.transaction {
      try change(
        name,
        """
        password_hash = $2, must_change = $3, password_changed_at = now(), failed_attempts = 0, locked_until = NULL
        """, [.text(password.phc), .bool(mustChange)])
      try endSessions(name)
    }
  }

  /// Ends a lock before its time.
  ///
  /// - Throws: `StoreError.notFound`.
  public func unlock(_ name: UserName) throws {
    try change(name, "failed_attempts = 0, locked_until = NULL", [])
  }

  func change(_ name: UserName, _ assignments: String, _ values: [PostgresValue]) throws {
    let changed = try connection.query(
      "UPDATE app_user SET \(assignments) WHERE name = $1", [.text(name.text)] + values)
    guard changed.affected == 1 else { throw StoreError.notFound(kind: "user", id: name.text) }
  }

  private func endSessions(_ name: UserName) throws {
    try connection.query(
      "DELETE FROM browser_session s USING app_user u WHERE u.user_no = s.user_no AND u.name = $1",
      [.text(name.text)])
  }

  private func require(_ name: UserName) throws -> Record {
    guard let record = try record(name) else { throw StoreError.notFound(kind: "user", id: name.text) }
    return record
  }

  /// Columns of a `Record`, of a table called `app_user`.
  static let columns = """
    app_user.name, app_user.role, app_user.node, app_user.must_change, app_user.is_disabled,
    coalesce(app_user.locked_until > now(), false), app_user.failed_attempts, \(SQLText.iso("app_user.last_sign_in")),
    app_user.created_by, \(SQLText.iso("app_user.created_at"))
    """

  static let select = "SELECT \(columns) FROM app_user"

  static func record(_ row: PostgresRow) throws -> Record {
    guard let name = UserName(row.text(0)) else {
      throw StoreError.unreadable("'\(row.text(0))' is not the name of a user")
    }
    return Record(
      name: name, role: try StoredAccess.role(row.text(1)),
      scope: try StoredAccess.scope(row.optionalText(2)), mustChange: row.bool(3), isDisabled: row.bool(4),
      isLocked: row.bool(5), failedAttempts: row.int(6), lastSignIn: row.optionalText(7),
      createdBy: row.text(8), createdAt: row.text(9))
  }
}

/// Stored words of access, read; what cannot be read grants nothing.
enum StoredAccess {
  static func role(_ text: String) throws(StoreError) -> Role {
    guard let role = Role(rawValue: text) else { throw .unreadable("'\(text)' is not a role") }
    return role
  }

  static func scope(_ node: String?) throws(StoreError) -> PortfolioScope? {
    guard let node else { return nil }
    guard let scope = PortfolioScope(node: node) else {
      throw .unreadable("'\(node)' is not a portfolio node")
    }
    return scope
  }
}
