internal import JSONDocuments

/// Turns an identity provider's signed tokens (RFC 7519) into principals, by the practices of RFC 8725.
public struct TokenVerifier: Sendable {
  private let policy: TokenPolicy
  private let keys: JSONWebKeySet

  public init(_ policy: TokenPolicy, keys: JSONWebKeySet) {
    self.policy = policy
    self.keys = keys
  }

  /// Who holds a token.
  ///
  /// - Parameter now: Seconds since 1970-01-01 UTC.
  /// - Throws: `TokenFault`.
  public func principal(of token: String, now: Int64) throws(TokenFault) -> Principal {
    let signed = try JSONWebSignature(token, keys: keys)
    guard let type = signed.type, policy.types.contains(where: { Self.isSameType($0, type) }) else {
      throw .wrongType
    }
    guard let value = try? JSONDocument.parse(signed.payload), case .object(let claims) = value else {
      throw .malformed("its payload is not a JSON object")
    }
    try check(claims, now: Double(now))
    let name = try name(claims)
    guard let role = Self.role(claims[policy.roleClaim]) else { throw .noRole(claim: policy.roleClaim) }
    return Principal(name: name, role: role, scope: try scope(claims), signIn: .token)
  }

  private func check(_ claims: JSONObject, now: Double) throws(TokenFault) {
    guard claims["iss"] == .string(policy.issuer) else { throw .wrongIssuer }
    switch claims["aud"] {
    case .string(policy.audience)?: break
    case .array(let audiences)? where audiences.contains(.string(policy.audience)): break
    default: throw .wrongAudience
    }
    let leeway = Double(policy.leewaySeconds)
    guard let expiry = try time(claims, "exp") else { throw .badClaim("exp") }
    guard now < expiry + leeway else { throw .expired }
    for claim in ["nbf", "iat"] {
      guard let start = try time(claims, claim) else { continue }
      guard now >= start - leeway else { throw .notYetValid }
    }
  }

  private func time(_ claims: JSONObject, _ name: String) throws(TokenFault) -> Double? {
    switch claims[name] {
    case nil: return nil
    case .number(let seconds)? where seconds >= 0: return seconds
    default: throw .badClaim(name)
    }
  }

  private func name(_ claims: JSONObject) throws(TokenFault) -> String {
    guard case .string(let name)? = claims[policy.nameClaim], (1...100).contains(name.unicodeScalars.count),
      name.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }), !name.hasPrefix("key:")
    else { throw .badClaim(policy.nameClaim) }
    return name
  }

  private func scope(_ claims: JSONObject) throws(TokenFault) -> PortfolioScope? {
    switch claims[policy.nodeClaim] {
    case nil: return nil
    case .string(let node)?:
      guard let scope = PortfolioScope(node: node) else { throw .badClaim(policy.nodeClaim) }
      return scope
    default: throw .badClaim(policy.nodeClaim)
    }
  }

  /// The one role that a claim names; other names in a list are those of other programs.
  private static func role(_ claim: JSONValue?) -> Role? {
    let names: [JSONValue] =
      switch claim {
      case .string?: [claim!]
      case .array(let values)?: values
      default: []
      }
    let roles = Set(
      names.compactMap { value -> Role? in
        guard case .string(let name) = value else { return nil }
        return Role(rawValue: name)
      })
    return roles.count == 1 ? roles.first : nil
  }

  /// Media types compare without regard to case, and `application/` may be left out (RFC 7515 section 4.1.9).
  private static func isSameType(_ left: String, _ right: String) -> Bool {
    func short(_ type: String) -> String {
      let lower = type.lowercased()
      return lower.hasPrefix("application/") ? String(lower.dropFirst("application/".count)) : lower
    }
    return short(left) == short(right)
  }
}
