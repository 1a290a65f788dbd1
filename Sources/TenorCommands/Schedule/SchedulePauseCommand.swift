import PostgresStore
import RunRecords

extension Command {
  static let schedulePause = Command(
    path: ["schedule", "pause"], summary: "Let a schedule fire no more until it is resumed",
    arguments: ["NAME"],
    options: [DatabaseOption.option], example: "tenor schedule pause nightly",
    isAudited: true,
    run: { arguments, console in
      let name = try ScheduleOptions.name(arguments.positional[0])
      console.concerns("schedule", name.text)
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor schedule")
      try ScheduleOptions.finding { try ScheduleStore(connection).pause(name) }
      console.print("paused \(name)")
      return .success
    })
}
