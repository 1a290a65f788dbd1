public import AccessControl

/// Browsers that are signed in. A session ends when it was idle for too long, or some hours after the sign-in.
public struct SessionStore {
  private let connection: PostgresConnection

  /// A session ends this long after its last request.
  public static let idleMinutes = 30
  /// A session ends this long after the sign-in, whatever happens.
  public static let mostHours = 12

  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// Begins a session of a user who has just proved the password. Sessions that have ended are cleared away.
  ///
  /// - Returns: Whether there is such a user who may sign in.
  @discardableResult
  public func begin(_ token: SecretToken, for name: UserName) throws -> Bool {
    try connection.transaction {
      try connection.query(
        "DELETE FROM browser_session WHERE NOT (\(SessionStore.isOpen))",
        [.int4(Int32(SessionStore.idleMinutes))])
      return try connection.query(
        """
        INSERT INTO browser_session (token_hash, user_no, expires_at)
        SELECT $1, user_no, now() + make_interval(hours => $3) FROM app_user WHERE name = $2 AND NOT is_disabled
        """, [.text(token.hash), .text(name.text), .int4(Int32(SessionStore.mostHours))]
      ).affected == 1
    }
  }

  /// Whose session this is, as the user is now; `nil` when it has ended.
  ///
  /// - Parameter isUse: Using a session keeps it from being idle; looking whether it is still open does not.
  public func user(_ token: SecretToken, isUse: Bool = true) throws -> UserStore.Record? {
    let rows = try connection.query(
      """
      SELECT \(UserStore.columns), last_seen < now() - interval '1 minute'
      FROM browser_session JOIN app_user USING (user_no)
      WHERE token_hash = $2 AND NOT is_disabled AND \(SessionStore.isOpen)
      """, [.int4(Int32(SessionStore.idleMinutes)), .text(token.hash)])
    guard let row = rows.first else { return nil }
    // Once a minute, so that a page with twenty requests writes once.
    if isUse, row.bool(10) {
      try connection.query(
        "UPDATE browser_session SET last_seen = now() WHERE token_hash = $1", [.text(token.hash)])
    }
    return try UserStore.record(row)
  }

  /// Ends a session; one that has ended already stays so.
  public func end(_ token: SecretToken) throws {
    try connection.query("DELETE FROM browser_session WHERE token_hash = $1", [.text(token.hash)])
  }

  /// A condition; `$1` is the idle time in minutes.
  private static let isOpen = "expires_at > now() AND last_seen > now() - make_interval(mins => $1)"
}
