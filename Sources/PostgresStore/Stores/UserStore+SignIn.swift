public import AccessControl

extension UserStore {
  /// What a password is held against.
  public struct Credential: Sendable {
    public let password: PasswordHash
    /// Neither disabled nor locked.
    public let isUsable: Bool
  }

  /// After this many wrong passwords in a row a user is locked.
  public static let mostFailures = 10
  /// For how long.
  public static let lockMinutes = 15

  /// `nil` when there is no such user.
  ///
  /// - Parameter name: Any text without NUL.
  public func credential(_ name: String) throws -> Credential? {
    try connection.query(
      """
      SELECT password_hash, NOT is_disabled AND coalesce(locked_until <= now(), true) FROM app_user WHERE name = $1
      """, [.text(name)]
    ).first.map { Credential(password: PasswordHash(phc: $0.text(0)), isUsable: $0.bool(1)) }
  }

  /// Counts a wrong password, and locks the user after too many. While the lock lasts nothing is counted, so that nobody
  /// is kept out for longer by those who go on guessing.
  ///
  /// The server does not wait for its disk, so that a name that does not exist takes as long as one that does.
  public func countFailure(_ name: String) throws {
    try connection.transaction {
      try connection.execute("SET LOCAL synchronous_commit = off")
      try connection.query(
        """
        UPDATE app_user SET
          failed_attempts = CASE WHEN locked_until <= now() THEN 1 ELSE failed_attempts + 1 END,
          locked_until = CASE
            WHEN CASE WHEN locked_until <= now() THEN 1 ELSE failed_attempts + 1 END >= $2
            THEN now() + make_interval(mins => $3) END
        WHERE name = $1 AND coalesce(locked_until <= now(), true)
        """, [.text(name), .int4(Int32(UserStore.mostFailures)), .int4(Int32(UserStore.lockMinutes))])
    }
  }

  /// Begins counting anew after the right password.
  public func countSuccess(_ name: UserName) throws {
    try connection.query(
      "UPDATE app_user SET failed_attempts = 0, locked_until = NULL, last_sign_in = now() WHERE name = $1",
      [.text(name.text)])
  }
}
