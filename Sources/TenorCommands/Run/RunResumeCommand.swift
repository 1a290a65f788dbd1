import PostgresStore
import RunRecords

extension Command {
  static let runResume = Command(
    path: ["run", "resume"], summary: "Let the tasks of a paused run be taken again", arguments: ["RUN"],
    options: [DatabaseOption.option], example: "tenor run resume latest",
    isAudited: true,
    run: { arguments, console in
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor run")
      let record = try RunReference.run(arguments.positional[0], connection)
      console.concerns("run", record.id.text)
      try TaskQueue(connection).resume(record.id)
      console.print("resumed \(record.id)")
      return .success
    })
}
