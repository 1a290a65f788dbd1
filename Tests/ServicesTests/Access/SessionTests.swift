import AccessControl
import HTTPServing
import JSONDocuments
import PostgresStore
import TestSupport
import Testing

@testable import Services

@Suite(.enabled(if: TestCluster.isAvailable))
struct SessionTests {
  private let platform: TestPlatform
  private let users: TestUsers
  private let client: TestClient

  init() throws {
    platform = try TestPlatform(access: TestUsers.settings)
    users = TestUsers(platform: platform)
    client = platform.client
  }

  @Test func aServerIsOpenUntilItsFirstUser() throws {
    let open = try client.get("/v1/session")
    #expect(open.status == 200)
    #expect(try open.member("sign_in") == "open" && open.json["permissions"]?.array?.count == 11)
    #expect(try client.get("/v1/runs").status == 200)
    try users.add("ann", .viewer)
    #expect(try client.get("/v1/runs").status == 401)
    #expect(try client.get("/v1/session").status == 401)
    #expect(try client.get("/metrics").status == 401)
    for path in ["/health/live", "/health/ready", "/openapi.json"] {
      #expect(try client.get(path).status == 200)
    }
  }

  @Test func aKeyClosesAServerToo() throws {
    let key = try users.key(.viewer)
    #expect(try client.get("/v1/runs").status == 401)
    #expect(try client.get("/v1/runs", headers: key).status == 200)
  }

  @Test func serversThatOthersReachAreNeverOpen() throws {
    let platform = try TestPlatform(access: TestUsers.settings, address: "0.0.0.0")
    #expect(try platform.client.get("/v1/runs").status == 401)
    #expect(try platform.client.get("/health/live").status == 200)
  }

  @Test func signingInAndOut() throws {
    try users.add("ann", .analyst)
    let answer = try users.signIn("ann")
    #expect(answer.status == 201 && answer.headers["cache-control"] == "no-store")
    #expect(
      answer.headers["set-cookie"]?.wholeMatch(
        of: /tenor_session=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict/) != nil)
    let browser = try TestUsers.fields(answer)
    let session = try client.get("/v1/session", headers: browser)
    #expect(try session.json == answer.json)
    #expect(try session.member("name") == "ann" && session.member("role") == "analyst")
    #expect(try client.get("/v1/runs", headers: browser).headers["cache-control"] == "no-store")
    let out = try client.send("DELETE", "/v1/session", headers: browser)
    #expect(out.status == 204 && out.headers["set-cookie"]?.contains("Max-Age=0") == true)
    let ended = try client.get("/v1/runs", headers: browser)
    #expect(ended.status == 401 && ended.text.contains("session has ended"))
  }

  @Test func elsewhereTheCookieIsForHTTPSAlone() throws {
    try users.add("ann", .viewer)
    let secure = try users.signIn("ann", headers: ["X-Forwarded-Proto": "https"])
    let cookie = try #require(secure.headers["set-cookie"])
    #expect(cookie.hasPrefix("__Host-tenor_session=") && cookie.hasSuffix("; Secure"))
    let pair = String(cookie.prefix { $0 != ";" })
    #expect(
      try client.get("/v1/runs", headers: ["Cookie": pair, "X-Forwarded-Proto": "https"]).status == 200)
    // Under the plain name it is not taken there.
    let plain = pair.replacing("__Host-", with: "")
    #expect(
      try client.get("/v1/runs", headers: ["Cookie": plain, "X-Forwarded-Proto": "https"]).status == 401)
    for host in ["tenor.bank.example", "10.0.0.7:8000"] {
      let request = HTTPRequest(
        method: .post, path: "/", headers: ["Host": host], deadline: .now, requestID: "r")
      var generator = SystemRandomNumberGenerator()
      let field = SessionCookie.setting(SecretToken(using: &generator), for: request)
      #expect(field.hasPrefix("__Host-") && field.hasSuffix("; Secure"))
    }
    for isEncrypted in [true, false] {
      let request = HTTPRequest(
        method: .post, path: "/", headers: ["Host": "localhost"], deadline: .now, requestID: "r",
        isEncrypted: isEncrypted)
      #expect(SessionCookie.clearing(for: request).hasPrefix("__Host-") == isEncrypted)
    }
  }

  @Test func cookiesAreReadStrictly() throws {
    try users.add("ann", .viewer)
    let cookie = try #require(try users.browser("ann")["Cookie"])
    for (field, status) in [
      ("a=b; \(cookie); c=d", 200), ("\(cookie); \(cookie)", 401), ("\(cookie)x", 401),
      ("tenor_session", 401),
      (cookie.uppercased(), 401), ("tenor_session=", 401),
    ] {
      #expect(try client.get("/v1/runs", headers: ["Cookie": field]).status == status, "\(field)")
    }
  }

  @Test func wrongNamesAndPasswordsAreAnsweredAlike() throws {
    try users.add("ann", .viewer)
    try users.add("ben", .viewer)
    try UserStore(platform.connection()).setDisabled(UserName("ben")!, true)
    let long = String(repeating: "x", count: 300)
    let answers = try [
      users.signIn("ann", "wrong"), users.signIn("nobody", TestUsers.password), users.signIn("ben"),
      users.signIn("Not a name"), users.signIn(""), users.signIn("ann", long), users.signIn("ann\\u0000"),
    ]
    for answer in answers {
      #expect(answer.status == 401 && answer.headers["set-cookie"] == nil, "\(answer.text)")
      #expect(try answer.json["detail"] == answers[0].json["detail"])
    }
    #expect(try users.signIn("ann").status == 201)
  }

  @Test func tenWrongPasswordsLockAUser() throws {
    try users.add("ann", .viewer)
    for _ in 0..<10 { #expect(try users.signIn("ann", "wrong").status == 401) }
    #expect(try users.signIn("ann").status == 401)
    try UserStore(platform.connection()).unlock(UserName("ann")!)
    #expect(try users.signIn("ann").status == 201)
  }

  @Test func whatIsCheckedForNobodyCostsTheSame() throws {
    let cost = PasswordHash.Parameters.standard
    let nothing = PasswordHash.matchingNothing(cost)
    #expect(nothing.phc.hasPrefix("$argon2id$v=19$m=65536,t=3,p=4$"))
    #expect(!nothing.matches("") && !nothing.matches(TestUsers.password))
  }

  @Test func passwordsOfOthersAreChangedFirst() throws {
    try users.add("ann", .admin, mustChange: true)
    let browser = try users.browser("ann")
    let refused = try client.get("/v1/runs", headers: browser)
    #expect(refused.status == 403 && refused.text.contains("password-change-needed"))
    let session = try client.get("/v1/session", headers: browser)
    #expect(try session.json["must_change_password"] == .bool(true))
    func change(_ current: String, _ new: String, _ fields: [String: String]) throws -> TestClient.Answer {
      try client.post(
        "/v1/session/password", #"{"current_password": "\#(current)", "new_password": "\#(new)"}"#,
        headers: fields)
    }
    for (current, new, field) in [
      (TestUsers.password, "short", "new_password"), (TestUsers.password, TestUsers.password, "new_password"),
      ("wrong", "seven quiet rivers", "current_password"),
    ] {
      let answer = try change(current, new, browser)
      #expect(answer.status == 422 && answer.text.contains(#""field":"\#(field)""#), "\(answer.text)")
    }
    #expect(try client.get("/v1/runs", headers: browser).status == 403)
    let elsewhere = try users.browser("ann")
    let changed = try change(TestUsers.password, "seven quiet rivers", browser)
    #expect(changed.status == 200)
    #expect(try client.get("/v1/runs", headers: TestUsers.fields(changed)).status == 200)
    for old in [browser, elsewhere] { #expect(try client.get("/v1/session", headers: old).status == 401) }
    #expect(try users.signIn("ann").status == 401)
    #expect(try users.signIn("ann", "seven quiet rivers").status == 201)
    // Keys have no password.
    let key = try users.key(.admin)
    #expect(try change("a", "seven quiet rivers", key).status == 409)
  }

  @Test func changesWithACookieNeedTheWordOfThePage() throws {
    try users.add("ann", .analyst)
    let browser = try users.browser("ann")
    let other = try users.browser("ann")
    func pause(_ changes: [String: String?]) throws -> TestClient.Answer {
      var fields: [String: String] = browser
      for (name, value) in changes { fields[name] = value }
      return try client.post("/v1/runs/R9/pause", "{}", headers: fields)
    }
    #expect(try pause([:]).status == 404, "let in; there is no such run")
    for changes in [
      ["X-CSRF-Token": nil], ["X-CSRF-Token": "wrong"], ["X-CSRF-Token": other["X-CSRF-Token"]],
    ] as [[String: String?]] {
      let answer = try pause(changes)
      #expect(answer.status == 403 && answer.text.contains("csrf-token"), "\(answer.text)")
    }
    let host = "localhost:\(client.port)"
    for (changes, status) in [
      (["Sec-Fetch-Site": "same-origin", "Origin": "http://\(host)"], 404), (["Sec-Fetch-Site": "none"], 404),
      (["Sec-Fetch-Site": "same-site"], 403), (["Sec-Fetch-Site": "cross-site"], 403),
      (["Origin": "http://localhost:1"], 403), (["Origin": "null"], 403),
      (["Origin": "http://evil.example"], 403),
    ] {
      let answer = try pause(changes)
      #expect(answer.status == status, "\(changes) \(answer.text)")
    }
    // Reading needs no word, and programs with a key have no cookie to be misused.
    #expect(try client.get("/v1/runs", headers: ["Cookie": browser["Cookie"]!]).status == 200)
    #expect(try client.post("/v1/runs/R9/pause", "{}", headers: users.key(.analyst)).status == 404)
    // Another site cannot sign anyone in either.
    #expect(try users.signIn("ann", headers: ["Sec-Fetch-Site": "cross-site"]).status == 403)
    #expect(try users.signIn("ann", headers: ["Origin": "http://evil.example"]).status == 403)
  }

  @Test func signingInAgainEndsTheSessionBefore() throws {
    try users.add("ann", .viewer)
    let first = try users.browser("ann")
    let second = try TestUsers.fields(users.signIn("ann", headers: ["Cookie": first["Cookie"]!]))
    #expect(first["Cookie"] != second["Cookie"])
    #expect(try client.get("/v1/session", headers: first).status == 401)
    #expect(try client.get("/v1/session", headers: second).status == 200)
  }

  @Test func rolesAndNodesAreTheUsersOfThisMoment() throws {
    try users.add("ann", .viewer)
    let browser = try users.browser("ann")
    #expect(try client.post("/v1/runs/R9/pause", "{}", headers: browser).status == 403)
    try platform.connection().execute("UPDATE app_user SET role = 'analyst'")
    #expect(try client.post("/v1/runs/R9/pause", "{}", headers: browser).status == 404)
    try UserStore(platform.connection()).setDisabled(UserName("ann")!, true)
    #expect(try client.get("/v1/runs", headers: browser).status == 401)
  }

  @Test func passwordsAndTokensAreInNoLogAndNoAnswer() throws {
    try users.add("ann", .viewer)
    let browser = try users.browser("ann")
    _ = try users.signIn("ann", "a wrong password, typed")
    _ = try client.get("/v1/runs", headers: browser)
    let token = try #require(browser["Cookie"]?.split(separator: "=").last)
    for entry in platform.log.entries {
      let text = "\(entry.message) \(entry.fields)"
      #expect(!text.contains(TestUsers.password) && !text.contains("typed") && !text.contains(token))
    }
    #expect(!platform.log.entries.isEmpty)
  }
}
