import PostgresStore
import RunRecords

extension Command {
  static let scheduleResume = Command(
    path: ["schedule", "resume"], summary: "Let a paused schedule fire from now on", arguments: ["NAME"],
    options: [DatabaseOption.option], example: "tenor schedule resume nightly",
    isAudited: true,
    run: { arguments, console in
      let name = try ScheduleOptions.name(arguments.positional[0])
      console.concerns("schedule", name.text)
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor schedule")
      let record = try ScheduleOptions.finding { try ScheduleStore(connection).resume(name) }
      console.print("resumed \(name), next \(ScheduleStatus(record).next)")
      return .success
    })
}
