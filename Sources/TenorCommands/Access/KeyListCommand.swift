import AccessControl
import JSONDocuments
import PostgresStore
import Services

extension Command {
  static let keyList = Command(
    path: ["key", "list"], summary: "List the keys of programs, without their secrets",
    options: [DatabaseOption.option, .json], example: "tenor key list",
    run: { arguments, console in
      let keys = try APIKeyStore(AccessArguments.connection(arguments, console)).list().map { KeyView($0) }
      if arguments.has("json") {
        console.print(try CanonicalJSON.encode(keys))
        return .success
      }
      guard !keys.isEmpty else {
        console.print("there is no key yet; make one with 'tenor key add'")
        return .success
      }
      var table = TextTable([
        ("key", .left), ("name", .left), ("role", .left), ("node", .left), ("state", .left),
        ("expires", .left),
        ("made by", .left),
      ])
      for key in keys {
        table.append([
          key.keyId, key.name, key.role.rawValue, key.node ?? "-", key.state.rawValue, key.expiresAt,
          key.createdBy,
        ])
      }
      for line in table.lines { console.print(line) }
      return .success
    })
}
