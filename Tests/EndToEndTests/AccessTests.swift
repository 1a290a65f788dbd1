import AccessControl
import Foundation
import PostgresStore
import TestSupport
import Testing

@Suite("Users, keys and who may publish", .enabled(if: TestCluster.isAvailable))
struct AccessTests {
  private static let password = "correct horse battery"

  private func add(_ tenor: Tenor, _ words: String..., password: String = password) async throws
    -> TenorProcess.Outcome
  {
    try await tenor.run(["user", "add"] + words + ["--password-stdin"], input: password + "\n")
  }

  @Test("users are added with a password from standard input, listed, locked out and let in again")
  func users() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    let added = try await add(tenor, "ann", "--role", "analyst", "--mine", "--by", "root")
    #expect(added.status == 0 && added.output == "added ann, analyst\n", "\(added.errors)")
    let confined = try await add(tenor, "tom", "--role", "trader", "--node", "FUND/CREDIT")
    #expect(confined.status == 0 && confined.errors.contains("no portfolio has the node FUND/CREDIT yet"))
    let twice = try await add(tenor, "ann", "--role", "admin")
    #expect(twice.status == 2 && twice.errors.contains("there is a user 'ann' already"))

    let store = UserStore(try PostgresConnection(database))
    let ann = try #require(UserName("ann"))
    #expect(try store.credential("ann")?.password.matches(Self.password) == true)
    #expect(try store.record(ann)?.mustChange == false && store.record(ann)?.createdBy == "root")
    #expect(try store.record(#require(UserName("tom")))?.mustChange == true)
    // As RFC 9106 recommends, not as tests do.
    let phc = try #require(try store.credential("ann")).password.phc
    #expect(phc.hasPrefix("$argon2id$v=19$m=65536,t=3,p=4$"))

    func states() async throws -> [String: String] {
      let listed = try #require(
        try json(try await tenor.success("user", "list", "--json")) as? [[String: Any]])
      return Dictionary(
        uniqueKeysWithValues: listed.map { ($0["name"] as? String ?? "", $0["state"] as? String ?? "") })
    }
    #expect(try await states() == ["ann": "active", "tom": "new"])
    try await tenor.success("user", "disable", "ann")
    #expect(try await states()["ann"] == "disabled")
    try await tenor.success("user", "enable", "ann")
    for _ in 0..<UserStore.mostFailures { try store.countFailure("ann") }
    #expect(try await states()["ann"] == "locked")
    try await tenor.success("user", "unlock", "ann")
    #expect(try await states()["ann"] == "active")
    let changed = try await tenor.run(
      ["user", "passwd", "ann", "--password-stdin"], input: "seven quiet rivers")
    #expect(changed.status == 0)
    #expect(try store.credential("ann")?.password.matches("seven quiet rivers") == true)
    #expect(try await states()["ann"] == "new")
    #expect(try await tenor.success("user", "list").contains("FUND/CREDIT"))
    #expect(try await tenor.success("user", "change", "tom", "--role", "analyst") == "tom is now analyst")
    #expect(try store.record(#require(UserName("tom")))?.scope == nil)
    #expect(try await tenor.run("user", "change", "none", "--role", "analyst").status == 2)
  }

  @Test(
    "what is wrong is told with the fix, and nothing is stored",
    arguments: [
      (["Ann", "--role", "viewer"], password, 2, "is not a name"),
      (["ann"], password, 2, "--role is missing"),
      (["ann", "--role", "root"], password, 2, "choose one of admin, trader, analyst, viewer"),
      (["ann", "--role", "viewer", "--node", "A//B"], password, 2, "is not a portfolio node"),
      (["ann", "--role", "viewer"], "short", 3, "has 5 characters; choose 15 to 256"),
      (["ann", "--role", "viewer"], "", 3, "has 0 characters"),
    ])
  func refused(words: [String], password: String, status: Int32, why: String) async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    let outcome = try await tenor.run(
      ["user", "add"] + words + ["--password-stdin"], input: password + "\n")
    #expect(outcome.status == status && outcome.errors.contains(why), "\(outcome.errors)")
    #expect(try UserStore(PostgresConnection(database)).list().isEmpty)
  }

  @Test("a password is never an argument, and is not asked for without a terminal")
  func passwordsComeFromElsewhere() async throws {
    let tenor = try Tenor(database: try TestCluster.makeDatabase())
    let argument = try await tenor.run("user", "add", "ann", "--role", "viewer", "--password", Self.password)
    #expect(argument.status == 2 && argument.errors.contains("unknown option --password"))
    let unasked = try await tenor.run("user", "add", "ann", "--role", "viewer")
    #expect(unasked.status == 2 && unasked.errors.contains("--password-stdin"))
    for name in ["disable", "enable", "unlock", "passwd"] {
      let outcome = try await tenor.run("user", name, "ben")
      #expect(outcome.status == 2 && outcome.errors.contains("there is no user 'ben'"), "\(outcome.errors)")
    }
  }

  @Test("keys are shown once, let in until they are revoked, and listed without their secret")
  func keys() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    let text = try await tenor.success("key", "add", "nightly", "--role", "viewer", "--days", "7")
    let key = try #require(APIKey(text))
    let store = APIKeyStore(try PostgresConnection(database))
    #expect(try store.principal(key)?.name == "key:nightly")
    let listed = try await tenor.success("key", "list")
    #expect(listed.contains(key.id) && !listed.contains(text.suffix(43)) && listed.contains("active"))
    try await tenor.success("key", "revoke", key.id)
    #expect(try store.principal(key) == nil)
    let whole = try await tenor.run("key", "revoke", text)
    #expect(
      whole.status == 2 && whole.errors.contains("16 hexadecimal digits") && !whole.errors.contains(text))
    let unknown = try await tenor.run("key", "revoke", "0123456789abcdef")
    #expect(unknown.status == 2 && unknown.errors.contains("there is no key"))
  }

  @Test("a server says that it is open, and listens for others only when somebody can sign in")
  func serving() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    let remote = ["serve", "runs", "--port", "0", "--address", "0.0.0.0", "--allow-remote"]
    let refused = try await tenor.run(remote)
    #expect(refused.status == 2 && refused.errors.contains("tenor user add"), "\(refused.errors)")

    func start(_ words: [String]) async throws -> TenorProcess.Outcome {
      let server = try tenor.start(words)
      try await eventually("the server tells its address") { server.output.contains("http://") }
      server.send(SIGTERM)
      return try await server.outcome()
    }
    let open = try await start(["serve", "runs", "--port", "0"])
    #expect(open.errors.contains("anyone on this machine may do everything"))
    _ = try await add(tenor, "ann", "--role", "admin", "--mine")
    let closed = try await start(["serve", "runs", "--port", "0"])
    #expect(!closed.errors.contains("anyone on this machine"))
    #expect(try await start(remote).status == 0)
  }

  @Test("an identity provider's files are read at the start, with what is wrong in them")
  func tokens() async throws {
    let tenor = try Tenor(database: try TestCluster.makeDatabase())
    let serve = ["serve", "runs", "--port", "0", "--tokens", "tokens.json"]
    let policy = #"{"issuer": "https://id", "audience": "tenor", "keys_file": "keys.json"}"#
    for (tokens, keys, why) in [
      (nil, nil, "tokens.json cannot be read"), ("{", nil, "tokens.json"),
      (#"{"issuer": "i"}"#, nil, "'audience' is missing"), (policy, nil, "keys.json cannot be read"),
      (policy, #"{"keys": []}"#, "no key for RS256"),
    ] as [(String?, String?, String)] {
      if let tokens { try tenor.write("tokens.json", tokens) }
      if let keys { try tenor.write("keys.json", keys) }
      let outcome = try await tenor.run(serve)
      #expect(outcome.status == 3 && outcome.errors.contains(why), "\(outcome.errors)")
    }
  }

  @Test("four eyes hold on the command line too; a rule that is none is told")
  func fourEyes() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database, variables: ["TENOR_FOUR_EYES": "publish"])
    for words in [
      ["import", "market", Tenor.fund + "/market"],
      ["import", "instruments", Tenor.fund + "/instruments.csv"],
      ["import", "positions", Tenor.fund + "/positions.csv", "--as-of", "2023-03-31"],
      ["run", "create", "--scenarios", "core", "--measures", "PV", "--by", "ann"],
      ["worker", "--until-idle", "--quiet"],
    ] {
      let outcome = try await tenor.run(words)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let own = try await tenor.run("run", "publish", "latest", "--by", "ann")
    #expect(own.status == 1 && own.errors.contains("another person publishes it"), "\(own.errors)")
    #expect(try await tenor.run("run", "publish", "latest", "--by", "ben").status == 0)
    let wrong = try Tenor(database: database, variables: ["TENOR_FOUR_EYES": "everything"])
    let outcome = try await wrong.run("serve", "runs", "--port", "0")
    #expect(
      outcome.status == 2 && outcome.errors.contains("TENOR_FOUR_EYES: 'everything'"), "\(outcome.errors)")
  }
}
