import PostgresStore
import RunRecords

extension Command {
  static let limitAdd = Command(
    path: ["limit", "add"], summary: "Propose a limit on a figure of runs",
    arguments: ["NAME"],
    options: LimitOptions.terms + [DatabaseOption.option],
    example: "tenor limit add credit-dv01 --node FUND/CREDIT --measure DV01 --minimum -100000 --currency USD",
    notes: LimitOptions.notes,
    isAudited: true,
    run: { arguments, console in
      console.concerns("limit", arguments.positional[0])
      let definition = try LimitOptions.definition(arguments)
      let person = try arguments.person(console)
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor limit")
      let (limit, isNew) = try LimitOptions.finding {
        try LimitStore(connection).create(definition, by: person)
      }
      console.print(isNew ? "proposed limit \(limit.name)" : "limit \(limit.name) is there already, the same")
      console.print(
        "  \(LimitText.figure(definition.figure)) of \(LimitText.node(definition.node)), "
          + LimitText.bounds(definition))
      if let proposal = limit.proposal {
        console.print(
          "  it counts when another person approves: tenor limit approve \(limit.name) --proposal \(proposal.number)"
        )
      }
      return .success
    })
}
