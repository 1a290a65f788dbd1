import AccessControl
import PostgresStore

extension Command {
  static let keyRevoke = Command(
    path: ["key", "revoke"], summary: "Let a key in no more", arguments: ["KEY"],
    options: [DatabaseOption.option], example: "tenor key revoke 0f3c9a1b2d4e5f60",
    notes: "KEY is the key's public part, the 16 digits that 'tenor key list' shows.",
    isAudited: true,
    run: { arguments, console in
      let id = arguments.positional[0]
      guard APIKey.isID(id) else {
        throw CommandError(
          .usage, "KEY is the 16 hexadecimal digits that 'tenor key list' shows, not the whole key")
      }
      console.concerns("key", id)
      let connection = try AccessArguments.connection(arguments, console)
      try AccessArguments.finding { try APIKeyStore(connection).revoke(id) }
      console.print("revoked \(id)")
      return .success
    })
}
