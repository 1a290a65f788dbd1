public import AccessControl
public import PostgresStore

/// A user as clients see it, over HTTP and from `tenor user list --json`.
public struct UserView: Encodable {
  public let name: String
  public let role: Role
  public let node: String?
  public let state: State
  public let failedAttempts: Int
  public let lastSignIn: String?
  public let createdAt: String
  public let createdBy: String

  /// Raw values are the names in answers.
  public enum State: String, Sendable, Encodable, CaseIterable {
    case active
    /// Another person chose the password, which is yet to be changed.
    case new
    /// Too many wrong passwords, not long ago.
    case locked
    case disabled
  }

  public init(_ user: UserStore.Record) {
    name = user.name.text
    role = user.role
    node = user.scope?.node
    state = user.isDisabled ? .disabled : user.isLocked ? .locked : user.mustChange ? .new : .active
    failedAttempts = user.failedAttempts
    lastSignIn = user.lastSignIn
    createdAt = user.createdAt
    createdBy = user.createdBy
  }
}
