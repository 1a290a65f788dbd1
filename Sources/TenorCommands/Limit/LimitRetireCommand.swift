import PostgresStore
import RunRecords

extension Command {
  static let limitRetire = Command(
    path: ["limit", "retire"], summary: "Propose that a limit count no more",
    arguments: ["NAME"],
    options: [LimitOptions.by] + [DatabaseOption.option],
    example: "tenor limit retire credit-dv01 --by ann",
    isAudited: true,
    run: { arguments, console in
      console.concerns("limit", arguments.positional[0])
      let name = try LimitOptions.name(arguments.positional[0])
      let person = try arguments.person(console)
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor limit")
      let limit = try LimitOptions.finding { try LimitStore(connection).retire(name, by: person) }
      console.print("proposed for limit \(limit.name): \(LimitText.proposal(limit.proposal))")
      return .success
    })
}
