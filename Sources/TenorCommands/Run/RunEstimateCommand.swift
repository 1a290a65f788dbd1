import JSONDocuments
import PostgresStore
import RunRecords

extension Command {
  static let runEstimate = Command(
    path: ["run", "estimate"], summary: "Tell what a run would take, without creating it",
    options: RunPlan.options + RunLimitOptions.limits + [DatabaseOption.option, .json],
    example: "tenor run estimate --scenarios demo --measures PV,DV01 --workers 8",
    notes:
      "Time is about right at best: standard rates, corrected by how long the last five runs took. Bytes and cells "
      + "are close.",
    run: { arguments, console in
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor run")
      let limits = try RunLimitOptions.limits(arguments, console)
      let forecast = try RunPlan(arguments, limits: limits, connection).forecast
      for warning in forecast.warnings { console.note("note: \(warning)") }
      for excess in forecast.excesses { console.note("note: \(RunLimitOptions.refusal(excess))") }
      if arguments.has("json") {
        console.print(try CanonicalJSON.encode(forecast))
      } else {
        for line in forecast.estimate.lines { console.print(line) }
      }
      return .success
    })
}
