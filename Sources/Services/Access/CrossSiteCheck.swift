import AccessControl
import HTTPServing

/// Keeps pages of other sites from changing anything with the cookie of a person who is signed in here.
enum CrossSiteCheck {
  static let header = "X-CSRF-Token"

  /// The word that a page of this site shows with every change. Other sites cannot read it.
  static func word(of session: SecretToken) -> String { session.derived(for: "csrf") }

  /// - Throws: 403 where a browser says that another site asks, or the word is missing or wrong.
  static func check(_ request: HTTPRequest, _ session: SecretToken) throws(ProblemDetails) {
    try checkOrigin(request)
    let given = request.headers.values(header)
    guard given.count == 1, ConstantTime.equal(given[0], word(of: session)) else {
      throw ProblemDetails(
        status: .forbidden, kind: "csrf-token", title: "Cross-site token missing",
        detail:
          "A change that is asked for with a cookie needs the field \(header) with the csrf_token of GET /v1/session."
      )
    }
  }

  /// - Throws: 403 where a browser says that another site asks.
  static func checkOrigin(_ request: HTTPRequest) throws(ProblemDetails) {
    let site = request.headers["Sec-Fetch-Site"]
    guard site == nil || site == "same-origin" || site == "none" else { throw .otherSite }
    guard let origin = request.headers["Origin"] else { return }
    let authority = origin.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).last
    guard let authority, authority.lowercased() == request.headers["Host"]?.lowercased() else {
      throw .otherSite
    }
  }
}

extension ProblemDetails {
  fileprivate static let otherSite = ProblemDetails(
    status: .forbidden, kind: "cross-origin", title: "Cross-origin write refused",
    detail: "A web page of another origin may not change anything here.")
}
