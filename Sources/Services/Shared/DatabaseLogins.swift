import PostgresStore

/// Which logins of the database the parts of a server use.
public enum DatabaseLogins: Sendable, Hashable {
  /// The one that the address names, for everything.
  case one
  /// Roles: the writer where something is changed, the reader for reading, and one each for sign-in and the audit trail.
  case roles
  /// Roles without the writer, for services that change nothing.
  case rolesOfReaders

  /// Those of a server with these services, where roles are used.
  public static func roles(of services: [Service]) -> DatabaseLogins {
    services.allSatisfy(\.onlyReads) ? .rolesOfReaders : .roles
  }

  /// For runs, and whatever changes something.
  func main(_ settings: PostgresSettings) -> PostgresSettings {
    switch self {
    case .one: settings
    case .roles: settings.with(role: .writer)
    case .rolesOfReaders: settings.with(role: .reader)
    }
  }

  /// For results and market data.
  func reading(_ settings: PostgresSettings) -> PostgresSettings {
    self == .one ? settings : settings.with(role: .reader)
  }

  /// Whether reading has a login that the main one is not.
  var separatesReading: Bool { self == .roles }
}
