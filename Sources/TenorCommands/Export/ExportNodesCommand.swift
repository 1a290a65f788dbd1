import PostgresStore
import RunRecords
import RunReports

extension Command {
  static let exportNodes = Command(
    path: ["export", "nodes"], summary: "Write the totals of a run's portfolio nodes to a file",
    arguments: ["RUN"],
    options: [
      ResultOptions.node, ResultOptions.product, ResultOptions.measure, ResultOptions.scenario,
      Option(name: "totals-only", value: nil, help: "only totals in the reporting currency"),
    ] + ExportOutput.options,
    example: "tenor export nodes latest --measure PV --totals-only --output totals.csv",
    run: { arguments, console in
      let output = try ExportOutput(arguments, console)
      var filter = ResultStore.NodeFilter()
      filter.node = arguments.value("node")
      filter.productType = try ResultOptions.productType(arguments)
      filter.measure = try ResultOptions.measure(arguments)
      if arguments.has("totals-only") { filter.isReportingTotal = true }
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor export")
      let run = try RunReference.succeededRun(arguments.positional[0], connection, action: "exported")
      let scenario = try ResultOptions.scenario(arguments, run)
      let columns = ScenarioColumns(run, only: Set(scenario.map { [run.scenarioIDs[$0]] } ?? []))
      try output.write(NodesExport(run.id, filter: filter, scenarios: columns), of: run, connection)
      return .success
    })
}
