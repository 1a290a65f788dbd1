import AccessControl
import HTTPServing

extension HTTPRequest {
  /// Who asks.
  ///
  /// - Precondition: the operation is not for anyone.
  var signedIn: Principal {
    guard let principal else { preconditionFailure("the gate lets nobody through unnamed") }
    return principal
  }

  /// The name to write down for what is asked: the principal's, or on an open server the one that the client gives.
  func author(_ given: String?) -> String {
    signedIn.signIn == .open ? given ?? "api" : signedIn.name
  }

  /// The portfolio node to which an answer is confined: the one asked for, or else the principal's; `nil` for all.
  ///
  /// - Throws: 403 for a node that is not under the principal's.
  func node(_ asked: String?) throws(ProblemDetails) -> String? {
    guard let scope = signedIn.scope else { return asked }
    guard let asked else { return scope.node }
    guard scope.contains(asked) else { throw .outsideScope(asked, scope) }
    return asked
  }
}
