import PostgresStore
import RunRecords

extension Command {
  static let scheduleRunNow = Command(
    path: ["schedule", "run-now"], summary: "Make a schedule's run at once", arguments: ["NAME"],
    options: [DatabaseOption.option], example: "tenor schedule run-now nightly",
    isAudited: true,
    run: { arguments, console in
      let name = try ScheduleOptions.name(arguments.positional[0])
      console.concerns("schedule", name.text)
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor schedule")
      let (run, isNew) = try ScheduleOptions.finding {
        try ScheduleStore(connection).runNow(
          name, codeVersion: TenorVersion.text, limits: try RunLimitOptions.limits(console.environment),
          random: { .random(in: 0 ... .max) })
      }
      console.concerns("run", run.id.text)
      console.print(isNew ? "run \(run.id)" : "run \(run.id) is there already, of the same request")
      return .success
    })
}
