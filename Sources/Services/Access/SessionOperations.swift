import AccessControl
import HTTPServing
import PostgresStore

/// Signing in and out with a browser, and who is signed in; on every port.
struct SessionOperations: Sendable {
  let database: Database
  let passwords: PasswordCheck

  private static let bodyBytes = 4_096

  var routes: [Route] {
    [
      .json(
        .post, "/v1/session", operationID: "createSession", maxBodyBytes: Self.bodyBytes,
        handler: createSession),
      Route(.get, "/v1/session", operationID: "getSession", handler: getSession),
      Route(.delete, "/v1/session", operationID: "deleteSession", handler: deleteSession),
      .json(
        .post, "/v1/session/password", operationID: "changePassword", maxBodyBytes: Self.bodyBytes,
        handler: changePassword),
    ]
  }

  /// Signs in. A session that the browser had before ends.
  func createSession(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    try CrossSiteCheck.checkOrigin(request)
    let input = try request.document(SignInInput.self)
    guard let name = try passwords.user(input.name, input.password) else {
      // Only what could be a name: anything else would be refused by the audit trail, and hold up all changes.
      if let name = UserName(input.name) { request.caller.establish(name.text, by: "password-refused") }
      throw ProblemDetails.signInRefused
    }
    if let earlier = SessionCookie.token(of: request) {
      try database.write { try SessionStore($0).end(earlier) }
    }
    return try begin(name, request, status: .created)
  }

  /// Who asks, and what they may do.
  func getSession(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let principal = request.signedIn
    guard principal.signIn == .password, let token = SessionCookie.token(of: request),
      let user = try database.read({ try SessionStore($0).user(token) })
    else { return try .document(SessionView(principal), headers: Self.notKept) }
    return try .document(SessionView(user, token), headers: Self.notKept)
  }

  /// Signs out; there is nothing to end for keys and tokens.
  func deleteSession(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    if request.signedIn.signIn == .password, let token = SessionCookie.token(of: request) {
      try database.write { try SessionStore($0).end(token) }
    }
    return HTTPResponse(
      status: .noContent,
      headers: ["Set-Cookie": SessionCookie.clearing(for: request), "Cache-Control": "no-store"])
  }

  /// Replaces one's own password; all other sessions end.
  func changePassword(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let principal = request.signedIn
    guard principal.signIn == .password, let name = UserName(principal.name) else {
      throw ProblemDetails.conflict("Only one who has signed in with a password can change it here.")
    }
    let input = try request.document(PasswordInput.self)
    if let fault = PasswordRules.fault(in: input.newPassword, for: name.text) {
      throw ProblemDetails.unprocessable([
        .init(field: "new_password", message: fault.message, fix: fault.fix)
      ])
    }
    guard input.newPassword != input.currentPassword else {
      throw ProblemDetails.unprocessable([
        .init(field: "new_password", message: "is the one there is", fix: "choose another")
      ])
    }
    guard try passwords.user(name.text, input.currentPassword) == name else {
      throw ProblemDetails.unprocessable([
        .init(
          field: "current_password", message: "is not right, or the user is locked",
          fix: "send the password with which you signed in")
      ])
    }
    let hash = try passwords.hash(input.newPassword)
    try database.write { try UserStore($0).setPassword(name, hash, mustChange: false) }
    return try begin(name, request, status: .ok)
  }

  private func begin(_ name: UserName, _ request: HTTPRequest, status: HTTPStatus) throws -> HTTPResponse {
    var generator = SystemRandomNumberGenerator()
    let token = SecretToken(using: &generator)
    let user = try database.write { connection in
      let sessions = SessionStore(connection)
      return try sessions.begin(token, for: name) ? sessions.user(token) : nil
    }
    guard let user else { throw ProblemDetails.signInRefused }
    request.caller.establish(name.text, by: Principal.SignIn.password.rawValue)
    var headers = Self.notKept
    headers["Set-Cookie"] = SessionCookie.setting(token, for: request)
    return try .document(SessionView(user, token), status: status, headers: headers)
  }

  private static let notKept: HTTPHeaders = ["Cache-Control": "no-store"]

  private struct SignInInput: Decodable {
    let name: String
    let password: String
  }

  private struct PasswordInput: Decodable {
    let currentPassword: String
    let newPassword: String
  }

  private struct SessionView: Encodable {
    let name: String
    let role: Role
    let node: String?
    let signIn: Principal.SignIn
    let permissions: [Permission]
    let mustChangePassword: Bool
    let csrfToken: String?

    init(_ principal: Principal, mustChangePassword: Bool = false, csrfToken: String? = nil) {
      name = principal.name
      role = principal.role
      node = principal.scope?.node
      signIn = principal.signIn
      permissions = Permission.allCases.filter(principal.may)
      self.mustChangePassword = mustChangePassword
      self.csrfToken = csrfToken
    }

    init(_ user: UserStore.Record, _ token: SecretToken) {
      self.init(
        user.principal, mustChangePassword: user.mustChange, csrfToken: CrossSiteCheck.word(of: token))
    }
  }
}
