import DatesAndConventions
import MarketData
import PostgresStore
import Pricing
import RunRecords
import StructuredDeals

/// What a finished run was made of, read from the database.
struct RunInputs {
  let run: RunRecord
  let request: RunRequest
  let market: MarketSnapshot
  /// By id.
  let deals: [String: DealPackage]

  var reportingCurrency: Currency { request.pricing.reportingCurrency }

  init(_ id: RunID, _ connection: PostgresConnection) throws {
    run = try RunStore(connection).existing(id)
    guard let request = try RunStore(connection).request(id: id) else {
      throw StoreError.notFound(kind: "run", id: id.text)
    }
    guard let market = try MarketSnapshotStore(connection).snapshot(id: request.marketSnapshotID) else {
      throw StoreError.notFound(kind: "market snapshot", id: request.marketSnapshotID)
    }
    self.request = request
    self.market = market
    deals = try DealStore(connection).packages(of: request)
  }

  /// The market of one scenario alone: its numbers do not depend on those beside it.
  func markets(_ scenario: Scenario) throws -> ScenarioMarkets {
    try ScenarioMarkets(snapshot: market, scenarios: [scenario], reportingCurrency: reportingCurrency)
  }

  func toPrice(_ stored: [StoredPosition]) -> [PositionToPrice] {
    let reader = InstrumentReader()
    return stored.map {
      PositionToPrice(
        number: $0.number, position: $0.position,
        instrument: reader.instrument(of: $0, fallback: reportingCurrency))
    }
  }
}
