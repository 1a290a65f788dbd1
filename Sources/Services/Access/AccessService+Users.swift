import AccessControl
import HTTPServing
import PostgresStore

extension AccessService {
  func listUsers(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["limit", "cursor"])
    let limit = try request.query.pageLimit()
    let listing = ["listUsers"]
    let after = try PageCursor(request.query, listing: listing, count: 1)?.key[0]
    let found = try environment.accountDatabase.read {
      try UserStore($0).list(limit: limit + 1, after: after)
    }
    return try .page(found, limit: limit, listing: listing) {
      [$0.name.text]
    } view: {
      UserView($0)
    }
  }

  func getUser(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    return try .document(UserView(try record(try request.userName())))
  }

  /// Adds a person with a password that is shown once and has to be changed at the first sign-in.
  func createUser(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let input = try request.document(NewUserInput.self)
    try Self.requireSignIn(request)
    let name = try Self.name(input.name)
    let scope = try Self.scope(input.node)
    Self.note(input.role, scope, of: request)
    let (password, hash) = try oneTimePassword(for: name)
    let author = request.signedIn.name
    let isNew = try once("user", request) { connection in
      try UserStore(connection).add(
        name, role: input.role, scope: scope, password: hash, mustChange: true, by: author
      ).name.text
    }.isNew
    var headers = Self.notKept
    headers["Location"] = "/v1/users/\(name)"
    return try .document(
      UserWithPassword(
        user: UserView(try record(name)), oneTimePassword: isNew ? password : nil, warnings: warnings(scope)),
      status: isNew ? .created : .ok, headers: headers)
  }

  /// Gives a user another role and node.
  func changeUser(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let name = try request.userName()
    let input = try request.document(UserInput.self)
    try Self.requireOther(name, request)
    let scope = try Self.scope(input.node)
    Self.note(input.role, scope, of: request)
    try environment.accountDatabase.write { connection in
      let users = UserStore(connection)
      try users.keepingAnAdministrator { try users.setRole(name, input.role, scope: scope) }
    }
    return try .document(
      UserWithPassword(user: UserView(try record(name)), oneTimePassword: nil, warnings: warnings(scope)))
  }

  /// Lets a user sign in no more, and ends all sessions.
  func disableUser(_ request: HTTPRequest) throws -> HTTPResponse {
    let name = try request.userName()
    try request.requireEmptyObject()
    try Self.requireOther(name, request)
    return try changed(name) { users in
      try users.keepingAnAdministrator { try users.setDisabled(name, true) }
    }
  }

  func enableUser(_ request: HTTPRequest) throws -> HTTPResponse {
    let name = try request.userName()
    try request.requireEmptyObject()
    return try changed(name) { try $0.setDisabled(name, false) }
  }

  /// Ends a lock before its time.
  func unlockUser(_ request: HTTPRequest) throws -> HTTPResponse {
    let name = try request.userName()
    try request.requireEmptyObject()
    return try changed(name) { try $0.unlock(name) }
  }

  /// Gives a user another one-time password, and ends all sessions.
  func resetPassword(_ request: HTTPRequest) throws -> HTTPResponse {
    let name = try request.userName()
    try request.requireEmptyObject()
    try Self.requireOther(name, request)
    _ = try record(name)
    let (password, hash) = try oneTimePassword(for: name)
    try environment.accountDatabase.write { try UserStore($0).setPassword(name, hash, mustChange: true) }
    return try .document(
      UserWithPassword(user: UserView(try record(name)), oneTimePassword: password, warnings: []),
      headers: Self.notKept)
  }

  private func changed(_ name: UserName, _ change: (UserStore) throws -> Void) throws -> HTTPResponse {
    try environment.accountDatabase.write { try change(UserStore($0)) }
    return try .document(UserView(try record(name)))
  }

  private func record(_ name: UserName) throws -> UserStore.Record {
    guard let record = try environment.accountDatabase.read({ try UserStore($0).record(name) }) else {
      throw ProblemDetails.missing("user", name.text)
    }
    return record
  }

  private func oneTimePassword(for name: UserName) throws -> (text: String, hash: PasswordHash) {
    var generator = SystemRandomNumberGenerator()
    let password = OneTimePassword.make(for: name, using: &generator)
    return (password, try environment.passwords.hash(password))
  }

  /// - Throws: 403 for one's own name.
  private static func requireOther(_ name: UserName, _ request: HTTPRequest) throws(ProblemDetails) {
    guard SeparationOfDuties.mayAdminister(request.signedIn.name, user: name) else {
      throw ProblemDetails(
        status: .forbidden, kind: "separation-of-duties", title: "Separation of duties",
        detail: "\(name) is your own name: another administrator has to do this. "
          + "Your password is changed with POST /v1/session/password.")
    }
  }

  private struct NewUserInput: Decodable {
    let name: String
    let role: Role
    let node: String?
  }

  private struct UserInput: Decodable {
    let role: Role
    let node: String?
  }

  private struct UserWithPassword: Encodable {
    let user: UserView
    /// Shown this once.
    let oneTimePassword: String?
    let warnings: [String]
  }
}

extension HTTPRequest {
  /// The path parameter `user_name`.
  ///
  /// - Throws: 400 when it is not the name of a user.
  fileprivate func userName() throws(ProblemDetails) -> UserName {
    guard let name = UserName(pathParameter("user_name")) else {
      throw .invalid(
        parameter: "user_name", message: "is not the name of a user",
        fix: "write 1 to 64 of a-z 0-9 . _ @ - beginning with a letter or digit")
    }
    return name
  }
}
