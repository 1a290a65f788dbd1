import PostgresStore
import RunRecords

extension Command {
  static let limitChange = Command(
    path: ["limit", "change"], summary: "Propose other terms for a limit",
    arguments: ["NAME"],
    options: LimitOptions.terms + [DatabaseOption.option],
    example:
      "tenor limit change credit-dv01 --node FUND/CREDIT --measure DV01 --minimum -120000 --currency USD",
    notes: LimitOptions.notes,
    isAudited: true,
    run: { arguments, console in
      console.concerns("limit", arguments.positional[0])
      let definition = try LimitOptions.definition(arguments)
      let person = try arguments.person(console)
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor limit")
      let limit = try LimitOptions.finding { try LimitStore(connection).change(definition, by: person) }
      console.print("proposed for limit \(limit.name): \(LimitText.proposal(limit.proposal))")
      return .success
    })
}
