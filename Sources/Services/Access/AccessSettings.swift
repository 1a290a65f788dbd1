public import AccessControl

/// Who may use the services, beside the users and keys that the database has.
public struct AccessSettings: Sendable {
  /// Takes tokens of an identity provider; `nil` takes none.
  public var tokens: TokenSource?
  public var duties = SeparationOfDuties()
  /// How long an event stream may go on after whoever asked for it may no longer ask.
  public var streamCheckInterval = Duration.seconds(5)
  /// What hashing a password costs.
  public var passwordCost = PasswordHash.Parameters.standard

  public init() {}
}
