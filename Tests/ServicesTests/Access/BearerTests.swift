import AccessControl
import HTTPServing
import PostgresStore
import TestSupport
import Testing

@testable import Services

@Suite(.enabled(if: TestCluster.isAvailable))
struct BearerTests {
  /// Signed with the Ed25519 key of RFC 8037 appendix A by OpenSSL's own command: ann@bank.example, a viewer, until
  /// 1680303600, an hour after the platform's clock.
  static let token =
    "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCIsImtpZCI6ImsxIn0."
    + "eyJpc3MiOiAiaHR0cHM6Ly9pZC5iYW5rLmV4YW1wbGUiLCAiYXVkIjogInRlbm9yIiwgInN1YiI6ICJhbm5AYmFuay5leGFtcGxlIiwgImV4c"
    + "CI6IDE2ODAzMDM2MDAsICJ0ZW5vcl9yb2xlIjogInZpZXdlciJ9."
    + "OOoBNFLLSvTqaP9_L4EPcDpGvkTbbzBkozXS3GKkCJa0ZI507cMQDZysQi3LQDKWwDaMDaYbDp8P1wDKdNTCDw"

  static let keys = #"""
    {"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "k1", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}
    """#

  private func platform(audience: String = "tenor") throws -> TestPlatform {
    var settings = TestUsers.settings
    settings.tokens = .fixed(
      TokenVerifier(
        TokenPolicy(issuer: "https://id.bank.example", audience: audience),
        keys: try JSONWebKeySet(json: Array(Self.keys.utf8))))
    return try TestPlatform(access: settings)
  }

  @Test func tokensOfTheProviderLetIn() throws {
    let platform = try platform()
    #expect(try platform.client.get("/v1/runs").status == 401, "a server that takes tokens is not open")
    let fields = ["Authorization": "Bearer \(Self.token)"]
    #expect(try platform.client.get("/v1/runs", headers: fields).status == 200)
    let session = try platform.client.get("/v1/session", headers: fields)
    #expect(try session.member("name") == "ann@bank.example" && session.member("sign_in") == "token")
    #expect(try platform.client.post("/v1/runs/R9/pause", "{}", headers: fields).status == 403)
    let other = try self.platform(audience: "other")
    #expect(try other.client.get("/v1/runs", headers: fields).status == 401)
  }

  @Test func whatProvesNothingIsTold() throws {
    let platform = try platform()
    let key = try TestUsers(platform: platform).key(.viewer)
    let good = try #require(key["Authorization"])
    for (field, why) in [
      ("Bearer \(Self.token)x", "base64url"), ("Bearer \(Self.token.dropLast())A", "signature"),
      ("Bearer", "one Authorization field"), ("Basic YTpi", "one Authorization field"), ("", "Authorization"),
      ("\(good)x", "malformed"), ("\(good.dropLast(2))AA", "unknown, revoked or expired"),
      ("Bearer tnr_0123456789abcdef_x", "malformed"),
    ] {
      let answer = try platform.client.get("/v1/runs", headers: ["Authorization": field])
      #expect(answer.status == 401 && answer.text.contains(why), "\(field): \(answer.text)")
      #expect(answer.headers["www-authenticate"] == "Bearer realm=\"tenor\", error=\"invalid_token\"")
    }
    #expect(
      try platform.client.get("/v1/runs", headers: ["Authorization": "bearer" + good.dropFirst(6)]).status
        == 200)
  }

  @Test func aServerWithoutProviderTakesNoTokens() throws {
    let platform = try TestPlatform(access: TestUsers.settings)
    _ = try TestUsers(platform: platform).key(.viewer)
    let answer = try platform.client.get("/v1/runs", headers: ["Authorization": "Bearer \(Self.token)"])
    #expect(answer.status == 401 && answer.text.contains("takes no tokens"))
  }

  @Test func revokedAndExpiredKeysLetNobodyIn() throws {
    let platform = try TestPlatform(access: TestUsers.settings)
    let key = try TestUsers(platform: platform).key(.viewer)
    #expect(try platform.client.get("/v1/runs", headers: key).status == 200)
    let connection = try platform.connection()
    try connection.execute("UPDATE api_key SET expires_at = now()")
    #expect(try platform.client.get("/v1/runs", headers: key).status == 401)
    try connection.execute("UPDATE api_key SET expires_at = now() + interval '1 day', revoked_at = now()")
    #expect(try platform.client.get("/v1/runs", headers: key).status == 401)
  }
}
