import AccessControl
import PostgresStore

/// What commands about users and keys have in common.
enum AccessArguments {
  static let roleOption = Command.Option(
    name: "role", value: "ROLE", help: "admin, trader, analyst or viewer (docs/security.md)")
  static let nodeOption = Command.Option(
    name: "node", value: "NODE",
    help: "portfolio node to be confined to, reading only; default the whole tree")
  static let mineOption = Command.Option(
    name: "mine", value: nil, help: "the password is your own: no other is asked for at the first sign-in")

  static func name(_ text: String) throws -> UserName {
    guard let name = UserName(text) else {
      throw CommandError(
        .usage,
        "'\(text)' is not a name; write 1 to 64 of a-z 0-9 . _ @ - beginning with a letter or digit")
    }
    return name
  }

  static func role(_ arguments: Arguments) throws -> Role {
    let text = try arguments.required(roleOption.name)
    guard let role = Role(rawValue: text) else {
      let known = Role.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandError(.usage, "--role '\(text)' is not known; choose one of \(known)")
    }
    return role
  }

  /// The scope of `--node`; says so when no portfolio has the node yet.
  static func scope(_ arguments: Arguments, _ connection: PostgresConnection, _ console: Console) throws
    -> PortfolioScope?
  {
    guard let text = arguments.value(nodeOption.name) else { return nil }
    guard let scope = PortfolioScope(node: text) else {
      throw CommandError(
        .usage, "--node '\(text)' is not a portfolio node; write one to four names joined by /")
    }
    if try PortfolioStore(connection).nodes(under: scope.node).isEmpty {
      console.note("no portfolio has the node \(scope.node) yet; nothing will be seen until one has")
    }
    return scope
  }

  static func connection(_ arguments: Arguments, _ console: Console) throws -> PostgresConnection {
    try DatabaseOption.connection(arguments, console, applicationName: "tenor access")
  }

  /// Runs `body`; what is not there or is there already is wrong usage.
  @discardableResult
  static func finding<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as StoreError {
      throw CommandError(.usage, "\(error)")
    }
  }

  static func hash(_ password: String) -> PasswordHash {
    var generator = SystemRandomNumberGenerator()
    return PasswordHash(of: password, using: &generator)
  }
}
