import AccessControl
import PostgresStore

extension Command {
  static let userDisable = Command(
    path: ["user", "disable"], summary: "Let a user sign in no more, and end all sessions",
    arguments: ["NAME"],
    options: [DatabaseOption.option], example: "tenor user disable ann",
    isAudited: true,
    run: { arguments, console in
      let name = try AccessArguments.name(arguments.positional[0])
      console.concerns("user", name.text)
      let users = UserStore(try AccessArguments.connection(arguments, console))
      try AccessArguments.finding { try users.setDisabled(name, true) }
      console.print("disabled \(name)")
      return .success
    })
}
