import AccessControl
import HTTPServing

/// Lets a request through to its operation when whoever asks may ask for it.
struct AccessGate: Sendable {
  let authenticator: Authenticator
  /// How long an event stream may go on after whoever asked for it may no longer ask.
  let streamCheckInterval: Duration

  /// The route, refusing requests without permission, and telling its handler who asks.
  func guarding(_ route: Route) -> Route {
    let access = OperationAccess.of(route.operationID)
    guard access != .anyone else { return route }
    // Whoever asks is looked up in the database, which the threads that read connections must not wait for.
    return route.wrapped(execution: .pooled) { request, handler in
      let identity = try identity(of: request, isWrite: route.isWrite, access)
      var request = request
      request.principal = identity.principal
      if identity.principal.signIn != .open {
        request.caller.establish(identity.principal.name, by: identity.principal.signIn.rawValue)
      }
      try Self.check(identity, access)
      var response = try handler(request)
      if identity.principal.signIn != .open, response.headers["Cache-Control"] == nil {
        response.headers["Cache-Control"] = "no-store"
      }
      if case .events(let stream) = response.body {
        let (principal, asked) = (identity.principal, request)
        response.body = .events(
          stream.ending(askingEvery: streamCheckInterval) { [authenticator] in
            try authenticator.stillKnows(principal, by: asked)
          })
      }
      return response
    }
  }

  private func identity(of request: HTTPRequest, isWrite: Bool, _ access: OperationAccess) throws -> Identity
  {
    do {
      return try authenticator.identity(of: request, isWrite: isWrite)
    } catch let problem as ProblemDetails where problem.status == .serviceUnavailable {
      // Metrics tell that the database is away; on a server that was open so far they tell it to everyone there.
      guard access == .needs(.readOperations), !isWrite, authenticator.wasOpen else { throw problem }
      return Identity(principal: .open)
    }
  }

  private static func check(_ identity: Identity, _ access: OperationAccess) throws(ProblemDetails) {
    switch access {
    case .anyone, .signedIn: break
    case .needs(let permission):
      guard !identity.mustChangePassword else { throw .passwordChangeNeeded }
      guard identity.principal.may(permission) else {
        throw .permissionMissing(permission, identity.principal)
      }
    }
  }
}
