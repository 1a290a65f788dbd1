import AccessControl
import JSONDocuments
import PostgresStore

extension Command {
  static let keyAdd = Command(
    path: ["key", "add"], summary: "Make a key with which a program signs in", arguments: ["NAME"],
    options: [
      AccessArguments.roleOption, AccessArguments.nodeOption,
      Option(name: "days", value: "N", help: "for how long the key is good, 1 to 366; default 90"),
      Option(name: "by", value: "USER", help: "who makes it; default the login name"), DatabaseOption.option,
      .json,
    ],
    example: "tenor key add nightly-report --role viewer",
    notes:
      "Prints the key once; it is not stored. Programs send it as 'Authorization: Bearer KEY'. A name may have several keys,\n"
      + "so that a new one is there before the old one is revoked.",
    isAudited: true,
    run: { arguments, console in
      let name = try AccessArguments.name(arguments.positional[0])
      console.concerns("key", name.text)
      let role = try AccessArguments.role(arguments)
      let days = try arguments.integer("days", default: 90, in: 1...366)
      let author = try arguments.person(console)
      let connection = try AccessArguments.connection(arguments, console)
      let scope = try AccessArguments.scope(arguments, connection, console)
      var generator = SystemRandomNumberGenerator()
      let key = APIKey(using: &generator)
      let record = try APIKeyStore(connection).add(
        key, name: name, role: role, scope: scope, days: days, by: author)
      if arguments.has("json") {
        console.print(
          try CanonicalJSON.encode(MadeKey(keyId: record.id, key: key.text, expiresAt: record.expiresAt)))
      } else {
        console.print(key.text)
        console.note("good until \(record.expiresAt); it is shown this once only")
      }
      return .success
    })

  private struct MadeKey: Encodable {
    let keyId: String
    let key: String
    let expiresAt: String
  }
}
