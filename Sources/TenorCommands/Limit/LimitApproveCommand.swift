import PostgresStore
import RunRecords

extension Command {
  static let limitApprove = Command(
    path: ["limit", "approve"], summary: "Let what another person proposed for a limit count",
    arguments: ["NAME"],
    options: [LimitOptions.proposal, LimitOptions.by] + [DatabaseOption.option],
    example: "tenor limit approve credit-dv01 --by bob",
    isAudited: true,
    run: { arguments, console in
      console.concerns("limit", arguments.positional[0])
      let name = try LimitOptions.name(arguments.positional[0])
      let person = try arguments.person(console)
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor limit")
      let store = LimitStore(connection)
      let limit = try LimitOptions.finding {
        try store.approve(name, proposal: try LimitOptions.waiting(arguments, name, store), by: person)
      }
      for line in LimitText.outcome("approved", limit) { console.print(line) }
      return .success
    })
}
