import DatesAndConventions
import Foundation
import Instruments
import JSONDocuments
import MarketData
import PostgresStore
import Pricing
import RunRecords

@testable import RiskAnalytics

/// A small book, made through the services themselves, and results such as a worker would store.
struct SampleBook: Sendable {
  static let market = """
    {"schema_version": 1, "valuation_date": "2023-03-31", "source": "test", "built_at": "2023-03-31T21:00:00Z",
     "adjustments": [], "spread_curves": [], "fx_base": "EUR", "fx_rates": {"USD": 1.0875},
     "discount_curves": {"EUR": "EUR.AAA", "USD": "USD.TREASURY"},
     "curves": [
      {"id": "EUR.AAA", "currency": "EUR", "kind": {"zero": "continuous"}, "interpolation": "linear_zero",
       "points": [{"tenor": "1Y", "rate": 0.0281}, {"tenor": "10Y", "rate": 0.0229}], "source": "ECB"},
      {"id": "USD.TREASURY", "currency": "USD", "kind": {"par": 2}, "interpolation": "monotone_cubic_discount",
       "points": [{"tenor": "3M", "rate": 0.0485}, {"tenor": "10Y", "rate": 0.0348}], "source": "Treasury"}]}
    """

  static let portfolios = ["FUND/CREDIT/US", "FUND/CREDIT", "FUND/CREDITOR", "FUND/RATES"]
  static let positionCount = 23

  static let instruments =
    "["
    + (0..<5).map { number in
      """
      {"instrument_id": "I\(number)", "product_type": "\(number % 2 == 0 ? "FIXED_BOND" : "ABS_MBS")",
       "currency": "\(number == 4 ? "EUR" : "USD")", "description": "contract \(number)"}
      """
    }.joined(separator: ",") + "]"

  static let positions =
    "["
    + (0..<positionCount).map { number in
      """
      {"position_id": "P\(number + 10)", "portfolio": "\(portfolios[number % 4])",
       "instrument_id": "I\(number % 5)", "quantity": \(number)}
      """
    }.joined(separator: ",") + "]"

  let platform: TestPlatform
  let marketID: String
  let positionsID: String

  init(_ platform: TestPlatform) throws {
    self.platform = platform
    marketID = try platform.client.post("/v1/marketdata/snapshots", Self.market).member("snapshot_id")
    let stored = try platform.client.post("/v1/instruments", Self.instruments)
    guard stored.status == 200 else { throw TestClient.Failure(reason: stored.text) }
    let answer = try platform.client.post(
      "/v1/positions/snapshots?as_of=2023-03-31&source=test", Self.positions)
    positionsID = try answer.json["snapshot"]?["snapshot_id"]?.text ?? answer.text
  }

  /// The body that asks for a run of the book under two scenarios.
  var runBody: String {
    """
    {"market_snapshot_id": "\(marketID)", "position_snapshot_id": "\(positionsID)",
     "scenarios": [{"id": "UP", "shifts": [{"rates": {"shape": {"parallel": {"basis_points": 100}}}}]}],
     "measures": ["PV", "KEY_RATE_DV01"], "reporting_currency": "USD", "bucket_count": 2}
    """
  }

  /// The body that asks for such a run on weekday nights, of the snapshots stored last.
  var scheduleBody: String {
    """
    {"name": "nightly", "cron": "0 2 * * 1-5", "time_zone": "America/New_York", "calendars": ["us_nyse"],
     "run": {"scenario_set": "core", "measures": ["PV"], "reporting_currency": "USD", "priority": 3},
     "created_by": "desk"}
    """
  }

  func makeRun() throws -> String {
    try platform.client.post("/v1/runs", runBody).member("run_id")
  }

  /// Ends every task that waits, as a worker would.
  func work() throws {
    let connection = try platform.connection()
    let queue = TaskQueue(connection)
    while true {
      let claims = try queue.claim(worker: "test", limit: 10)
      if claims.isEmpty { return }
      for claim in claims { try finish(claim, queue, connection) }
    }
  }

  /// Fails every task that waits for good.
  func fail() throws {
    let queue = TaskQueue(try platform.connection())
    while true {
      let claims = try queue.claim(worker: "test", limit: 10)
      if claims.isEmpty { return }
      for claim in claims { try queue.fail(claim, error: "no luck", retryable: false) }
    }
  }

  /// The value that `finish` stores for a position.
  static func presentValue(_ number: Int32) -> Double { Double(number) / 3 }

  private func finish(_ claim: TaskClaim, _ queue: TaskQueue, _ connection: PostgresConnection) throws {
    let numbers = try PositionReader(connection).positions(of: claim).map(\.number)
    try queue.complete(claim) { writer in
      switch claim.kind {
      case .price:
        try writer.write(Self.block(numbers))
        try writer.write(numbers.flatMap(Self.flows))
      case .rollUp: try writer.write(Self.totals)
      }
    }
  }

  private static func block(_ numbers: [Int32]) -> ResultBlock {
    var block = ResultBlock(scenarioCount: 2)
    for number in numbers {
      let value = presentValue(number)
      let row = ResultBlock.Row(positionNumber: number, measure: .presentValue)
      switch number % 4 {
      case 0: block.append(row, reason: Reason(.unsupported, "contract"))
      case 1:
        let gap = CellGap(Reason(.missingData, "FX rate \"EUR/XXX\""))
        block.append(row, cells: [.success(value), .failure(gap)])
      default: block.append(row, values: [value, -value])
      }
      for tenor in ["3M", "10Y"] {
        block.append(
          ResultBlock.Row(positionNumber: number, measure: .keyRateDV01, factor: tenor),
          values: [1e-300, -5e300])
      }
    }
    return block
  }

  private static func flows(_ number: Int32) -> [CashFlowRow] {
    (1...Int32(3)).map { period in
      CashFlowRow(
        positionNumber: number, periodNumber: period,
        payDate: CivilDate(iso: "2023-06-30")!.adding(days: 90 * Int(period)), currency: .usd, interest: 1.5,
        principal: Double(period), prepayment: 0.25, balance: 7)
    }
  }

  private static var totals: [NodeTotal] {
    ["", "FUND", "FUND/CREDIT", "FUND/CREDITOR", "FUND/RATES"].flatMap { node in
      [nil, ProductType.fixedBond].map { type in
        NodeTotal(
          node: node, productType: type, currency: .usd, isConverted: true, measure: .presentValue,
          factor: "",
          values: [1.5, nil], positionCount: 3, gapCount: 1)
      }
    }
  }
}

extension TestClient.Answer {
  /// A text member of the answer's object.
  func member(_ name: String) throws -> String {
    guard let text = try json[name]?.text else {
      throw TestClient.Failure(reason: "no \(name): \(self.text)")
    }
    return text
  }
}
