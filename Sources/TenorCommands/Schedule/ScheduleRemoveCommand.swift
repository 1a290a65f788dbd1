import PostgresStore
import RunRecords

extension Command {
  static let scheduleRemove = Command(
    path: ["schedule", "remove"], summary: "Remove a schedule and the list of its firings; its runs stay",
    arguments: ["NAME"], options: [DatabaseOption.option], example: "tenor schedule remove nightly",
    isAudited: true,
    run: { arguments, console in
      let name = try ScheduleOptions.name(arguments.positional[0])
      console.concerns("schedule", name.text)
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor schedule")
      try ScheduleOptions.finding { try ScheduleStore(connection).remove(name) }
      console.print("removed \(name)")
      return .success
    })
}
