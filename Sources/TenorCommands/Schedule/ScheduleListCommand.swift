import JSONDocuments
import PostgresStore

extension Command {
  static let scheduleList = Command(
    path: ["schedule", "list"], summary: "List the schedules", options: [DatabaseOption.option, .json],
    example: "tenor schedule list",
    run: { arguments, console in
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor schedule")
      let schedules = try ScheduleStore(connection).list(limit: 10_000).map { ScheduleStatus($0) }
      if arguments.has("json") {
        console.print(try CanonicalJSON.encode(schedules))
        return .success
      }
      guard !schedules.isEmpty else {
        console.print("there is no schedule yet; make one with 'tenor schedule add'")
        return .success
      }
      var table = TextTable([
        ("schedule", .left), ("at", .left), ("zone", .left), ("next", .left), ("last", .left),
        ("outcome", .left),
        ("failures", .right),
      ])
      for schedule in schedules {
        table.append([
          schedule.name, schedule.cron, schedule.timeZone, schedule.next, schedule.lastFiring ?? "-",
          schedule.lastOutcome ?? "-", "\(schedule.failures)",
        ])
      }
      for line in table.lines { console.print(line) }
      return .success
    })
}
