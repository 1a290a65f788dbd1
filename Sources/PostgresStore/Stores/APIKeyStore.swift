public import AccessControl

/// Keys with which programs sign in.
public struct APIKeyStore {
  private let connection: PostgresConnection

  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// A key as stored, without its secret.
  public struct Record: Sendable, Hashable {
    public let id: String
    /// What the key is for; several may share a name while one replaces another.
    public let name: UserName
    public let role: Role
    /// `nil` for the whole tree.
    public let scope: PortfolioScope?
    /// ISO 8601 UTC.
    public let expiresAt: String
    public let isExpired: Bool
    /// ISO 8601 UTC; `nil` unless revoked.
    public let revokedAt: String?
    public let createdBy: String
    /// ISO 8601 UTC.
    public let createdAt: String

    public var principal: Principal {
      Principal(name: "key:\(name)", role: role, scope: scope, signIn: .apiKey)
    }
  }

  /// - Parameter days: For how long the key is good.
  @discardableResult
  public func add(
    _ key: APIKey, name: UserName, role: Role, scope: PortfolioScope? = nil, days: Int, by user: String
  ) throws -> Record {
    try connection.query(
      """
      INSERT INTO api_key (key_id, name, secret_hash, role, node, expires_at, created_by)
      VALUES ($1, $2, $3, $4, $5, now() + make_interval(days => $6), $7)
      """,
      [
        .text(key.id), .text(name.text), .text(key.secretHash), .text(role.rawValue),
        .text(orNull: scope?.node),
        .int4(Int32(days)), .text(user),
      ])
    guard let record = try record(key.id) else { throw StoreError.notFound(kind: "key", id: key.id) }
    return record
  }

  /// The key of a public part; `nil` when there is none.
  public func record(_ id: String) throws -> Record? {
    try connection.query("\(APIKeyStore.select) WHERE key_id = $1", [.text(id)]).first.map {
      try APIKeyStore.record($0)
    }
  }

  /// Whom a key lets in; `nil` for one that is unknown, revoked, expired, or has another secret.
  public func principal(_ key: APIKey) throws -> Principal? {
    let rows = try connection.query(
      "SELECT \(APIKeyStore.columns), secret_hash FROM api_key WHERE key_id = $1", [.text(key.id)])
    guard let row = rows.first, ConstantTime.equal(row.text(9), key.secretHash) else { return nil }
    let record = try APIKeyStore.record(row)
    return record.isExpired || record.revokedAt != nil ? nil : record.principal
  }

  /// By name, then as they were made.
  public func list() throws -> [Record] {
    try connection.query("\(APIKeyStore.select) ORDER BY name, key_no").map { try APIKeyStore.record($0) }
  }

  /// As they were made, the newest first.
  ///
  /// - Parameter id: Only keys made before the one of this public part.
  public func list(limit: Int, before id: String?) throws -> [Record] {
    try connection.query(
      """
      \(APIKeyStore.select)
      WHERE $1::text IS NULL OR key_no < (SELECT last.key_no FROM api_key last WHERE last.key_id = $1)
      ORDER BY key_no DESC LIMIT $2
      """, [.text(orNull: id), .int8(Int64(limit))]
    ).map { try APIKeyStore.record($0) }
  }

  /// Lets a key in no more.
  ///
  /// - Parameter id: The public part of the key.
  /// - Throws: `StoreError.notFound`.
  public func revoke(_ id: String) throws {
    let changed = try connection.query(
      "UPDATE api_key SET revoked_at = coalesce(revoked_at, now()) WHERE key_id = $1", [.text(id)])
    guard changed.affected == 1 else { throw StoreError.notFound(kind: "key", id: id) }
  }

  private static let columns = """
    key_id, name, role, node, \(SQLText.iso("expires_at")), expires_at <= now(), \(SQLText.iso("revoked_at")),
    created_by, \(SQLText.iso("created_at"))
    """

  private static let select = "SELECT \(columns) FROM api_key"

  private static func record(_ row: PostgresRow) throws -> Record {
    guard let name = UserName(row.text(1)) else {
      throw StoreError.unreadable("'\(row.text(1))' is not the name of a key")
    }
    return Record(
      id: row.text(0), name: name, role: try StoredAccess.role(row.text(2)),
      scope: try StoredAccess.scope(row.optionalText(3)), expiresAt: row.text(4), isExpired: row.bool(5),
      revokedAt: row.optionalText(6), createdBy: row.text(7), createdAt: row.text(8))
  }
}
