import AccessControl
import PostgresStore

extension Command {
  static let userAdd = Command(
    path: ["user", "add"], summary: "Let a person sign in with a password", arguments: ["NAME"],
    options: [
      AccessArguments.roleOption, AccessArguments.nodeOption, AccessArguments.mineOption,
      PasswordPrompt.stdinOption,
      Option(name: "by", value: "USER", help: "who adds; default the login name"), DatabaseOption.option,
    ],
    example: "tenor user add ann --role analyst",
    notes:
      "Asks for the password on the terminal. Unless it is --mine, the person has to choose another at the first sign-in.\n"
      + "From the first user on, everyone has to sign in to 'tenor serve'.",
    isAudited: true,
    run: { arguments, console in
      let name = try AccessArguments.name(arguments.positional[0])
      console.concerns("user", name.text)
      let role = try AccessArguments.role(arguments)
      let author = try arguments.person(console)
      let connection = try AccessArguments.connection(arguments, console)
      let users = UserStore(connection)
      let scope = try AccessArguments.scope(arguments, connection, console)
      guard try users.record(name) == nil else {
        throw CommandError(.usage, "there is a user '\(name)' already; choose another name")
      }
      let password = try PasswordPrompt.new(for: name, arguments, console)
      try AccessArguments.finding {
        try users.add(
          name, role: role, scope: scope, password: AccessArguments.hash(password),
          mustChange: !arguments.has(AccessArguments.mineOption.name), by: author)
      }
      console.print("added \(name), \(role.rawValue)\(scope.map { " of \($0.node)" } ?? "")")
      return .success
    })
}
