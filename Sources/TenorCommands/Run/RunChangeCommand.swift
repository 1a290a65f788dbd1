import PostgresStore
import RunRecords

extension Command {
  static let runChange = Command(
    path: ["run", "change"], summary: "Change a run's priority, or how many of its tasks run at once",
    arguments: ["RUN"],
    options: [
      Option(name: "priority", value: "N", help: "each point is worth ten minutes of waiting"),
      Option(name: "max-running", value: "N", help: "most tasks worked on at once, or none for no limit"),
      DatabaseOption.option,
    ],
    example: "tenor run change latest --priority 5 --max-running none",
    isAudited: true,
    run: { arguments, console in
      guard arguments.has("priority") || arguments.has("max-running") else {
        throw CommandError(.usage, "nothing to change; give --priority or --max-running")
      }
      let isUnlimited = arguments.value("max-running") == "none"
      let given = isUnlimited ? RunQueueing() : try RunOptions.queueing(arguments)
      let priority = try arguments.integer("priority", default: 0, in: -1_000...1_000)
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor run")
      let record = try RunReference.run(arguments.positional[0], connection)
      console.concerns("run", record.id.text)
      let queueing = RunQueueing(
        priority: arguments.has("priority") ? priority : record.queueing.priority,
        maxRunning: arguments.has("max-running") ? given.maxRunning : record.queueing.maxRunning)
      try TaskQueue(connection).setQueueing(record.id, queueing)
      console.print(
        "\(record.id): priority \(queueing.priority), "
          + (queueing.maxRunning.map { "at most \($0) tasks at once" } ?? "no limit"))
      return .success
    })
}
