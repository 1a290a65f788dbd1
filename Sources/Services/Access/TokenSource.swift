public import AccessControl

/// What takes tokens of an identity provider.
public enum TokenSource: Sendable {
  /// With keys that were read at the start.
  case fixed(TokenVerifier)
  /// With keys that are fetched.
  case fetched(FetchedKeySet)

  /// Who holds a token.
  ///
  /// - Parameter now: Seconds since 1970-01-01 UTC.
  /// - Throws: `TokenFault`; 503 while there are no keys.
  func principal(of token: String, now: Int64) throws -> Principal {
    switch self {
    case .fixed(let verifier): try verifier.principal(of: token, now: now)
    case .fetched(let keys): try keys.principal(of: token, now: now)
    }
  }
}
