import PostgresStore
import RunRecords

extension Command {
  static let limitReject = Command(
    path: ["limit", "reject"], summary: "Drop what is proposed for a limit",
    arguments: ["NAME"],
    options: [LimitOptions.proposal, LimitOptions.by] + [DatabaseOption.option],
    example: "tenor limit reject credit-dv01 --by bob",
    isAudited: true,
    run: { arguments, console in
      console.concerns("limit", arguments.positional[0])
      let name = try LimitOptions.name(arguments.positional[0])
      let person = try arguments.person(console)
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor limit")
      let store = LimitStore(connection)
      let limit = try LimitOptions.finding {
        try store.reject(name, proposal: try LimitOptions.waiting(arguments, name, store), by: person)
      }
      for line in LimitText.outcome("rejected", limit) { console.print(line) }
      return .success
    })
}
