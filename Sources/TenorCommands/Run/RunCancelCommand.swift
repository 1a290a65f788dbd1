import PostgresStore
import RunRecords

extension Command {
  static let runCancel = Command(
    path: ["run", "cancel"], summary: "Stop a run; workers drop what they have of it", arguments: ["RUN"],
    options: [DatabaseOption.option], example: "tenor run cancel latest",
    isAudited: true,
    run: { arguments, console in
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor run")
      let record = try RunReference.run(arguments.positional[0], connection)
      console.concerns("run", record.id.text)
      try TaskQueue(connection).cancel(record.id)
      console.print("cancelled \(record.id)")
      return .success
    })
}
