/// Who asks: a person or a program that has signed in, or anyone on a server without users.
public struct Principal: Sendable, Hashable {
  /// How the principal proved who it is.
  public enum SignIn: String, Sendable, Hashable, Codable {
    /// Not at all: the server has no users yet and listens on the loopback address only.
    case open
    /// By password, kept in a browser's session.
    case password
    case apiKey = "api_key"
    /// By a signed token of the institution's identity provider.
    case token
  }

  /// As it is written into runs and publications; `key:` begins the names of API keys and of nothing else.
  public let name: String
  public let role: Role
  /// The portfolio node that the principal is confined to; `nil` for the whole tree.
  public let scope: PortfolioScope?
  public let signIn: SignIn

  public init(name: String, role: Role, scope: PortfolioScope? = nil, signIn: SignIn) {
    self.name = name
    self.role = role
    self.scope = scope
    self.signIn = signIn
  }

  /// Whoever reaches a server that is open.
  public static let open = Principal(name: "open", role: .admin, signIn: .open)

  /// The permissions of the role. One who is confined to a node only reads: runs, inputs and schedules are of the whole
  /// book.
  public var permissions: Set<Permission> {
    scope == nil ? role.permissions : role.permissions.filter(\.isReading)
  }

  public func may(_ permission: Permission) -> Bool { permissions.contains(permission) }
}
