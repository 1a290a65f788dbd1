import AccessControl
import PostgresStore

extension Command {
  static let userUnlock = Command(
    path: ["user", "unlock"], summary: "End the lock of a user after wrong passwords", arguments: ["NAME"],
    options: [DatabaseOption.option], example: "tenor user unlock ann",
    isAudited: true,
    run: { arguments, console in
      let name = try AccessArguments.name(arguments.positional[0])
      console.concerns("user", name.text)
      let users = UserStore(try AccessArguments.connection(arguments, console))
      try AccessArguments.finding { try users.unlock(name) }
      console.print("unlocked \(name)")
      return .success
    })
}
