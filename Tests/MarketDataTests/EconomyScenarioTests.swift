import Collateral
import DatesAndConventions
import Foundation
import MarketData
import Testing

/// Scenarios that say how house prices, unemployment and borrowers go on.
struct EconomyScenarioTests {
  static let severe = EconomyScenario(
    housePrices: [300, 270, 240], unemployment: [0.04, 0.07], mortgageRateShift: 0.01,
    multipliers: SpeedMultipliers(prepayment: 0.5, defaults: 2))

  private func markets(_ scenarios: [Scenario]) throws -> ScenarioMarkets {
    let snapshot = MarketSnapshot(
      valuationDate: TestMarket.date, source: "test", builtAt: "2023-03-31T21:00:00Z",
      curves: [TestMarket.curve("USD", .usd, .zero(.continuous), TestMarket.points("1Y", 4.0))],
      discountCurves: ["USD": "USD"], fxBase: .usd, collateral: CollateralMarketTests.market())
    return try ScenarioMarkets(snapshot: snapshot, scenarios: scenarios, reportingCurrency: .usd)
  }

  /// The market's last national index is 394, its region's 417; its mortgage rate on a flat 4% is 5%.
  @Test func aColumnHasItsScenariosEconomy() throws {
    let markets = try markets([
      Scenario(id: "SEVERE", shifts: [], economy: Self.severe), Scenario(id: "OTHER", shifts: []),
    ])
    func economy(_ column: Int) throws -> CollateralEconomy {
      try markets.collateralEconomy(
        .usd, column: column, firstMonth: YearMonth("2023-04")!, months: 360)
    }
    let severe = try economy(1)
    #expect(abs(severe.nationalHousePrices.value(3) - 394 * 0.9) < 1e-9)
    #expect(abs(severe.nationalHousePrices.value(400) - 394 * 0.8) < 1e-9)
    #expect(abs((severe.housePrices["CA"]?.value(6) ?? 0) - 417 * 0.8) < 1e-9)
    #expect(severe.nationalHousePrices.value(-3) == 390)
    #expect(severe.unemployment.value(0) == 0.04 && severe.unemployment.value(12) == 0.07)
    #expect(severe.mortgageRates.value(-1) == 0.063)
    for month in [0, 1, 360, 500] { #expect(abs(severe.mortgageRates.value(month) - 0.06) < 1e-12) }
    #expect(try economy(0) == economy(2))
    #expect(markets.collateralMultipliers(column: 0) == .none)
    #expect(markets.collateralMultipliers(column: 1) == Self.severe.multipliers)
    #expect(markets.collateralMultipliers(column: 2) == .none)
  }

  @Test func documentsWithoutAnEconomyAreAsTheyWere() throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = .sortedKeys
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let plain = Scenario(id: "UP", description: "", shifts: [])
    #expect(
      String(decoding: try encoder.encode(plain), as: UTF8.self)
        == #"{"description":"","id":"UP","shifts":[]}"#)
    let scenario = Scenario(id: "SEVERE", shifts: [], economy: Self.severe)
    #expect(try decoder.decode(Scenario.self, from: try encoder.encode(scenario)) == scenario)
  }

  @Test func mistakesNameTheMember() {
    let wrong = EconomyScenario(housePrices: [], multipliers: SpeedMultipliers(severity: 200))
    let problems = Scenario.problems(of: [Scenario(id: "X", shifts: [], economy: wrong)]).map(\.problem)
    #expect(problems.count == 2)
    #expect(problems.contains { $0.hasPrefix("economy.house_prices") })
    #expect(problems.contains { $0.hasPrefix("economy.severity_multiplier 200") })
    let base = Scenario(id: "BASE", shifts: [], economy: Self.severe)
    #expect(Scenario.problems(of: [base]).count == 1)
    #expect(Scenario.baseFirst([base]) == [base])
  }

  /// A scenario that a market cannot shift keeps its economy.
  @Test func narrowingKeepsTheEconomy() throws {
    let scenario = Scenario(
      id: "X",
      shifts: [.rates(RateShift(curves: ["NONE"], domain: .zero, shape: .parallel(basisPoints: 1)))],
      economy: Self.severe)
    let market = CollateralMarketTests.market()
    let snapshot = MarketSnapshot(
      valuationDate: TestMarket.date, source: "test", builtAt: "2023-03-31T21:00:00Z",
      curves: [TestMarket.curve("USD", .usd, .zero(.continuous), TestMarket.points("1Y", 4.0))],
      discountCurves: ["USD": "USD"], fxBase: .usd, collateral: market)
    let names = RiskFactorNames(snapshot, reportingCurrency: .usd)
    let (set, leftOut) = try ScenarioSet(id: "S", scenarios: [scenario]).narrowed(to: names)
    #expect(set.scenarios == [Scenario(id: "X", shifts: [], economy: Self.severe)])
    #expect(leftOut == ["NONE"])
  }
}
