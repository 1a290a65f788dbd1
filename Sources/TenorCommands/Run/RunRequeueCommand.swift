import PostgresStore
import RunRecords

extension Command {
  static let runRequeue = Command(
    path: ["run", "requeue"], summary: "Give a failed run's dead tasks another chance", arguments: ["RUN"],
    options: [DatabaseOption.option], example: "tenor run requeue latest",
    isAudited: true,
    run: { arguments, console in
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor run")
      let record = try RunReference.run(arguments.positional[0], connection)
      console.concerns("run", record.id.text)
      console.print("requeued \(try TaskQueue(connection).requeueDead(record.id)) tasks of \(record.id)")
      return .success
    })
}
