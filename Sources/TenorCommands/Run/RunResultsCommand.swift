import Instruments
import JSONDocuments
import PostgresStore
import Pricing
import RunRecords

extension Command {
  static let runResults = Command(
    path: ["run", "results"], summary: "Show the results of a run: a summary, or the cells asked for",
    arguments: ["RUN"],
    options: [
      Option(name: "summary", value: nil, help: "totals by product, currency, key rate and scenario"),
      Option(
        name: "compare-risk", value: "FILE",
        help: "with --summary: key-rate DV01 reported elsewhere, beside Tenor's"),
      ResultOptions.position, ResultOptions.node, ResultOptions.product, ResultOptions.measure,
      ResultOptions.scenario,
      Option(name: "limit", value: "N", help: "most rows; default 100"),
      Option(name: "after", value: "CURSOR", help: "continue where the last page ended"),
      DatabaseOption.option, .json,
    ],
    example: "tenor run results latest --node GS-BOND-FUND/CREDIT --measure DV01 --scenario BASE",
    run: { arguments, console in
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor results")
      let record = try RunReference.run(arguments.positional[0], connection)
      let filters = ["position", "node", "product", "measure", "scenario", "limit", "after"]
      let filter = filters.first(where: arguments.has)
      if let filter, arguments.has("summary") || arguments.has("compare-risk") {
        throw CommandError(
          .usage, "--\(filter) picks cells, not totals; leave it or the summary's options out")
      }
      if filter == nil {
        let summary = try RunSummary(record, connection)
        if arguments.has("json") {
          console.print(try CanonicalJSON.encode(summary))
        } else {
          let reported = try arguments.value("compare-risk").map { try ReportedRisk(path: $0) }
          for line in summary.lines(reported: reported) { console.print(line) }
        }
        return .success
      }
      try ResultPage(record, arguments, connection).print(arguments, console)
      return .success
    })
}
