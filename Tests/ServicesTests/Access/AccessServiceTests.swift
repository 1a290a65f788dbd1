import AccessControl
import AuditTrail
import HTTPServing
import JSONDocuments
import PostgresStore
import TestSupport
import Testing

@testable import Services

/// Users and keys over HTTP: what administrators can do, and what not even they can.
@Suite(.enabled(if: TestCluster.isAvailable))
struct AccessServiceTests {
  private let platform: TestPlatform
  private let users: TestUsers
  private let client: TestClient

  init() throws {
    platform = try TestPlatform(access: TestUsers.settings)
    users = TestUsers(platform: platform)
    client = platform.client
  }

  private func put(_ path: String, _ json: String, _ headers: [String: String]) throws -> TestClient.Answer {
    try client.send(
      "PUT", path, headers: headers.merging(["Content-Type": "application/json"]) { $1 }, body: json)
  }

  @Test func aPersonIsLetInWithAPasswordShownOnce() throws {
    try users.add("ann", .admin)
    let ann = try users.browser("ann")
    let body = #"{"name": "tom", "role": "trader", "node": "LOANS"}"#
    let keyed = ann.merging(["Idempotency-Key": "one"]) { $1 }
    let added = try client.post("/v1/users", body, headers: keyed)
    #expect(added.status == 201 && added.headers["location"] == "/v1/users/tom", "\(added.text)")
    #expect(added.headers["cache-control"] == "no-store")
    #expect(try added.json["warnings"]?.array?.first?.text?.contains("LOANS") == true)
    let user = try added.json["user"]
    #expect(user?["state"]?.text == "new" && user?["created_by"]?.text == "ann")
    let password = try added.member("one_time_password")

    // The same request again adds nobody and shows nothing; another one under the same key is refused.
    let again = try client.post("/v1/users", body, headers: keyed)
    #expect(try again.status == 200 && again.json["one_time_password"] == nil)
    #expect(try client.post("/v1/users", body.with("tom", "tim"), headers: keyed).status == 422)
    #expect(try client.post("/v1/users", body, headers: ann).status == 409)

    // Before anything else the password is changed.
    let tom = try TestUsers.fields(users.signIn("tom", password))
    #expect(try client.get("/v1/runs", headers: tom).text.contains("password-change-needed"))
    let change = #"{"current_password": "\#(password)", "new_password": "seven quiet rivers"}"#
    let own = try TestUsers.fields(client.post("/v1/session/password", change, headers: tom))
    #expect(try client.get("/v1/runs", headers: own).status == 200)
    #expect(try client.get("/v1/session", headers: own).member("node") == "LOANS")

    // Another one-time password ends what was.
    let reset = try client.post("/v1/users/tom/reset-password", "{}", headers: ann)
    #expect(try reset.status == 200 && reset.member("one_time_password") != password)
    #expect(try client.get("/v1/runs", headers: own).status == 401)
    #expect(try users.signIn("tom", "seven quiet rivers").status == 401)
    #expect(try users.signIn("tom", reset.member("one_time_password")).status == 201)
  }

  @Test func rightsCountFromTheNextRequestOn() throws {
    try users.add("ann", .admin)
    try users.add("tom", .viewer)
    let (ann, tom) = (try users.browser("ann"), try users.browser("tom"))
    #expect(try client.post("/v1/runs/R9/pause", "{}", headers: tom).status == 403)
    let changed = try put("/v1/users/tom", #"{"role": "analyst"}"#, ann)
    #expect(try changed.status == 200 && changed.json["user"]?["role"]?.text == "analyst")
    #expect(try client.post("/v1/runs/R9/pause", "{}", headers: tom).status == 404, "let in; no such run")
    #expect(try put("/v1/users/tom", #"{"role": "analyst", "node": "LOANS"}"#, ann).status == 200)
    #expect(try client.post("/v1/runs/R9/pause", "{}", headers: tom).status == 403)
    #expect(try client.post("/v1/users/tom/disable", "{}", headers: ann).json["state"]?.text == "disabled")
    #expect(try client.get("/v1/runs", headers: tom).status == 401)
    #expect(try client.post("/v1/users/tom/enable", "{}", headers: ann).json["state"]?.text == "active")
    for _ in 0..<UserStore.mostFailures { _ = try users.signIn("tom", "wrong") }
    #expect(try client.get("/v1/users/tom", headers: ann).json["state"]?.text == "locked")
    #expect(try client.post("/v1/users/tom/unlock", "{}", headers: ann).json["state"]?.text == "active")
    #expect(try users.signIn("tom").status == 201)
  }

  @Test func nobodyChangesTheirOwnRightsAndTheLastAdministratorStays() throws {
    try users.add("ann", .admin)
    let ann = try users.browser("ann")
    for (path, body) in [
      ("/v1/users/ann/disable", "{}"), ("/v1/users/ann/reset-password", "{}"),
    ] {
      let answer = try client.post(path, body, headers: ann)
      #expect(answer.status == 403 && answer.text.contains("another administrator"), "\(answer.text)")
    }
    for role in ["viewer", "admin"] {
      #expect(try put("/v1/users/ann", #"{"role": "\#(role)"}"#, ann).status == 403)
    }
    // A program of an administrator cannot take the last person's rights either.
    let robot = try users.key(.admin)
    for answer in [
      try client.post("/v1/users/ann/disable", "{}", headers: robot),
      try put("/v1/users/ann", #"{"role": "viewer"}"#, robot),
      try put("/v1/users/ann", #"{"role": "admin", "node": "LOANS"}"#, robot),
    ] {
      #expect(answer.status == 409 && answer.text.contains("last administrator"), "\(answer.text)")
    }
    #expect(try client.get("/v1/users/ann", headers: ann).json["role"]?.text == "admin")
    try users.add("bea", .admin)
    let bea = try users.browser("bea")
    #expect(try client.post("/v1/users/ann/disable", "{}", headers: bea).status == 200)
    #expect(try client.post("/v1/users/bea/disable", "{}", headers: robot).status == 409)
    // One who is disabled or confined is no administrator that is left.
    try users.add("cat", .admin, node: "LOANS")
    #expect(try client.post("/v1/users/bea/disable", "{}", headers: robot).status == 409)
    #expect(try client.get("/v1/users", headers: bea).status == 200)
  }

  @Test func administratorsDoNotTakeEachOthersRightsAtOnce() async throws {
    try users.add("ann", .admin)
    try users.add("bea", .admin)
    let both = [(try users.browser("ann"), "bea"), (try users.browser("bea"), "ann")]
    let client = client
    try await onThreads(2) { index in
      let (fields, other) = both[index]
      _ = try client.post("/v1/users/\(other)/disable", "{}", headers: fields)
    }
    let left = try UserStore(platform.connection()).list().count { !$0.isDisabled }
    #expect(left == 1)
  }

  @Test func keysAreShownOnceAndLetInUntilTheyAreRevoked() throws {
    try users.add("ann", .admin)
    let ann = try users.browser("ann")
    let keyed = ann.merging(["Idempotency-Key": "one"]) { $1 }
    let body = #"{"name": "nightly", "role": "viewer", "days": 7}"#
    let made = try client.post("/v1/keys", body, headers: keyed)
    #expect(made.status == 201 && made.headers["cache-control"] == "no-store", "\(made.text)")
    let id = try #require(try made.json["key"]?["key_id"]?.text)
    let fields = ["Authorization": "Bearer \(try made.member("secret"))"]
    #expect(try client.get("/v1/session", headers: fields).member("name") == "key:nightly")
    let again = try client.post("/v1/keys", body, headers: keyed)
    #expect(try again.status == 200 && again.json["secret"] == nil)
    #expect(try again.json["key"]?["key_id"]?.text == id)
    #expect(try client.get("/v1/keys", headers: ann).json["items"]?.array?.count == 1)
    #expect(try client.post("/v1/keys", body.with("7", "367"), headers: ann).text.contains("1 to 366"))
    #expect(try client.post("/v1/keys/\(id)/revoke", "{}", headers: ann).json["state"]?.text == "revoked")
    #expect(try client.get("/v1/session", headers: fields).status == 401)
    #expect(try client.post("/v1/keys/\(id)/revoke", "{}", headers: ann).status == 200)
    #expect(try client.post("/v1/keys/0123456789abcdef/revoke", "{}", headers: ann).status == 404)
  }

  @Test func listsAreReadInPages() throws {
    try users.add("ann", .admin)
    let ann = try users.browser("ann")
    for name in ["bea", "cat"] { try users.add(name, .viewer) }
    let robots = try (1...3).map { try users.key(.viewer, name: "robot\($0)") }
    #expect(robots.count == 3)
    for (path, member, expected) in [
      ("/v1/users", "name", ["ann", "bea", "cat"]), ("/v1/keys", "name", ["robot3", "robot2", "robot1"]),
    ] {
      var names: [String] = []
      var cursor = ""
      repeat {
        let page = try client.get("\(path)?limit=2\(cursor)", headers: ann)
        names += try #require(try page.json["items"]?.array).compactMap { $0[member]?.text }
        cursor = try page.json["next_cursor"]?.text.map { "&cursor=\($0)" } ?? ""
      } while !cursor.isEmpty
      #expect(names == expected)
    }
  }

  @Test func aServerThatAsksNobodyGivesNobodyRights() throws {
    for (path, body) in [
      ("/v1/users", #"{"name": "ann", "role": "admin"}"#), ("/v1/keys", #"{"name": "a", "role": "admin"}"#),
    ] {
      let answer = try client.post(path, body)
      #expect(answer.status == 409 && answer.text.contains("tenor user add"), "\(answer.text)")
    }
    #expect(try client.get("/v1/runs").status == 200, "still open")
  }

  @Test func whatIsGivenToWhomIsInTheTrailAndSecretsAreNot() throws {
    try users.add("ann", .admin)
    let ann = try users.browser("ann")
    let added = try client.post("/v1/users", #"{"name": "tom", "role": "trader"}"#, headers: ann)
    let key = #"{"name": "job", "role": "viewer", "node": "LOANS"}"#
    let made = try client.post("/v1/keys", key, headers: ann)
    _ = try put("/v1/users/tom", #"{"role": "admin"}"#, ann)
    let records = try AuditStore(platform.connection()).list(AuditFilter(), limit: 3)
    #expect(records.map(\.event.action) == ["changeUser", "createKey", "createUser"])
    #expect(records.map(\.event.actor.name) == ["ann", "ann", "ann"])
    let id = try #require(try made.json["key"]?["key_id"]?.text)
    #expect(
      records.map(\.event.object) == [
        AuditObject(kind: "user", id: "tom"), AuditObject(kind: "key", id: id),
        AuditObject(kind: "user", id: "tom"),
      ])
    let changes = try records.map { try JSONDocument.parse($0.event.details)["change"] }
    #expect(changes[0]?["role"] == .string("admin") && changes[0]?["node"] == .string("everything"))
    #expect(changes[1]?["node"] == .string("LOANS") && changes[2]?["role"] == .string("trader"))
    let secrets = [try added.member("one_time_password"), try made.member("secret")]
    for record in records {
      let text = try CanonicalJSON.encode(record)
      #expect(secrets.allSatisfy { !text.contains($0) } && !text.contains("body_sha256"))
    }
    for entry in platform.log.entries {
      #expect(secrets.allSatisfy { !"\(entry.message) \(entry.fields)".contains($0) })
    }
  }

  @Test func rolesAreThoseOfTheTable() throws {
    let roles = try #require(try client.get("/v1/roles").json["items"]?.array)
    #expect(roles.compactMap { $0["role"]?.text } == Role.allCases.map(\.rawValue))
    for item in roles {
      let role = try #require(item["role"]?.text.flatMap(Role.init(rawValue:)))
      let permissions = try #require(item["permissions"]?.array).compactMap(\.text)
      #expect(Set(permissions) == Set(role.permissions.map(\.rawValue)))
    }
  }
}
