import AccessControl
import HTTPServing
import JSONDocuments
import PostgresStore

/// Users and keys, for administrators.
///
/// Nobody changes their own rights, the last administrator stays one, and what is given to whom is in the audit trail. The
/// first user is added on the command line: a server that asks nobody who they are gives nobody rights for good.
struct AccessService: Sendable {
  let environment: ServiceEnvironment

  private static let bodyBytes = 4_096

  var routes: [Route] {
    func changing(
      _ path: PathTemplate, _ operationID: String, _ method: HTTPMethod = .post,
      handler: @escaping Route.Handler
    ) -> Route {
      .json(method, path, operationID: operationID, maxBodyBytes: Self.bodyBytes, handler: handler)
    }
    return [
      Route(.get, "/v1/roles", operationID: "listRoles", handler: listRoles),
      Route(.get, "/v1/users", operationID: "listUsers", handler: listUsers),
      changing("/v1/users", "createUser", handler: createUser),
      Route(.get, "/v1/users/{user_name}", operationID: "getUser", handler: getUser),
      changing("/v1/users/{user_name}", "changeUser", .put, handler: changeUser),
      changing("/v1/users/{user_name}/disable", "disableUser", handler: disableUser),
      changing("/v1/users/{user_name}/enable", "enableUser", handler: enableUser),
      changing("/v1/users/{user_name}/unlock", "unlockUser", handler: unlockUser),
      changing("/v1/users/{user_name}/reset-password", "resetPassword", handler: resetPassword),
      Route(.get, "/v1/keys", operationID: "listKeys", handler: listKeys),
      changing("/v1/keys", "createKey", handler: createKey),
      changing("/v1/keys/{key_id}/revoke", "revokeKey", handler: revokeKey),
    ]
  }

  /// What each role may do.
  func listRoles(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    return try .document(Page(items: Role.allCases.map(RoleView.init), nextCursor: nil))
  }

  private struct RoleView: Encodable {
    let role: Role
    let permissions: [Permission]

    init(_ role: Role) {
      self.role = role
      permissions = Permission.allCases.filter(role.permissions.contains)
    }
  }

  // MARK: What users and keys have in common

  /// For secrets that are shown once.
  static let notKept: HTTPHeaders = ["Cache-Control": "no-store"]

  /// - Throws: 409 on a server that asks nobody who they are.
  static func requireSignIn(_ request: HTTPRequest) throws(ProblemDetails) {
    guard request.signedIn.signIn != .open else {
      throw .conflict(
        "Nobody has to sign in here yet. Add the first user on the command line: tenor user add NAME --role admin --mine"
      )
    }
  }

  /// The name of a user or of what a key is for.
  static func name(_ text: String) throws(ProblemDetails) -> UserName {
    guard let name = UserName(text) else {
      throw .unprocessable([
        .init(
          field: "name", message: "is not a name",
          fix: "write 1 to 64 of a-z 0-9 . _ @ - beginning with a letter or digit")
      ])
    }
    return name
  }

  static func scope(_ node: String?) throws(ProblemDetails) -> PortfolioScope? {
    guard let node else { return nil }
    guard let scope = PortfolioScope(node: node) else {
      throw .unprocessable([
        .init(field: "node", message: "is not a portfolio node", fix: "write one to four names joined by /")
      ])
    }
    return scope
  }

  /// Tells the audit trail which rights are given.
  static func note(_ role: Role, _ scope: PortfolioScope?, of request: HTTPRequest) {
    request.caller.note("role", role.rawValue)
    request.caller.note("node", scope?.node ?? "everything")
  }

  /// What is worth knowing of a node: that no portfolio has it yet.
  func warnings(_ scope: PortfolioScope?) throws -> [String] {
    guard let scope else { return [] }
    let isKnown = try environment.database.read { try !PortfolioStore($0).nodes(under: scope.node).isEmpty }
    return isKnown
      ? [] : ["no portfolio has the node \(scope.node) yet; nothing will be seen until one has"]
  }

  /// What `make` gives, made once for each `Idempotency-Key` however often it is asked for.
  func once(_ kind: String, _ request: HTTPRequest, make: (PostgresConnection) throws -> String)
    throws -> (id: String, isNew: Bool)
  {
    let key = try RunsService.idempotencyKey(request)
    let fingerprint = ContentHash.sha256Hex(try CanonicalJSON.encodeBytes(try request.bodyValue()))
    return try environment.accountDatabase.write { connection in
      guard let key else { return (try make(connection), true) }
      return try IdempotencyStore(connection).access(kind, forKey: key, fingerprint: fingerprint) {
        try make(connection)
      }
    }
  }
}
