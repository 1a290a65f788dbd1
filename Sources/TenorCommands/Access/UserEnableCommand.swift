import AccessControl
import PostgresStore

extension Command {
  static let userEnable = Command(
    path: ["user", "enable"], summary: "Let a disabled user sign in again", arguments: ["NAME"],
    options: [DatabaseOption.option], example: "tenor user enable ann",
    isAudited: true,
    run: { arguments, console in
      let name = try AccessArguments.name(arguments.positional[0])
      console.concerns("user", name.text)
      let users = UserStore(try AccessArguments.connection(arguments, console))
      try AccessArguments.finding { try users.setDisabled(name, false) }
      console.print("enabled \(name)")
      return .success
    })
}
