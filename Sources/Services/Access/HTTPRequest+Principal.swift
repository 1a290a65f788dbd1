import AccessControl
import HTTPServing
import RunRecords

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

  /// As `author`, for what always needs a person.
  ///
  /// - Parameter field: Where an open server takes the name from.
  /// - Throws: 422 for what is no name, and where an open server is given none.
  func person(_ given: String?, field: String) throws(ProblemDetails) -> String {
    let isOpen = signedIn.signIn == .open
    if isOpen || given != nil { try ProblemDetails.requireText(given ?? "", field: field, upTo: 100) }
    return isOpen ? given ?? "" : signedIn.name
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

  /// For what is told of the whole book only.
  ///
  /// - Throws: 403 for a principal that is confined to a node.
  func requireWholeTree() throws(ProblemDetails) {
    if let scope = signedIn.scope { throw .outsideScope("", scope) }
  }

  /// Whether something about a portfolio node, empty for everything, is for the principal.
  func maySee(_ node: String) -> Bool { signedIn.scope?.contains(node) ?? true }

  /// Whether a limit, in force or proposed, is for the principal.
  func maySee(_ limit: LimitRecord) -> Bool {
    [limit.definition, limit.proposal?.definition].allSatisfy { $0.map { maySee($0.node) } ?? true }
  }
}
