import RunRecords
import RunReports

extension Command {
  static let exportGaps = Command(
    path: ["export", "gaps"],
    summary: "Write to a file how many positions have which reason instead of a number",
    arguments: ["RUN"], options: ExportOutput.options,
    example: "tenor export gaps latest --output gaps.csv",
    run: { arguments, console in
      let output = try ExportOutput(arguments, console)
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor export")
      let run = try RunReference.succeededRun(arguments.positional[0], connection, action: "exported")
      try output.write(GapsExport(run.id), of: run, connection)
      return .success
    })
}
