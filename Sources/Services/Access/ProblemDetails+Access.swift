import AccessControl
import HTTPServing

extension ProblemDetails {
  static let signInNeeded = unauthorized(
    "Sign in: POST /v1/session in a browser, or send a key or token as Authorization: Bearer.", error: nil)

  static let sessionEnded = unauthorized("The session has ended; sign in again.", error: nil)

  /// 401: what was sent to prove who asks does not.
  static func badCredential(_ detail: String) -> ProblemDetails {
    unauthorized(detail, error: "invalid_token")
  }

  /// 401, the same for a wrong name, a wrong password, and a user who is locked or disabled.
  static let signInRefused = unauthorized(
    "The name or the password is wrong, or the user is locked or disabled.", error: nil)

  private static func unauthorized(_ detail: String, error: String?) -> ProblemDetails {
    let reason = error.map { ", error=\"\($0)\"" } ?? ""
    return ProblemDetails(
      status: .unauthorized, kind: "sign-in-needed", title: "Sign-in needed", detail: detail,
      headers: ["WWW-Authenticate": "Bearer realm=\"tenor\"\(reason)"])
  }

  /// 403 that names the permission.
  static func permissionMissing(_ permission: Permission, _ principal: Principal) -> ProblemDetails {
    let why =
      principal.scope.map { "\(principal.name) is confined to \($0.node) and may only read" }
      ?? "\(principal.name) has the role \(principal.role.rawValue)"
    return ProblemDetails(
      status: .forbidden, kind: "permission-missing", title: "Permission missing",
      detail: "This needs the permission \(permission.rawValue); \(why).")
  }

  /// 403 for a portfolio node that the principal may not see.
  static func outsideScope(_ node: String, _ scope: PortfolioScope) -> ProblemDetails {
    ProblemDetails(
      status: .forbidden, kind: "outside-scope", title: "Outside the portfolio node",
      detail: "You see \(scope.node) and what is below it; ask for that, or leave the node out.")
  }

  static let passwordChangeNeeded = ProblemDetails(
    status: .forbidden, kind: "password-change-needed", title: "Password change needed",
    detail: "Another person chose your password; change it first: POST /v1/session/password.")

  /// 403 where the same person may not do both.
  static func sameHands(_ person: String) -> ProblemDetails {
    ProblemDetails(
      status: .forbidden, kind: "separation-of-duties", title: "Separation of duties",
      detail: "\(person) created this run; another person has to publish it.")
  }

  /// 403 where the same person may not review what they have brought.
  static func ownMarket(_ person: String) -> ProblemDetails {
    ProblemDetails(
      status: .forbidden, kind: "separation-of-duties", title: "Separation of duties",
      detail: "\(person) has brought this market snapshot; another person has to review it.")
  }

  /// 429: too many passwords are being checked.
  static let tooManySignIns = ProblemDetails(
    status: .tooManyRequests, kind: "too-many-sign-ins", title: "Too many sign-ins",
    detail: "Several people are signing in at this moment; try again shortly.", headers: ["Retry-After": "1"])
}
