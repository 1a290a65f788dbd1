import AccessControl
import PostgresStore
import RunRecords
import TestSupport
import Testing

@testable import Services

/// Event streams of those who may no longer ask.
@Suite(.enabled(if: TestCluster.isAvailable))
struct StreamEndTests {
  private let platform: TestPlatform
  private let users: TestUsers
  /// Waits for a worker, so its stream goes on until somebody ends it.
  private let run: String

  init() throws {
    var settings = TestUsers.settings
    settings.streamCheckInterval = .milliseconds(50)
    platform = try TestPlatform(access: settings)
    users = TestUsers(platform: platform)
    run = try SampleBook(platform).makeRun()
  }

  private func stream(_ fields: [String: String]) throws -> TestStream {
    let stream = try TestStream(platform.client, "/v1/runs/\(run)/events", headers: fields)
    try stream.read(upTo: "event: progress")
    return stream
  }

  enum End: CaseIterable {
    case keyRevoked, keyExpired, signOut, userDisabled, sessionExpired, roleChanged, passwordChanged
  }

  @Test(arguments: End.allCases)
  func endsWithWhatLetItIn(end: End) throws {
    try users.add("ann", .analyst)
    let name = try #require(UserName("ann"))
    let key = try users.key(.viewer, name: "robot")
    let browser = try users.browser("ann")
    // One that nothing happens to.
    let other = try stream(users.key(.viewer, name: "other"))
    let connection = try platform.connection()
    let ended: TestStream
    switch end {
    case .keyRevoked, .keyExpired: ended = try stream(key)
    case .signOut, .userDisabled, .sessionExpired, .roleChanged, .passwordChanged:
      ended = try stream(browser)
    }
    switch end {
    case .keyRevoked:
      let keys = APIKeyStore(connection)
      try keys.revoke(#require(try keys.list().first { $0.name.text == "robot" }).id)
    case .keyExpired:
      try connection.execute("UPDATE api_key SET expires_at = now() WHERE name = 'robot'")
    case .signOut:
      #expect(try platform.client.send("DELETE", "/v1/session", headers: browser).status == 204)
    case .userDisabled: try UserStore(connection).setDisabled(name, true)
    case .sessionExpired: try connection.execute("UPDATE browser_session SET expires_at = now()")
    case .roleChanged: try connection.execute("UPDATE app_user SET role = 'viewer' WHERE name = 'ann'")
    case .passwordChanged:
      let answer = try platform.client.post(
        "/v1/session/password",
        #"{"current_password": "\#(TestUsers.password)", "new_password": "seven quiet rivers"}"#,
        headers: browser)
      #expect(answer.status == 200, "\(answer.text)")
    }
    try ended.readToEnd()
    #expect(!ended.text.contains("CANCELLED"))
    try TaskQueue(connection).cancel(#require(RunID(run)))
    try other.readToEnd()
    #expect(other.text.contains("CANCELLED"))
  }

  @Test func aServerThatClosesEndsTheStreamsOfWhomeverItDoesNotKnow() throws {
    let open = try stream([:])
    try users.add("ann", .admin)
    try open.readToEnd()
    #expect(try platform.client.get("/v1/runs").status == 401)
  }

  @Test func watchingDoesNotKeepASessionFromBeingIdle() throws {
    try users.add("ann", .viewer)
    let watched = try stream(users.browser("ann"))
    try platform.connection().execute("UPDATE browser_session SET last_seen = now() - interval '31 minutes'")
    try watched.readToEnd()
  }
}
