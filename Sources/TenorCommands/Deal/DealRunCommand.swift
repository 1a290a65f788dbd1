import StructuredDeals

extension Command {
  static let dealRun = Command(
    path: ["deal", "run"],
    summary: "Pass collateral's cash through a deal's waterfall, or run a deal package",
    arguments: ["FILE|DEAL@VERSION"],
    options: DealInputOptions.options + [
      Option(
        name: "explain", value: "PERIOD",
        help: "print each step of a period: what was due, paid and left, and why"),
      Option(name: "csv", value: nil, help: "print what each bond gets each period as CSV"),
      DatabaseOption.option,
    ],
    example:
      "tenor deal run Samples/deals/auto-abs.json --collateral pool=Samples/deals/collateral/auto-abs.csv --explain 12",
    notes:
      "docs/models/waterfall.md has the grammar of deals and the columns of their collateral, docs/models/deal-packages.md the format of packages.",
    run: { arguments, console in
      let input = try DealInputOptions.input(
        arguments, stored: try DealOptions.stored(arguments, console))
      let projection = input.projection
      let period =
        try arguments.has("explain")
        ? arguments.integer("explain", default: 1, in: 1...10_000) : nil
      let run = try DealInputOptions.refusing { () throws(DealRunError) in
        try projection.run(isExplained: period != nil).run
      }
      if let period {
        guard period <= run.periods else {
          throw CommandError(.usage, "--explain \(period) is after the last of \(run.periods) periods")
        }
        for line in DealText.explanation(run, period: period) { console.print(line) }
      } else if arguments.has("csv") {
        for line in DealText.csv(run) { console.print(line) }
      } else {
        for line in DealText.summary(run, projection.waterfall.deal) { console.print(line) }
      }
      input.printSources(arguments, console)
      return .success
    })
}
