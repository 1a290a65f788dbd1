import AccessControl
import PostgresStore

extension Command {
  static let userChange = Command(
    path: ["user", "change"], summary: "Give a user another role or portfolio node", arguments: ["NAME"],
    options: [AccessArguments.roleOption, AccessArguments.nodeOption, DatabaseOption.option],
    example: "tenor user change tom --role analyst",
    notes: "Counts from the user's next request on. Without --node the user sees the whole tree.",
    isAudited: true,
    run: { arguments, console in
      let name = try AccessArguments.name(arguments.positional[0])
      console.concerns("user", name.text)
      let role = try AccessArguments.role(arguments)
      let connection = try AccessArguments.connection(arguments, console)
      let scope = try AccessArguments.scope(arguments, connection, console)
      try AccessArguments.finding { try UserStore(connection).setRole(name, role, scope: scope) }
      console.print("\(name) is now \(role.rawValue)\(scope.map { " of \($0.node)" } ?? "")")
      return .success
    })
}
