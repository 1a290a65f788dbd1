import PostgresStore
import RunRecords

extension Command {
  static let runPause = Command(
    path: ["run", "pause"], summary: "Let no further task of a run be taken; those at work are finished",
    arguments: ["RUN"],
    options: [DatabaseOption.option], example: "tenor run pause latest",
    isAudited: true,
    run: { arguments, console in
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor run")
      let record = try RunReference.run(arguments.positional[0], connection)
      console.concerns("run", record.id.text)
      try TaskQueue(connection).pause(record.id)
      console.print("paused \(record.id)")
      return .success
    })
}
