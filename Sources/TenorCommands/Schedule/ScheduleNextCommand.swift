import CronSchedules
import Foundation
import JSONDocuments
import PostgresStore
import RunRecords

extension Command {
  static let scheduleNext = Command(
    path: ["schedule", "next"], summary: "Tell when a schedule fires next, in its zone and in UTC",
    arguments: ["[NAME]"],
    options: ScheduleOptions.timing + [
      Option(name: "count", value: "N", help: "how many firings; default 5"), DatabaseOption.option, .json,
    ],
    example:
      "tenor schedule next --at \"0 2 * * 1-5\" --zone Europe/London --calendar uk_exchange --count 10",
    notes:
      "Without NAME, of the schedule that --at, --zone and --calendar describe; no database is needed then.\n"
      + ScheduleOptions.notes,
    run: { arguments, console in
      let count = try arguments.integer("count", default: 5, in: 1...10_000)
      let timing: CronSchedule
      if let text = arguments.positional.first {
        if let option = ScheduleOptions.timing.first(where: { arguments.has($0.name) }) {
          throw CommandError(.usage, "NAME has its own times; leave --\(option.name) out, or NAME")
        }
        let name = try ScheduleOptions.name(text)
        let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor schedule")
        timing = try ScheduleOptions.finding { try ScheduleStore(connection).require(name) }.definition.timing
      } else {
        timing = try ScheduleOptions.timing(arguments)
      }
      let firings = timing.firings(after: Date(), count: count)
      if arguments.has("json") {
        console.print(try CanonicalJSON.encode(firings.map(\.isoText)))
      } else if firings.isEmpty {
        console.print("it fires on no day within 50 years")
      } else {
        for firing in firings { console.print("\(timing.localText(firing))  \(firing.isoText)") }
      }
      return firings.isEmpty ? .failed : .success
    })
}
