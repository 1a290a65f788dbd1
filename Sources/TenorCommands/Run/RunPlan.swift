import Foundation
import MarketData
import PostgresStore
import Pricing
import RunRecords

/// A run that is asked for on the command line, checked against its market, with what it would take.
struct RunPlan {
  static let options =
    [
      Command.Option(name: "market", value: "ID", help: "market snapshot; default latest"),
      Command.Option(name: "positions", value: "ID", help: "position snapshot; default latest"),
    ] + PricingOptions.options + [
      ScenarioSetOptions.option, RunOptions.bucketOption,
      Command.Option(
        name: "workers", value: "N",
        help: "workers to estimate the time for; default the cores of this machine"),
    ]

  let request: RunRequest
  let market: MarketSnapshot
  let forecast: RunForecast
  var estimate: RunEstimate { forecast.estimate }

  /// Refuses a currency or scenarios that name what the market does not have.
  init(_ arguments: Arguments, limits: RunLimits, _ connection: PostgresConnection) throws {
    let (scenarios, scenarioSet) = try ScenarioSetOptions.scenarios(arguments, connection)
    let pricing = try PricingOptions.request(arguments)
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let workers = try arguments.integer("workers", default: cores, in: 1...10_000)
    let record = try RunReference.marketSnapshot(arguments.value("market"), connection)
    let positions = try RunReference.positionSnapshot(arguments.value("positions"), connection)
    guard let market = try MarketSnapshotStore(connection).snapshot(id: record.id) else {
      throw StoreError.notFound(kind: "market snapshot", id: record.id)
    }
    self.market = market
    request = RunRequest(
      marketSnapshotID: record.id, positionSnapshotID: positions.id, scenarios: scenarios,
      scenarioSet: scenarioSet, pricing: pricing,
      bucketCount: try RunOptions.buckets(arguments)
        ?? PositionBucket.standardCount(positions: positions.positionCount),
      codeVersion: TenorVersion.text)
    try PricingOptions.check(pricing.reportingCurrency, in: market)
    do {
      _ = try ScenarioMarkets(
        snapshot: market, scenarios: scenarios, reportingCurrency: pricing.reportingCurrency)
    } catch {
      throw CommandError(.rejectedInput, "\(error)")
    }
    let dates =
      positions.asOf == market.valuationDate
      ? [] : ["the positions are of \(positions.asOf), the market is of \(market.valuationDate)"]
    forecast = RunForecast(
      estimate: try RunStore(connection).estimate(request, market: market, workers: workers), limits: limits,
      warnings: dates + market.warnings(about: scenarios))
  }
}
