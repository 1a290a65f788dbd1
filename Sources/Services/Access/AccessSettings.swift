public import AccessControl

/// Who may use the services, beside the users and keys that the database has.
public struct AccessSettings: Sendable {
  /// Takes tokens of an identity provider; `nil` takes none.
  public var tokens: TokenVerifier?
  public var duties = SeparationOfDuties()
  /// What hashing a password costs.
  public var passwordCost = PasswordHash.Parameters.standard

  public init() {}
}
