import DatesAndConventions
import Foundation
import Instruments
import JSONDocuments
import MarketData
import PostgresStore
import Pricing
import RiskAnalytics
import RunRecords

/// A book in two currencies with every attribute that cubes group by, and made-up values under 25 scenarios.
struct CubeBook: Sendable {
  static let portfolios = [
    "FUND/CREDIT/US", "FUND/CREDIT", "FUND/RATES", "OTHER/LOANS/A/B", "FUND/CREDIT/EU",
  ]
  static let count = 84
  /// Moves of the euro and of rates, the euro's with rates of their own.
  static let scenarios = ["BASE"] + (1...24).map { "M\($0)" }

  /// What the tests know of an instrument.
  struct Contract: Sendable {
    let number: Int

    var id: String { "I\(number)" }
    var currency: String { number % 4 == 1 ? "EUR" : "USD" }
    var sector: String? { ["GOV", "CORP, \"A&B\"", nil][number % 3] }
    var rating: String? { ["AAA", "BBB+", nil, "BB"][number % 4] }
    var country: String { ["US", "DE"][number % 2] }
    var issuer: String? { number < 10 ? "Issuer \(number)" : nil }
    var vintage: Int? { number == 5 ? nil : 2015 + number % 3 }
    var tags: [String] { [["green"], [], ["callable", "green"]][number % 3] }
    var product: String { number < 8 ? "FIXED_BOND" : number == 8 ? "FX_FWD" : "ABS_MBS" }
    var maturity: String? {
      number < 8
        ? [
          "2023-03-31", "2024-03-31", "2024-04-01", "2026-03-31", "2028-05-15", "2033-03-31", "2043-03-31",
          "2043-04-01",
        ][number]
        : number == 8 ? "2023-06-30" : nil
    }
    var bucket: String? {
      ["matured", "0-1Y", "1-3Y", "1-3Y", "5-7Y", "7-10Y", "10-20Y", "20Y+", "0-1Y", nil, nil, nil][number]
    }

    var json: String {
      var members = [#""instrument_id": "\#(id)", "product_type": "\#(product)", "currency": "\#(currency)""#]
      members.append(#""country": "\#(country)""#)
      if let sector { members.append(#""sector": "\#(sector.replacing("\"", with: "\\\""))""#) }
      if let rating { members.append(#""rating": "\#(rating)""#) }
      if let issuer { members.append(#""issuer": "\#(issuer)""#) }
      if let vintage { members.append(#""vintage": \#(vintage)"#) }
      if !tags.isEmpty { members.append(#""tags": ["\#(tags.joined(separator: "\", \""))"]"#) }
      switch product {
      case "FIXED_BOND":
        members.append(
          #""dated_date": "2013-02-15", "maturity": "\#(maturity!)", "coupon": 0.04, "frequency": 2, "convention": "US_CORPORATE""#
        )
      case "FX_FWD":
        members.append(
          #""buy_currency": "EUR", "buy_amount": 1, "sell_currency": "USD", "sell_amount": 1.1, "settlement_date": "\#(maturity!)""#
        )
      default: members.append(#""description": "a pool""#)
      }
      return "{\(members.joined(separator: ", "))}"
    }
  }

  static let contracts = (0..<12).map(Contract.init)

  /// What the tests know of a position.
  struct Holding: Sendable {
    let number: Int

    var id: String { "P\(number + 10)" }
    var portfolio: String { portfolios[number % 5] }
    var contract: Contract { contracts[number % 12] }

    /// The groups of a dimension that it is in; `nil` for none.
    func groups(_ dimension: CubeDimension) -> [String?] {
      func path(_ level: Int) -> [String?] {
        [portfolio.split(separator: "/").prefix(level).joined(separator: "/")]
      }
      switch dimension {
      case .fund: return path(1)
      case .subFund: return path(2)
      case .desk: return path(3)
      case .book: return path(4)
      case .productType: return [contract.product]
      case .currency: return [contract.currency]
      case .issuer: return [contract.issuer]
      case .sector: return [contract.sector]
      case .rating: return [contract.rating]
      case .country: return [contract.country]
      case .maturity: return [contract.bucket]
      case .vintage: return [contract.vintage.map { "\($0)" }]
      case .tag: return contract.tags.isEmpty ? [nil] : contract.tags
      }
    }

    /// One number a scenario; none of some positions, and of others not under one scenario.
    var values: [Double?] {
      guard number % 13 != 3 else { return scenarios.map { _ in nil } }
      let size = 1_000.25 * Double(number + 1) * (number % 12 == 6 ? -0.3 : 1)
      return scenarios.indices.map { scenario in
        if number % 17 == 4, scenario == 7 { return nil }
        return size * (1 + (scenario == 0 ? 0 : 0.05 * sin(Double(scenario * 7 + number * 3))))
      }
    }
    var dv01: [Double?] { values.map { $0.map { -$0 * 0.0005 * Double(1 + number % 3) } } }
    /// Some have a value and no duration.
    var duration: [Double?] {
      values.enumerated().map { scenario, value in
        number % 8 == 6 ? nil : value.map { _ in Double(2 + number % 4) + 0.01 * Double(scenario) }
      }
    }
  }

  static let holdings = (0..<count).map(Holding.init)

  /// Dollars for one unit of a currency, by scenario.
  static func rate(_ currency: String, _ scenario: Int) -> Double {
    guard currency == "EUR" else { return 1 }
    return 1.0875 * (scenario > 0 && scenario % 3 == 0 ? 1 + 0.01 * Double(scenario % 5 - 2) : 1)
  }

  let platform: TestPlatform
  let run: String

  init() throws {
    platform = try TestPlatform()
    let client = platform.client
    let market = try client.post("/v1/marketdata/snapshots", SampleBook.market).member("snapshot_id")
    let stored = try client.post(
      "/v1/instruments", "[\(Self.contracts.map(\.json).joined(separator: ","))]")
    guard stored.status == 200 else { throw TestClient.Failure(reason: stored.text) }
    let positions = Self.holdings.map {
      """
      {"position_id": "\($0.id)", "portfolio": "\($0.portfolio)", "instrument_id": "\($0.contract.id)",
       "quantity": 1}
      """
    }
    let snapshot = try client.post(
      "/v1/positions/snapshots?as_of=2023-03-31&source=test", "[\(positions.joined(separator: ","))]")
    let shifts = Self.scenarios.enumerated().dropFirst().map { number, name in
      number % 3 == 0
        ? #"{"id": "\#(name)", "shifts": [{"foreign_exchange": {"currencies": ["EUR"], "fraction": \#(0.01 * Double(number % 5 - 2))}}]}"#
        : #"{"id": "\#(name)", "shifts": [{"rates": {"shape": {"parallel": {"basis_points": \#(number)}}}}]}"#
    }
    run = try client.post(
      "/v1/runs",
      """
      {"market_snapshot_id": "\(market)",
       "position_snapshot_id": "\(try snapshot.json["snapshot"]?["snapshot_id"]?.text ?? snapshot.text)",
       "scenarios": [\(shifts.joined(separator: ","))],
       "measures": ["PV", "CLEAN_PRICE", "DV01", "EFFECTIVE_DURATION", "YIELD", "KEY_RATE_DV01", "FX_DELTA"],
       "base_only_measures": ["YIELD"], "reporting_currency": "USD", "bucket_count": 3}
      """
    ).member("run_id")
    try work()
  }

  private func work() throws {
    let connection = try platform.connection()
    let queue = TaskQueue(connection)
    while let claim = try queue.claim(worker: "test", limit: 1).first {
      switch claim.kind {
      case .price:
        let positions = try PositionReader(connection).positions(of: claim)
        let block = Self.block(positions.map { Int($0.number) })
        var rollUp = RollUp(scenarioCount: Self.scenarios.count)
        rollUp.add(block) { number in
          let holding = Self.holdings[Int(number)]
          return RollUp.Holding(
            portfolio: holding.portfolio, productType: ProductType(rawValue: holding.contract.product)!,
            currency: Currency(holding.contract.currency)!)
        }
        try queue.complete(claim) { writer in
          try writer.write(block)
          try writer.write(rollUp)
        }
      case .rollUp:
        guard let request = try RunStore(connection).request(id: claim.runID),
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
    var block = ResultBlock(scenarioCount: scenarios.count, baseOnlyMeasures: [.yield])
    let gap = CellGap(Reason(.missingData, "curve"))
    for number in numbers {
      let holding = holdings[number]
      func append(_ measure: Measure, _ values: [Double?], _ factor: String = "") {
        block.append(
          ResultBlock.Row(positionNumber: Int32(number), measure: measure, factor: factor),
          cells: values.map { value in value.map { .success($0) } ?? .failure(gap) })
      }
      append(.presentValue, holding.values)
      append(.cleanPrice, holding.values.map { $0.map { _ in 99 } })
      append(.dv01, holding.dv01)
      // A forward has no duration: the measure does not apply to it.
      if holding.contract.product == "FX_FWD" {
        block.append(
          ResultBlock.Row(positionNumber: Int32(number), measure: .effectiveDuration),
          reason: Reason(.notApplicable, "a forward has none"))
      } else {
        append(.effectiveDuration, holding.duration)
      }
      append(.yield, [holding.values[0].map { _ in 0.01 * Double(1 + number % 5) }])
      for (factor, part) in [("USD:10Y", 0.75), ("USD:1Y", 0.25)] {
        append(.keyRateDV01, holding.dv01.map { $0.map { $0 * part } }, factor)
      }
      if holding.contract.currency == "EUR" { append(.fxDelta, holding.values, "EUR") }
    }
    return block
  }
}
