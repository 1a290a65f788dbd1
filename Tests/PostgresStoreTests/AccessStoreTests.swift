import AccessControl
import TestSupport
import Testing

@testable import PostgresStore

@Suite("Users, keys and sessions", .enabled(if: TestCluster.isAvailable))
struct AccessStoreTests {
  private let connection: PostgresConnection
  private let users: UserStore
  private let sessions: SessionStore
  private let keys: APIKeyStore
  private let ann = UserName("ann")!

  init() throws {
    connection = try PostgresConnection(try TestCluster.makeDatabase())
    users = UserStore(connection)
    sessions = SessionStore(connection)
    keys = APIKeyStore(connection)
  }

  private func hash(_ password: String) -> PasswordHash {
    var generator = SystemRandomNumberGenerator()
    return PasswordHash(
      of: password, parameters: .init(passes: 1, memoryKiB: 64, lanes: 1), using: &generator)
  }

  private func token() -> SecretToken {
    var generator = SystemRandomNumberGenerator()
    return SecretToken(using: &generator)
  }

  private func addAnn(role: Role = .analyst, node: String? = nil) throws {
    try users.add(
      ann, role: role, scope: node.flatMap { PortfolioScope(node: $0) }, password: hash("first"),
      mustChange: true,
      by: "root")
  }

  @Test("users are added once and read back")
  func add() throws {
    #expect(try !users.isAnyoneKnown() && users.list().isEmpty && users.record(ann) == nil)
    try addAnn(node: "FUND/CREDIT")
    #expect(try users.isAnyoneKnown())
    let record = try #require(try users.record(ann))
    #expect(try users.list() == [record])
    #expect(record.role == .analyst && record.scope?.node == "FUND/CREDIT" && record.mustChange)
    #expect(!record.isDisabled && !record.isLocked && record.lastSignIn == nil && record.createdBy == "root")
    #expect(record.principal.name == "ann" && record.principal.signIn == .password)
    #expect(throws: StoreError.exists(kind: "user", id: "ann")) { try addAnn(role: .admin) }
    #expect(try users.record(ann)?.role == .analyst)
    let nobody = try #require(UserName("nobody"))
    #expect(throws: StoreError.notFound(kind: "user", id: "nobody")) { try users.unlock(nobody) }
    #expect(throws: StoreError.notFound(kind: "user", id: "nobody")) { try users.setDisabled(nobody, true) }
  }

  @Test("the database itself holds no password, no unknown role and no other kind of hash")
  func constraints() throws {
    try addAnn()
    for change in ["password_hash = 'first'", "role = 'root'", "name = 'Ann'", "node = ''"] {
      #expect(throws: PostgresError.self) { try connection.execute("UPDATE app_user SET \(change)") }
    }
    let stored = try connection.query("SELECT password_hash FROM app_user")[0].text(0)
    #expect(stored.hasPrefix("$argon2id$v=19$m=64,t=1,p=1$"))
  }

  @Test("ten wrong passwords lock a user until the lock ends; the count then begins anew")
  func lockout() throws {
    try addAnn()
    for _ in 1..<UserStore.mostFailures { try users.countFailure("ann") }
    #expect(try users.credential("ann")?.isUsable == true)
    try users.countFailure("ann")
    #expect(try users.credential("ann")?.isUsable == false)
    #expect(try users.record(ann)?.isLocked == true)
    let end = { try connection.query("SELECT locked_until::text FROM app_user")[0].text(0) }
    let first = try end()
    try users.countFailure("ann")
    #expect(try end() == first, "guessing on does not keep the user out for longer")
    try connection.execute("UPDATE app_user SET locked_until = now() - interval '1 second'")
    #expect(try users.credential("ann")?.isUsable == true)
    try users.countFailure("ann")
    #expect(try users.record(ann)?.failedAttempts == 1 && users.credential("ann")?.isUsable == true)
    try users.countSuccess(ann)
    #expect(try users.record(ann)?.failedAttempts == 0 && users.record(ann)?.lastSignIn != nil)
    // A name that does not exist is no error.
    try users.countFailure("nobody")
    #expect(try users.credential("nobody") == nil)
  }

  @Test("an administrator ends a lock; a new password does too")
  func unlock() throws {
    try addAnn()
    for _ in 0..<UserStore.mostFailures { try users.countFailure("ann") }
    try users.unlock(ann)
    #expect(try users.credential("ann")?.isUsable == true)
    for _ in 0..<UserStore.mostFailures { try users.countFailure("ann") }
    try users.setPassword(ann, hash("second"), mustChange: false)
    let credential = try #require(try users.credential("ann"))
    #expect(credential.isUsable && credential.password.matches("second"))
    #expect(try users.record(ann)?.mustChange == false)
  }

  @Test("sessions end: by sign-out, idleness, age, a new password, and with the user")
  func sessionEnds() throws {
    try addAnn()
    func signedIn() throws -> SecretToken {
      let token = token()
      #expect(try sessions.begin(token, for: ann))
      #expect(try sessions.user(token)?.name == ann)
      return token
    }
    let out = try signedIn()
    try sessions.end(out)
    #expect(try sessions.user(out) == nil)

    let idle = try signedIn()
    try connection.execute("UPDATE browser_session SET last_seen = now() - interval '29 minutes'")
    #expect(try sessions.user(idle) != nil)
    try connection.execute("UPDATE browser_session SET last_seen = last_seen - interval '29 minutes'")
    #expect(try sessions.user(idle) != nil, "the request before has kept it alive")
    try connection.execute("UPDATE browser_session SET last_seen = now() - interval '30 minutes'")
    #expect(try sessions.user(idle) == nil)

    let old = try signedIn()
    #expect(
      try connection.query("SELECT count(*) FROM browser_session")[0].int(0) == 1, "ended ones are cleared")
    try connection.execute("UPDATE browser_session SET expires_at = expires_at - interval '719 minutes'")
    #expect(try sessions.user(old) != nil)
    try connection.execute("UPDATE browser_session SET expires_at = expires_at - interval '1 minute'")
    #expect(try sessions.user(old) == nil)

    let changed = try signedIn()
    try users.setPassword(ann, hash("second"), mustChange: false)
    #expect(try sessions.user(changed) == nil)

    let disabled = try signedIn()
    try users.setDisabled(ann, true)
    #expect(try sessions.user(disabled) == nil && !sessions.begin(token(), for: ann))
    #expect(try users.credential("ann")?.isUsable == false)
    try users.setDisabled(ann, false)
    #expect(try sessions.user(disabled) == nil, "it does not come back")
    #expect(try !sessions.begin(token(), for: try #require(UserName("nobody"))))
  }

  @Test("only hashes of tokens and secrets are stored")
  func hashes() throws {
    try addAnn()
    var generator = SystemRandomNumberGenerator()
    let (token, key) = (token(), APIKey(using: &generator))
    try sessions.begin(token, for: ann)
    try keys.add(key, name: ann, role: .viewer, days: 1, by: "root")
    for table in ["app_user", "api_key", "browser_session"] {
      let rows = try connection.query("SELECT t::text FROM \(table) t").map { $0.text(0) }.joined()
      #expect(!rows.contains(token.text) && !rows.contains(key.text.suffix(43)) && !rows.contains("first"))
    }
  }

  @Test("keys let in until they expire or are revoked, with the right secret only")
  func apiKeys() throws {
    var generator = SystemRandomNumberGenerator()
    let key = APIKey(using: &generator)
    let ci = try #require(UserName("ci"))
    let scope = PortfolioScope(node: "FUND")
    let record = try keys.add(key, name: ci, role: .trader, scope: scope, days: 90, by: "root")
    #expect(record.id == key.id && !record.isExpired && record.revokedAt == nil)
    #expect(try users.isAnyoneKnown())
    let principal = try #require(try keys.principal(key))
    #expect(principal == Principal(name: "key:ci", role: .trader, scope: scope, signIn: .apiKey))
    let other = try #require(APIKey("tnr_\(key.id)_\(token().text)"))
    #expect(try keys.principal(other) == nil)
    #expect(try keys.principal(APIKey(using: &generator)) == nil)
    try connection.execute("UPDATE api_key SET expires_at = now()")
    #expect(try keys.principal(key) == nil && keys.list().first?.isExpired == true)
    try connection.execute("UPDATE api_key SET expires_at = now() + interval '1 day'")
    #expect(try keys.principal(key) != nil)
    try keys.revoke(key.id)
    #expect(try keys.principal(key) == nil)
    let revoked = try keys.list().first?.revokedAt
    try keys.revoke(key.id)
    #expect(try keys.list().first?.revokedAt == revoked && revoked != nil)
    #expect(throws: StoreError.notFound(kind: "key", id: "0000000000000000")) {
      try keys.revoke("0000000000000000")
    }
  }
}
