import PostgresStore
import RunRecords
import RunReports

extension Command {
  static let exportResults = Command(
    path: ["export", "results"], summary: "Write the results of a run's positions to a file",
    arguments: ["RUN"],
    options: [
      ResultOptions.position, ResultOptions.node, ResultOptions.product, ResultOptions.measure,
      ResultOptions.scenario,
    ] + ExportOutput.options,
    example: "tenor export results latest --node GS-BOND-FUND/CREDIT --measure DV01 --output dv01.xlsx",
    notes:
      "One row per position, measure and factor, one column per scenario, every number with all its digits.",
    run: { arguments, console in
      let output = try ExportOutput(arguments, console)
      let filter = try ResultOptions.filter(arguments)
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor export")
      let run = try RunReference.succeededRun(arguments.positional[0], connection, action: "exported")
      let scenario = try ResultOptions.scenario(arguments, run)
      let columns = ScenarioColumns(run, only: Set(scenario.map { [run.scenarioIDs[$0]] } ?? []))
      try output.write(ResultsExport(run.id, filter: filter, scenarios: columns), of: run, connection)
      return .success
    })
}
