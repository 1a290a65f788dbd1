import AccessControl
import JSONDocuments
import PostgresStore
import Services

extension Command {
  static let userList = Command(
    path: ["user", "list"], summary: "List who may sign in with a password",
    options: [DatabaseOption.option, .json], example: "tenor user list",
    run: { arguments, console in
      let users = try UserStore(AccessArguments.connection(arguments, console)).list().map { UserView($0) }
      if arguments.has("json") {
        console.print(try CanonicalJSON.encode(users))
        return .success
      }
      guard !users.isEmpty else {
        console.print("there is no user yet; add one with 'tenor user add'")
        return .success
      }
      var table = TextTable([
        ("user", .left), ("role", .left), ("node", .left), ("state", .left), ("last sign-in", .left),
        ("added by", .left),
      ])
      for user in users {
        table.append([
          user.name, user.role.rawValue, user.node ?? "-", user.state.rawValue, user.lastSignIn ?? "-",
          user.createdBy,
        ])
      }
      for line in table.lines { console.print(line) }
      return .success
    })
}
