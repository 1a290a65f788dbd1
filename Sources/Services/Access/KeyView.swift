public import AccessControl
public import PostgresStore

/// A key of a program as clients see it, over HTTP and from `tenor key list --json`; never its secret.
public struct KeyView: Encodable {
  public let keyId: String
  public let name: String
  public let role: Role
  public let node: String?
  public let state: State
  public let expiresAt: String
  public let revokedAt: String?
  public let createdAt: String
  public let createdBy: String

  /// Raw values are the names in answers.
  public enum State: String, Sendable, Encodable, CaseIterable {
    case active
    case expired
    case revoked
  }

  public init(_ key: APIKeyStore.Record) {
    keyId = key.id
    name = key.name.text
    role = key.role
    node = key.scope?.node
    state = key.revokedAt != nil ? .revoked : key.isExpired ? .expired : .active
    expiresAt = key.expiresAt
    revokedAt = key.revokedAt
    createdAt = key.createdAt
    createdBy = key.createdBy
  }
}
