import DatesAndConventions
import Instruments
import MarketData
import PostgresStore
import Pricing
import RiskAnalytics
import RunRecords

/// A book in two currencies with made-up values, rolled up as a worker would, and the same figures by plain additions.
struct RiskBook: Sendable {
  static let portfolios = ["FUND/CREDIT/US", "FUND/CREDIT", "FUND/RATES", "OTHER/LOANS"]
  static let scenarios = ["BASE", "UP", "FX"]
  static let count = 48

  /// A made-up position: its values by scenario in its currency, where it has any.
  struct Holding {
    let number: Int

    var id: String { "P\(number + 10)" }
    var portfolio: String { portfolios[number % 4] }
    var instrument: String { "I\(number % 6)" }
    var currency: String { number % 6 < 2 ? "EUR" : "USD" }
    /// Two of three issuers are known.
    var issuer: String? { ["ACME", "BOLT", nil][number % 6 % 3] }
    var product: String { number % 6 % 2 == 0 ? "FIXED_BOND" : "ABS_MBS" }

    /// Every seventh has no value, and so nothing else.
    var hasValue: Bool { number % 7 != 3 }
    /// Every eighth lacks a duration alone.
    var hasDuration: Bool { hasValue && number % 8 != 6 }

    var values: [Double] {
      let base = 1_000.25 * Double(number + 1) * (number % 6 == 5 ? -0.5 : 1)
      return [base, base * (1 - 0.01 * Double(number % 5)), base]
    }
    var dv01: [Double] { values.map { -$0 * 0.0005 * Double(1 + number % 3) } }
    var duration: [Double] { values.indices.map { Double(2 + number % 4) + 0.1 * Double($0) } }
  }

  static let holdings = (0..<count).map(Holding.init)

  /// Dollars for one unit of a currency, by scenario.
  static func rate(_ currency: String, _ scenario: Int) -> Double {
    currency == "EUR" ? (scenario == 2 ? 1.0875 * 0.9 : 1.0875) : 1
  }

  let platform: TestPlatform
  let run: String
  /// The same book, asked for and not worked on.
  let waiting: String

  init() throws {
    platform = try TestPlatform()
    let client = platform.client
    let market = try client.post("/v1/marketdata/snapshots", SampleBook.market).member("snapshot_id")
    let instruments = (0..<6).map { Holding(number: $0) }.map {
      """
      {"instrument_id": "\($0.instrument)", "product_type": "\($0.product)", "currency": "\($0.currency)",
       "description": "contract"\($0.issuer.map { #", "issuer": "\#($0)""# } ?? "")}
      """
    }
    _ = try client.post("/v1/instruments", "[\(instruments.joined(separator: ","))]")
    let positions = Self.holdings.map {
      """
      {"position_id": "\($0.id)", "portfolio": "\($0.portfolio)", "instrument_id": "\($0.instrument)",
       "quantity": 1}
      """
    }
    let stored = try client.post(
      "/v1/positions/snapshots?as_of=2023-03-31&source=test", "[\(positions.joined(separator: ","))]")
    let body = """
      {"market_snapshot_id": "\(market)",
       "position_snapshot_id": "\(try stored.json["snapshot"]?["snapshot_id"]?.text ?? stored.text)",
       "scenarios": [{"id": "UP", "shifts": [{"rates": {"shape": {"parallel": {"basis_points": 100}}}}]},
         {"id": "FX", "shifts": [{"foreign_exchange": {"currencies": ["EUR"], "fraction": -0.1}}]}],
       "measures": ["PV", "CLEAN_PRICE", "DV01", "EFFECTIVE_DURATION", "KEY_RATE_DV01"],
       "base_only_measures": ["EFFECTIVE_DURATION"], "reporting_currency": "USD", "bucket_count": 2}
      """
    run = try client.post("/v1/runs", body).member("run_id")
    try Self.work(platform)
    waiting = try client.post("/v1/runs", body).member("run_id")
  }

  private static func work(_ platform: TestPlatform) throws {
    let connection = try platform.connection()
    let queue = TaskQueue(connection)
    while let claim = try queue.claim(worker: "test", limit: 1).first {
      switch claim.kind {
      case .price:
        let positions = try PositionReader(connection).positions(of: claim)
        let block = block(positions.map { Int($0.number) })
        var rollUp = RollUp(scenarioCount: scenarios.count)
        rollUp.add(block) { number in
          let holding = holdings[Int(number)]
          return RollUp.Holding(
            portfolio: holding.portfolio, productType: ProductType(rawValue: holding.product)!,
            currency: Currency(holding.currency)!)
        }
        try queue.complete(claim) { writer in
          try writer.write(block)
          try writer.write(rollUp)
        }
      case .rollUp:
        let runs = RunStore(connection)
        guard let request = try runs.request(id: claim.runID),
          let market = try MarketSnapshotStore(connection).snapshot(id: request.marketSnapshotID)
        else { throw StoreError.notFound(kind: "run", id: claim.runID.text) }
        let totals = try NodeTotals.totals(
          try ResultStore(connection).rollUp(run: claim.runNumber),
          markets: try ScenarioMarkets(
            snapshot: market, scenarios: request.scenarios, reportingCurrency: .usd), reportingCurrency: .usd)
        try queue.complete(claim) { try $0.write(totals) }
      }
    }
  }

  private static func block(_ numbers: [Int]) -> ResultBlock {
    var block = ResultBlock(scenarioCount: scenarios.count, baseOnlyMeasures: [.effectiveDuration])
    let reason = Reason(.unsupported, "contract")
    for number in numbers {
      let holding = holdings[number]
      func row(_ measure: Measure, _ factor: String = "") -> ResultBlock.Row {
        ResultBlock.Row(positionNumber: Int32(number), measure: measure, factor: factor)
      }
      guard holding.hasValue else {
        for measure in [Measure.presentValue, .dv01, .effectiveDuration, .keyRateDV01] {
          block.append(row(measure), reason: reason)
        }
        continue
      }
      block.append(row(.presentValue), values: holding.values)
      block.append(row(.dv01), values: holding.dv01)
      if holding.hasDuration {
        block.append(row(.effectiveDuration), values: [holding.duration[0]])
      } else {
        block.append(row(.effectiveDuration), reason: Reason(.missingData, "curve"))
      }
      for (factor, part) in [("USD:10Y", 0.75), ("USD:1Y", 0.25)] {
        block.append(row(.keyRateDV01, factor), values: holding.dv01.map { $0 * part })
      }
    }
    return block
  }

  // MARK: The same by plain additions

  /// Positions with a value at a node or under it.
  static func valued(_ node: String) -> [Holding] {
    holdings.filter { holding in
      holding.hasValue
        && (node.isEmpty || holding.portfolio == node || holding.portfolio.hasPrefix(node + "/"))
    }
  }

  static func amount(_ holding: Holding, _ quantity: RiskQuantity, _ scenario: Int) -> Double {
    let rate = rate(holding.currency, scenario)
    switch quantity {
    case .presentValue: return holding.values[scenario] * rate
    case .dv01: return holding.dv01[scenario] * rate
    case .cs01: return 0
    case .profit: return holding.values[scenario] * rate - holding.values[0] * Self.rate(holding.currency, 0)
    }
  }

  static func total(_ node: String, _ quantity: RiskQuantity, _ scenario: Int) -> Double {
    valued(node).reduce(0) { $0 + amount($1, quantity, scenario) }
  }
}
