import PostgresStore
import RunRecords

extension Command {
  static let runDelete = Command(
    path: ["run", "delete"], summary: "Remove the results of a run for good", arguments: ["RUN"],
    options: [
      Option(name: "by", value: "USER", help: "who removes it; default the login name"),
      DatabaseOption.option,
    ],
    example: "tenor run delete R20230331-01M7YT7QG2-XR88 --by ann",
    notes:
      "The run stays in lists with its request; the same request gives the same numbers again. A published run is not "
      + "deleted,\nnor one that waits or runs. 'tenor db retain' removes old runs, and writes them to files before.",
    isAudited: true,
    run: { arguments, console in
      let user = arguments.value("by") ?? console.environment["USER"] ?? "unknown"
      guard arguments.positional[0] != "latest" else {
        throw CommandError(.usage, "name the run to delete; 'latest' may be another one by now")
      }
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor run")
      let record = try RunReference.run(arguments.positional[0], connection)
      console.concerns("run", record.id.text)
      let removal = try RunStore(connection).remove(record.id, by: user)
      console.print("deleted the results of \(removal.run)")
      return .success
    })
}
