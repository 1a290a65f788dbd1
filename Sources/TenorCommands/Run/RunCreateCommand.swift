import Foundation
import JSONDocuments
import MarketData
import PostgresStore
import Pricing
import RunRecords

extension Command {
  static let runCreate = Command(
    path: ["run", "create"], summary: "Store a run and its tasks for workers to price",
    options: [
      Option(name: "market", value: "ID", help: "market snapshot; default latest"),
      Option(name: "positions", value: "ID", help: "position snapshot; default latest"),
    ] + PricingOptions.options + RunOptions.options + [
      Option(name: "id-only", value: nil, help: "print the run id and nothing else"),
      DatabaseOption.option, .json,
    ],
    example: "tenor run create --market latest --positions latest --scenarios demo --measures PV,DV01",
    run: { arguments, console in
      let scenarios = try PricingOptions.scenarios(arguments)
      let pricing = try PricingOptions.request(arguments)
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor run")
      let market = try RunReference.marketSnapshot(arguments.value("market"), connection)
      let positions = try RunReference.positionSnapshot(arguments.value("positions"), connection)
      if positions.asOf != market.valuationDate {
        console.note(
          "note: the positions are of \(positions.asOf), the market is of \(market.valuationDate)")
      }
      let request = RunRequest(
        marketSnapshotID: market.id, positionSnapshotID: positions.id, scenarios: scenarios, pricing: pricing,
        bucketCount: try RunOptions.buckets(arguments)
          ?? PositionBucket.standardCount(positions: positions.positionCount),
        codeVersion: TenorVersion.text)
      try check(scenarios, against: market, pricing, connection)
      let id = RunID(
        valuationDate: market.valuationDate,
        createdAtMilliseconds: Int64(Date().timeIntervalSince1970 * 1_000),
        random: .random(in: 0 ... .max))
      let record = try RunStore(connection).create(
        request, id: id, by: RunOptions.user(arguments, console),
        queueing: try RunOptions.queueing(arguments), isUnique: arguments.has("unique"))
      if arguments.has("id-only") {
        console.print(record.id.text)
      } else if arguments.has("json") {
        console.print(try CanonicalJSON.encode(RunStatus(record, progress: nil)))
      } else {
        console.print(
          "run \(record.id)\n  \(record.positionCount) positions, \(scenarios.count) scenarios, "
            + "\(pricing.measures.count) measures, \(record.taskCount) tasks\n  price it with 'tenor worker --until-idle'"
        )
      }
      return .success
    })

  /// Refuses a currency or scenarios that name what the market does not have, before a run is stored.
  private static func check(
    _ scenarios: [Scenario], against market: MarketSnapshotRecord, _ pricing: PricingRequest,
    _ connection: PostgresConnection
  ) throws {
    guard let snapshot = try MarketSnapshotStore(connection).snapshot(id: market.id) else { return }
    try PricingOptions.check(pricing.reportingCurrency, in: snapshot)
    do {
      _ = try ScenarioMarkets(
        snapshot: snapshot, scenarios: scenarios, reportingCurrency: pricing.reportingCurrency)
    } catch {
      throw CommandError(.rejectedInput, "\(error)")
    }
  }
}
