import AccessControl
import PostgresStore

extension Command {
  static let userPassword = Command(
    path: ["user", "passwd"], summary: "Give a user another password, and end all sessions",
    arguments: ["NAME"],
    options: [AccessArguments.mineOption, PasswordPrompt.stdinOption, DatabaseOption.option],
    example: "tenor user passwd ann",
    notes:
      "Asks for the password on the terminal. Unless it is --mine, the person has to choose another at the next sign-in.",
    isAudited: true,
    run: { arguments, console in
      let name = try AccessArguments.name(arguments.positional[0])
      console.concerns("user", name.text)
      let users = UserStore(try AccessArguments.connection(arguments, console))
      guard try users.record(name) != nil else { throw CommandError(.usage, "there is no user '\(name)'") }
      let password = try PasswordPrompt.new(for: name, arguments, console)
      try AccessArguments.finding {
        try users.setPassword(
          name, AccessArguments.hash(password), mustChange: !arguments.has(AccessArguments.mineOption.name))
      }
      console.print("changed the password of \(name); all sessions have ended")
      return .success
    })
}
