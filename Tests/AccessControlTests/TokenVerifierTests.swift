import JSONDocuments
import Testing

@testable import AccessControl

struct TokenVerifierTests {
  private static let now: Int64 = 1_700_000_000
  private static let issuer = "https://id.bank.example"

  /// A token that is taken, but for `changes`: another value as JSON, or `nil` to leave the claim out.
  private func result(
    _ changes: [String: String?] = [:], type: String? = "at+jwt",
    policy: TokenPolicy = TokenPolicy(issuer: issuer, audience: "tenor")
  ) -> Result<Principal, TokenFault> {
    var claims: [String: String?] = [
      "iss": "\"\(Self.issuer)\"", "aud": #""tenor""#, "sub": #""ann""#, "exp": "\(Self.now + 300)",
      "iat": "\(Self.now)", "tenor_role": #""analyst""#,
    ]
    claims.merge(changes) { $1 }
    let payload = claims.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }.joined(
      separator: ",")
    let typ = type.map { #","typ":"\#($0)""# } ?? ""
    let token = TestSigner.token(#"{"alg":"EdDSA","kid":"k1"\#(typ)}"#, "{\(payload)}")
    return Result { () throws(TokenFault) in
      try TokenVerifier(policy, keys: TestSigner.keys).principal(of: token, now: Self.now)
    }
  }

  @Test func claimsBecomeAPrincipal() throws {
    #expect(try result().get() == Principal(name: "ann", role: .analyst, signIn: .token))
    let confined = try result(["tenor_node": #""FUND/CREDIT""#, "tenor_role": #"["staff", "trader"]"#]).get()
    #expect(confined.scope?.node == "FUND/CREDIT" && confined.role == .trader)
    let renamed = TokenPolicy(
      issuer: Self.issuer, audience: "tenor", nameClaim: "email", roleClaim: "groups", nodeClaim: "desk")
    let other = ["email": #""ann@bank""#, "groups": #"["viewer"]"#, "desk": #""FUND""#]
    #expect(try result(other, policy: renamed).get().name == "ann@bank")
    #expect(try result(other, policy: renamed).get().scope?.node == "FUND")
  }

  @Test(
    arguments: [
      (["iss": #""https://id.bank.example/""#], TokenFault.wrongIssuer), (["iss": nil], .wrongIssuer),
      (["iss": #"["https://id.bank.example"]"#], .wrongIssuer),
      (["aud": #""other""#], .wrongAudience), (["aud": nil], .wrongAudience), (["aud": "[]"], .wrongAudience),
      (["aud": #"["other", "tenor2"]"#], .wrongAudience),
      (["exp": nil], .badClaim("exp")), (["exp": #""1800000000""#], .badClaim("exp")),
      (["exp": "0"], .expired),
      (["nbf": "\(now + 61)"], .notYetValid), (["iat": "\(now + 61)"], .notYetValid),
      (["nbf": #""now""#], .badClaim("nbf")), (["nbf": "-1"], .badClaim("nbf")),
      (["sub": nil], .badClaim("sub")), (["sub": #""""#], .badClaim("sub")), (["sub": "7"], .badClaim("sub")),
      (["sub": #""key:ci""#], .badClaim("sub")), (["sub": #""a\nb""#], .badClaim("sub")),
      (["tenor_role": nil], .noRole(claim: "tenor_role")),
      (["tenor_role": #""root""#], .noRole(claim: "tenor_role")),
      (["tenor_role": #""ADMIN""#], .noRole(claim: "tenor_role")),
      (["tenor_role": #"["admin", "viewer"]"#], .noRole(claim: "tenor_role")),
      (["tenor_role": "true"], .noRole(claim: "tenor_role")),
      (["tenor_node": #""""#], .badClaim("tenor_node")), (["tenor_node": "null"], .badClaim("tenor_node")),
      (["tenor_node": #""A//B""#], .badClaim("tenor_node")),
    ] as [([String: String?], TokenFault)])
  func claimsThatAreRefused(changes: [String: String?], fault: TokenFault) {
    #expect(result(changes) == .failure(fault))
  }

  @Test func clocksMayDifferByTheLeeway() {
    #expect(result(["exp": "\(Self.now - 59)"]) == result())
    #expect(result(["exp": "\(Self.now - 60)"]) == .failure(.expired))
    #expect(result(["nbf": "\(Self.now + 60)"]) == result())
    let exact = TokenPolicy(issuer: Self.issuer, audience: "tenor", leewaySeconds: 0)
    #expect(result(["exp": "\(Self.now)"], policy: exact) == .failure(.expired))
    #expect(result(["exp": "\(Self.now + 1)"], policy: exact) == result())
  }

  @Test func audienceMayBeOneOfSeveral() {
    #expect(result(["aud": #"["other", "tenor"]"#]) == result())
  }

  @Test func typesAreOfAList() {
    for type in ["at+jwt", "AT+JWT", "application/at+jwt", "JWT", "jwt"] {
      #expect(result(type: type) == result())
    }
    for type in ["dpop+jwt", "logout+jwt", "application/", "", nil] {
      #expect(result(type: type) == .failure(.wrongType))
    }
  }

  @Test func claimsThatSayTwoThingsAreRefused() {
    let payload =
      #"{"iss":"\#(Self.issuer)","aud":"tenor","sub":"ann","sub":"root","exp":\#(Self.now + 9),"tenor_role":"admin"}"#
    let token = TestSigner.token(#"{"alg":"EdDSA","typ":"JWT"}"#, payload)
    #expect(throws: TokenFault.malformed("its payload is not a JSON object")) {
      try TokenVerifier(TokenPolicy(issuer: Self.issuer, audience: "tenor"), keys: TestSigner.keys)
        .principal(of: token, now: Self.now)
    }
  }

  @Test func aPolicyMayNameAnAddressForItsKeys() throws {
    func keys(_ members: String) throws -> TokenPolicy.Keys {
      try CanonicalJSON.decode(
        TokenPolicy.self, from: #"{"issuer": "i", "audience": "a", \#(members)}"#
      ).keys
    }
    let url = "https://id.bank.example/keys"
    let address = try #require(KeySetAddress(url))
    let given = #""keys_url": "\#(url)""#
    #expect(try keys(given) == .fetched(address, refreshSeconds: 900, authoritiesFile: nil))
    #expect(
      try keys(#"\#(given), "keys_refresh_seconds": 60, "keys_ca_file": "ca.pem""#)
        == .fetched(address, refreshSeconds: 60, authoritiesFile: "ca.pem"))
    for wrong in [
      #"\#(given), "keys_file": "k.json""#, #""keys_url": "http://id.bank.example/keys""#,
      #"\#(given), "keys_refresh_seconds": 59"#, #"\#(given), "keys_refresh_seconds": 86401"#,
      #""keys_file": "k.json", "keys_ca_file": "ca.pem""#, #""keys_ca_file": "ca.pem""#,
    ] {
      #expect(throws: JSONError.self, "\(wrong)") { try keys(wrong) }
    }
  }

  @Test func policyIsReadFromJSON() throws {
    let given = #"{"issuer": "i", "audience": "a", "keys_file": "k.json", "role_claim": "groups"}"#
    let policy = try CanonicalJSON.decode(TokenPolicy.self, from: given)
    #expect(
      policy == TokenPolicy(issuer: "i", audience: "a", keys: .file("k.json"), roleClaim: "groups"))
    #expect(throws: JSONError.self) { try CanonicalJSON.decode(TokenPolicy.self, from: #"{"issuer": "i"}"#) }
    #expect(throws: JSONError.self) {
      try CanonicalJSON.decode(
        TokenPolicy.self, from: given.replacing(#""a""#, with: #""a", "leeway_seconds": 301"#))
    }
    #expect(throws: JSONError.self) {
      try CanonicalJSON.decode(TokenPolicy.self, from: given.replacing("role_claim", with: "roles_claim"))
    }
  }
}
