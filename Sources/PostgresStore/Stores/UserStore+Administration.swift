public import AccessControl

extension UserStore {
  /// By name, those after `name` when given.
  public func list(limit: Int, after name: String?) throws -> [Record] {
    try connection.query(
      "\(UserStore.select) WHERE name > $1 ORDER BY name LIMIT $2",
      [.text(name ?? ""), .int8(Int64(limit))]
    ).map { try UserStore.record($0) }
  }

  /// Gives a user another role or node, from the next request on.
  ///
  /// - Throws: `StoreError.notFound`.
  public func setRole(_ name: UserName, _ role: Role, scope: PortfolioScope?) throws {
    try change(name, "role = $2, node = $3", [.text(role.rawValue), .text(orNull: scope?.node)])
  }

  /// Changes what a user may do, unless nobody would be left who can administer.
  ///
  /// Administrators of the whole tree are locked until the end, so that two of them cannot take each other's rights at once.
  ///
  /// - Throws: `StoreError.refused` where the last administrator would be gone, and what `body` throws.
  public func keepingAnAdministrator(_ body: () throws -> Void) throws {
    try connection.transaction {
      let before = try connection.query(
        "SELECT user_no FROM app_user WHERE \(UserStore.administers) ORDER BY user_no FOR UPDATE")
      try body()
      let isOneLeft = try connection.query(
        "SELECT EXISTS (SELECT FROM app_user WHERE \(UserStore.administers))")[0].bool(0)
      guard isOneLeft || before.count == 0 else {
        throw StoreError.refused(
          "this is the last administrator; make another user an administrator of the whole tree first")
      }
    }
  }

  /// A condition: whose sign-in leads to an administrator of the whole tree.
  private static let administers = "role = 'admin' AND node IS NULL AND NOT is_disabled"
}
