import ComputeWorker
import Foundation
import JSONDocuments
import PostgresStore
import RunRecords
import TestSupport

/// Bonds, a prepaying loan and a forward on the sample market, priced by a worker.
struct PricedBook {
  static let instruments = """
    [{"instrument_id": "BOND", "product_type": "FIXED_BOND", "currency": "USD", "dated_date": "2020-05-15",
      "maturity": "2033-05-15", "coupon": 0.04, "frequency": 2, "convention": "US_CORPORATE"},
     {"instrument_id": "EURO", "product_type": "FIXED_BOND", "currency": "EUR", "dated_date": "2021-02-15",
      "maturity": "2028-02-15", "coupon": 0.015, "frequency": 1, "convention": "ISMA"},
     {"instrument_id": "LOAN", "product_type": "AMORT_LOAN", "currency": "USD", "balance": 250000,
      "balance_date": "2022-09-01", "first_payment_date": "2022-10-01", "maturity": "2032-09-01",
      "rate": 0.065, "amortisation": "level_pay", "prepayment_rate": 0.08},
     {"instrument_id": "FWD", "product_type": "FX_FWD", "currency": "USD", "buy_currency": "EUR", "buy_amount": 100000,
      "sell_currency": "USD", "sell_amount": 109000, "settlement_date": "2023-06-30"},
     {"instrument_id": "POOL", "product_type": "ABS_MBS", "currency": "USD", "description": "a pool"}]
    """
  static let positions = """
    [{"position_id": "P1", "portfolio": "FUND/CREDIT/US", "instrument_id": "BOND", "quantity": 1000000,
      "clean_price": 97.25},
     {"position_id": "P2", "portfolio": "FUND/CREDIT/EU", "instrument_id": "EURO", "quantity": -300000, "spread_bp": 60},
     {"position_id": "P3", "portfolio": "FUND/LOANS", "instrument_id": "LOAN", "quantity": 4},
     {"position_id": "P4", "portfolio": "FUND/FX", "instrument_id": "FWD", "quantity": 2},
     {"position_id": "P5", "portfolio": "FUND/FX", "instrument_id": "POOL", "quantity": 1}]
    """
  static let ids = ["P1", "P2", "P3", "P4", "P5"]

  let platform: TestPlatform
  let client: TestClient

  init() throws {
    platform = try TestPlatform()
    client = platform.client
    let stored = try client.post("/v1/instruments", Self.instruments)
    guard stored.status == 200 else { throw TestClient.Failure(reason: stored.text) }
  }

  /// Stores a market and positions and gives the run of them, priced.
  func run(
    market: String = SampleBook.market, positions: String = PricedBook.positions, asOf: String = "2023-03-31"
  )
    throws -> String
  {
    let marketID = try client.post("/v1/marketdata/snapshots", market).member("snapshot_id")
    let answer = try client.post("/v1/positions/snapshots?as_of=\(asOf)", positions)
    guard let positionsID = try answer.json["snapshot"]?["snapshot_id"]?.text else {
      throw TestClient.Failure(reason: answer.text)
    }
    let id = try client.post(
      "/v1/runs",
      """
      {"market_snapshot_id": "\(marketID)", "position_snapshot_id": "\(positionsID)",
       "scenarios": [{"id": "UP", "shifts": [{"rates": {"shape": {"parallel": {"basis_points": 100}}}},
        {"foreign_exchange": {"fraction": 0.1}}]}],
       "measures": ["PV", "DV01", "EFFECTIVE_DURATION", "CASHFLOWS"], "reporting_currency": "USD"}
      """
    ).member("run_id")
    _ = try Worker(
      platform.settings.with(role: .worker), options: WorkerOptions(name: "test", untilIdle: true),
      stop: StopFlag()
    ) { _ in }.run()
    return id
  }
}
