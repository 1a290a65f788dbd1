import AccessControl
import HTTPServing
import PostgresStore
import Synchronization

/// Finds out who asks: by a key or a token in `Authorization`, or by the cookie of a browser's session.
///
/// A server is open, and everyone on it an administrator, while it listens on the loopback address only, takes no tokens,
/// and its database knows neither a user nor a key. It closes with the first of them, for good.
final class Authenticator: Sendable {
  private let database: Database
  private let tokens: TokenSource?
  private let now: @Sendable () -> Int64
  private let isClosed: Mutex<Bool>

  /// - Parameter isLoopback: Whether only this machine reaches the server.
  init(_ environment: ServiceEnvironment, isLoopback: Bool) {
    database = environment.signInDatabase
    tokens = environment.access.tokens
    now = environment.now
    isClosed = Mutex(!isLoopback || environment.access.tokens != nil)
  }

  /// Whether nothing has closed the server so far.
  var wasOpen: Bool { isClosed.withLock { !$0 } }

  /// - Throws: 401 for one who is nobody, 403 for a browser that was sent by another site, 503 without a database.
  ///
  /// - Parameter isUse: Whether asking keeps a session from being idle.
  func identity(of request: HTTPRequest, isWrite: Bool, isUse: Bool = true) throws -> Identity {
    guard try isRequired() else { return Identity(principal: .open) }
    let given = request.headers.values("Authorization")
    if !given.isEmpty { return Identity(principal: try bearer(given)) }
    guard let token = SessionCookie.token(of: request) else { throw ProblemDetails.signInNeeded }
    guard let user = try database.read({ try SessionStore($0).user(token, isUse: isUse) }) else {
      throw ProblemDetails.sessionEnded
    }
    if isWrite { try CrossSiteCheck.check(request, token) }
    return Identity(principal: user.principal, mustChangePassword: user.mustChange)
  }

  /// Whether a request that was let in as `principal` would be now, as the same one with the same rights.
  func stillKnows(_ principal: Principal, by request: HTTPRequest) throws -> Bool {
    do {
      return try identity(of: request, isWrite: false, isUse: false).principal == principal
    } catch let problem as ProblemDetails where problem.status == .unauthorized {
      return false
    }
  }

  private func isRequired() throws -> Bool {
    guard wasOpen else { return true }
    let isKnown = try database.read { try UserStore($0).isAnyoneKnown() }
    if isKnown { isClosed.withLock { $0 = true } }
    return isKnown
  }

  private func bearer(_ given: [String]) throws -> Principal {
    let words = given[0].split(separator: " ", maxSplits: 1)
    guard given.count == 1, words.count == 2, words[0].lowercased() == "bearer" else {
      throw ProblemDetails.badCredential("Send one Authorization field: Bearer, a blank, and a key or token.")
    }
    if let key = APIKey(words[1]) {
      guard let principal = try database.read({ try APIKeyStore($0).principal(key) }) else {
        throw ProblemDetails.badCredential("The key is unknown, revoked or expired.")
      }
      return principal
    }
    guard let tokens else {
      throw ProblemDetails.badCredential(
        "This is not a key of Tenor, and this server takes no tokens of others.")
    }
    do {
      return try tokens.principal(of: String(words[1]), now: now() / 1_000)
    } catch let fault as TokenFault {
      throw ProblemDetails.badCredential(fault.description)
    }
  }
}
