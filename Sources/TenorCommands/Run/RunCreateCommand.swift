import Foundation
import JSONDocuments
import MarketData
import PostgresStore
import RunRecords

extension Command {
  static let runCreate = Command(
    path: ["run", "create"], summary: "Store a run and its tasks for workers to price",
    options: RunPlan.options + RunOptions.queueOptions + [
      Option(name: "id-only", value: nil, help: "print the run id and nothing else")
    ] + RunLimitOptions.limits + [RunLimitOptions.allowFullDisk, DatabaseOption.option, .json],
    example: "tenor run create --market latest --positions latest --scenarios demo --measures PV,DV01",
    notes: "What the run will take is told on standard error first; 'tenor run estimate' tells it alone.",
    isAudited: true,
    run: { arguments, console in
      let queueing = try RunOptions.queueing(arguments)
      let user = try arguments.person(console)
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor run")
      let plan = try RunPlan(
        arguments, limits: try RunLimitOptions.limits(arguments, console), connection)
      for warning in plan.forecast.warnings { console.note("note: \(warning)") }
      for line in plan.estimate.lines { console.note(line) }
      try RunLimitOptions.check(
        plan.forecast,
        disk: arguments.has(RunLimitOptions.allowFullDisk.name)
          ? nil : try DatabaseOption.diskSpace(arguments, console))
      let id = RunID(
        valuationDate: plan.market.valuationDate,
        createdAtMilliseconds: Int64(Date().timeIntervalSince1970 * 1_000),
        random: .random(in: 0 ... .max))
      let record = try RunStore(connection).create(
        plan.request, id: id, by: user, queueing: queueing, isUnique: arguments.has("unique"))
      console.concerns("run", record.id.text)
      if arguments.has("id-only") {
        console.print(record.id.text)
      } else if arguments.has("json") {
        console.print(try CanonicalJSON.encode(record))
      } else {
        console.print(
          "run \(record.id)\n  \(record.positionCount) positions, \(record.scenarioIDs.count) scenarios, "
            + "\(plan.estimate.measures) measures, \(record.taskCount) tasks\n"
            + "  price it with 'tenor worker --until-idle'")
      }
      return .success
    })
}
