import JSONDocuments
import MarketData
import PostgresStore
import Pricing
import RunRecords

extension Command {
  static let scheduleShow = Command(
    path: ["schedule", "show"], summary: "Show a schedule, its run and its last firings", arguments: ["NAME"],
    options: [
      Option(name: "limit", value: "N", help: "most firings; default 20"), DatabaseOption.option, .json,
    ],
    example: "tenor schedule show nightly",
    run: { arguments, console in
      let name = try ScheduleOptions.name(arguments.positional[0])
      let limit = try arguments.integer("limit", default: 20, in: 0...10_000)
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor schedule")
      let store = ScheduleStore(connection)
      let record = try ScheduleOptions.finding { try store.require(name) }
      let firings = try store.firings(of: name, limit: limit)
      let status = ScheduleStatus(record, firings: firings)
      if arguments.has("json") {
        console.print(try CanonicalJSON.encode(status))
        return .success
      }
      let run = status.run
      console.print("schedule \(name)")
      console.print(
        "  at         \(status.cron) \(status.timeZone) \(status.calendars.joined(separator: ", "))")
      console.print("  next       \(status.next)")
      console.print("  catch-up   \(status.catchUp)")
      console.print("  market     \(run.marketSnapshotID ?? "the latest")")
      console.print("  positions  \(run.positionSnapshotID ?? "the latest")")
      console.print("  scenarios  \(run.scenarios.map(\.id).joined(separator: ", "))")
      console.print("  measures   \(run.pricing.measures.map(\.rawValue).joined(separator: ", "))")
      console.print("  made       \(status.createdAt) by \(status.createdBy)")
      guard !firings.isEmpty else { return .success }
      console.print("")
      var table = TextTable([
        ("fired", .left), ("outcome", .left), ("run", .left), ("by", .left), ("missed from", .left),
        ("error", .left),
      ])
      for firing in status.firings ?? [] {
        table.append([
          firing.fireTime, firing.outcome, firing.runId ?? "", firing.isManual ? "hand" : "clock",
          firing.missedFrom ?? "", firing.error ?? "",
        ])
      }
      for line in table.lines { console.print(line) }
      return .success
    })
}
