import CronSchedules
import Foundation
import JSONDocuments
import PostgresStore
import RunRecords

extension Command {
  static let scheduleAdd = Command(
    path: ["schedule", "add"], summary: "Have runs made by the clock", arguments: ["NAME"],
    options: ScheduleOptions.timing + [
      Option(
        name: "catch-up", value: "POLICY",
        help: "last or none: whether the last firing missed while nothing was up is made up for; default last"
      ),
      Option(name: "market", value: "ID", help: "market snapshot; default the latest at each firing"),
      Option(name: "positions", value: "ID", help: "position snapshot; default the latest at each firing"),
    ] + PricingOptions.options + [ScenarioSetOptions.option] + RunOptions.options + [
      DatabaseOption.option, .json,
    ],
    example: "tenor schedule add nightly --at \"0 2 * * 1-5\" --zone America/New_York --scenarios demo",
    notes: ScheduleOptions.notes
      + "\nWorkers and servers make the runs, whichever is up; 'tenor schedule tick' does so where neither is.",
    isAudited: true,
    run: { arguments, console in
      let name = try ScheduleOptions.name(arguments.positional[0])
      console.concerns("schedule", name.text)
      let timing = try ScheduleOptions.timing(arguments)
      func pinned(_ option: String) -> String? {
        arguments.value(option).flatMap { $0 == "latest" ? nil : $0 }
      }
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor schedule")
      let (scenarios, scenarioSet) = try ScenarioSetOptions.scenarios(arguments, connection)
      let definition = ScheduleDefinition(
        name: name, timing: timing, catchUp: try arguments.choice("catch-up", default: .last),
        template: RunTemplate(
          marketSnapshotID: pinned("market"), positionSnapshotID: pinned("positions"),
          scenarios: scenarios, scenarioSet: scenarioSet, pricing: try PricingOptions.request(arguments),
          bucketCount: try RunOptions.buckets(arguments), queueing: try RunOptions.queueing(arguments),
          isUnique: arguments.has("unique")))
      let (record, isNew) = try ScheduleOptions.finding {
        try ScheduleStore(connection).put(definition, by: arguments.person(console))
      }
      if arguments.has("json") {
        console.print(try CanonicalJSON.encode(ScheduleStatus(record)))
        return .success
      }
      console.print(isNew ? "schedule \(name)" : "schedule \(name) is there already, the same")
      for firing in timing.firings(after: Date(), count: 3) {
        console.print("  \(timing.localText(firing))  \(firing.isoText)")
      }
      console.print("  a worker or server that is up makes the runs")
      return .success
    })
}
