import DatesAndConventions
import MarketData
import PostgresStore
import Pricing
import RunRecords

/// What a process needs of a run to price any of its tasks: read from the database once, then shared by all tasks.
struct RunContext: Sendable {
  let request: RunRequest
  let markets: ScenarioMarkets
  let pricer: BatchPricer

  /// Loads the request, the market snapshot and the deals, and builds every scenario's market.
  init(_ id: RunID, _ connection: PostgresConnection, kept: KeptMemory = KeptMemory()) throws {
    guard let request = try RunStore(connection).request(id: id) else {
      throw StoreError.notFound(kind: "run", id: id.text)
    }
    let snapshots = MarketSnapshotStore(connection)
    guard let snapshot = try snapshots.snapshot(id: request.marketSnapshotID) else {
      throw StoreError.notFound(kind: "market snapshot", id: request.marketSnapshotID)
    }
    self.request = request
    markets = try ScenarioMarkets(
      snapshot: snapshot, scenarios: request.scenarios, reportingCurrency: request.pricing.reportingCurrency)
    pricer = BatchPricer(
      markets: markets, request: request.pricing, deals: try DealStore(connection).packages(of: request),
      kept: kept)
  }

  var storesCashFlows: Bool { request.pricing.measures.contains(.cashFlows) }
}
