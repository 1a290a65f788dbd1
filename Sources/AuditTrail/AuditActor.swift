/// Who did something, and how that is known.
public struct AuditActor: Sendable, Hashable {
  /// The name of a person, a program or a schedule.
  public let name: String
  /// Such as `none`, `operating-system`, `client-certificate` or `schedule`.
  public let authenticatedBy: String

  public init(name: String, authenticatedBy: String) {
    self.name = name
    self.authenticatedBy = authenticatedBy
  }

  /// A request that says nothing of who sent it.
  public static let anonymous = AuditActor(name: "anonymous", authenticatedBy: "none")

  /// The login that runs a command.
  public static func operatingSystemUser(_ name: String) -> AuditActor {
    AuditActor(name: name, authenticatedBy: "operating-system")
  }

  /// A schedule that fired.
  public static func schedule(_ name: String) -> AuditActor {
    AuditActor(name: "schedule \(name)", authenticatedBy: "schedule")
  }
}
