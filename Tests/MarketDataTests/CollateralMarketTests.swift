import Collateral
import DatesAndConventions
import Foundation
import MarketData
import Testing

struct CollateralMarketTests {
  static let mortgageRate = MortgageRateModel(
    name: "RATE", version: "1", source: "test", intercept: 0.01,
    terms: [.init(years: 2, weight: 0.25), .init(years: 10, weight: 0.75)])

  static func series(_ month: String, _ values: Double...) -> [MonthlyValue] {
    values.enumerated().map {
      MonthlyValue(month: YearMonth(month)!.adding(months: $0.offset), value: $0.element)
    }
  }

  static func market(
    model: MortgageRateModel? = mortgageRate, rates: [MonthlyValue] = series("2022-11", 0.068, 0.064, 0.063),
    prices: [MonthlyValue] = series("2022-12", 390, 391, 394),
    region: [MonthlyValue] = series("2023-03", 417),
    unemployment: [MonthlyValue] = []
  ) -> CollateralMarket {
    CollateralMarket(
      mortgageRateModel: model, mortgageRates: rates, nationalHousePrices: prices,
      housePrices: ["CA": region], unemployment: unemployment)
  }

  private func snapshot(_ collateral: CollateralMarket?) -> MarketSnapshot {
    MarketSnapshot(
      valuationDate: TestMarket.date, source: "test", builtAt: "2023-03-31T21:00:00Z",
      curves: [
        TestMarket.curve("USD", .usd, .zero(.continuous), TestMarket.points("1Y", 4.0))
      ], discountCurves: ["USD": "USD"], fxBase: .usd, collateral: collateral)
  }

  private func markets(
    _ collateral: CollateralMarket?, _ scenarios: [Scenario] = []
  ) throws -> ScenarioMarkets {
    try ScenarioMarkets(snapshot: snapshot(collateral), scenarios: scenarios, reportingCurrency: .usd)
  }

  /// Zero rates of a flat curve are flat for ever: 1% and once the level.
  @Test func mortgageRatesFollowTheCurveFromTodayOn() throws {
    let markets = try markets(Self.market(), [Scenario("UP", .zero(.parallel(basisPoints: 100)))])
    for (column, rate) in [(0, 0.05), (1, 0.06)] {
      let economy = try markets.collateralEconomy(
        .usd, column: column, firstMonth: YearMonth("2023-04")!, months: 360)
      for month in [0, 1, 120, 360, 500] {
        #expect(abs(economy.mortgageRates.value(month) - rate) < 1e-12)
      }
      // Published for November to January; February is not yet, and March is today.
      #expect((-5 ... -1).map(economy.mortgageRates.value) == [0.068, 0.068, 0.064, 0.063, 0.063])
      #expect(economy.firstMonth == YearMonth("2023-04"))
      #expect((-4...1).map(economy.nationalHousePrices.value) == [390, 390, 391, 394, 394, 394])
      #expect(economy.housePrices["CA"]?.values == [417] && economy.unemployment.values == [0.05])
    }
  }

  /// A projection that begins two months before today, or two after.
  @Test func monthsAreCountedFromTheStart() throws {
    let markets = try markets(Self.market())
    func rates(_ month: String, _ range: ClosedRange<Int>) throws -> [Double] {
      let economy = try markets.collateralEconomy(
        .usd, column: 0, firstMonth: YearMonth(month)!, months: 24)
      return range.map { (economy.mortgageRates.value($0) * 1e4).rounded() / 1e4 }
    }
    #expect(try rates("2023-02", -2...3) == [0.068, 0.064, 0.063, 0.063, 0.05, 0.05])
    #expect(try rates("2023-06", -4...0) == [0.063, 0.063, 0.05, 0.05, 0.05])
    #expect(try rates("2022-07", 0...5) == [0.068, 0.068, 0.068, 0.068, 0.068, 0.068])
    let economy = try markets.collateralEconomy(
      .usd, column: 0, firstMonth: YearMonth("2023-02")!, months: 24)
    #expect((-1...3).map(economy.nationalHousePrices.value) == [390, 391, 394, 394, 394])
  }

  /// Forward zero rates of a curve that is not flat, by its discount factors.
  @Test func mortgageRatesAreThoseOfForwardZeroRates() throws {
    let points = TestMarket.points("1Y", 3.0, "5Y", 4.0, "30Y", 4.5)
    let snapshot = MarketSnapshot(
      valuationDate: TestMarket.date, source: "test", builtAt: "2023-03-31T21:00:00Z",
      curves: [TestMarket.curve("USD", .usd, .zero(.continuous), points)], discountCurves: ["USD": "USD"],
      fxBase: .usd, collateral: Self.market())
    let markets = try ScenarioMarkets(snapshot: snapshot, scenarios: [], reportingCurrency: .usd)
    let economy = try markets.collateralEconomy(
      .usd, column: 0, firstMonth: YearMonth("2023-04")!, months: 360)
    let curve = try #require(try snapshot.zeroCurves()["USD"])
    for (month, start) in [(0, 0.0), (30, 2.5), (180, 15)] {
      func forward(_ years: Double) -> Double {
        log(curve.discountFactor(at: start) / curve.discountFactor(at: start + years)) / years
      }
      let rate = 0.01 + 0.25 * forward(2) + 0.75 * forward(10)
      #expect(abs(economy.mortgageRates.value(month) - rate) < 1e-12)
    }
  }

  @Test func whatIsMissingIsNamed() throws {
    let month = YearMonth("2023-04")!
    #expect(throws: MissingMarketData("collateral models")) { try markets(nil).collateralMarket() }
    #expect(throws: MissingMarketData("mortgage rate model")) {
      try markets(Self.market(model: nil)).collateralEconomy(.usd, column: 0, firstMonth: month, months: 1)
    }
    #expect(throws: MissingMarketData("prepayment model X")) {
      try markets(Self.market()).collateralMarket().prepaymentModel("X")
    }
  }

  /// A market with a mistake, and where it is.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let market: CollateralMarket
    let path: String
    var testDescription: String { path }

    init(_ path: String, _ market: CollateralMarket) {
      self.path = path
      self.market = market
    }
  }

  static let mistakes: [Mistake] = [
    Mistake("collateral.mortgage_rates[2022-11].value", market(rates: series("2022-11", 6.8))),
    Mistake("collateral.national_house_prices[2022-11].value", market(prices: series("2022-11", 0))),
    Mistake("collateral.house_prices.CA[2023-04]", market(region: series("2023-03", 1, 2))),
    Mistake(
      "collateral.unemployment", market(unemployment: series("2022-11", 0.03) + series("2023-01", 0.04))),
    Mistake(
      "collateral.unemployment[2022-11]",
      market(unemployment: series("2022-11", 0.03) + series("2022-11", 0.04))),
    Mistake(
      "collateral.mortgage_rate_model.terms",
      market(model: MortgageRateModel(name: "RATE", version: "1", source: "test", intercept: 0, terms: []))),
    Mistake(
      "collateral.severity_models[LOSS]",
      CollateralMarket(severityModels: [severity(least: 0), severity(least: 0.1)])),
    Mistake(
      "collateral.severity_models[LOSS].least", CollateralMarket(severityModels: [severity(least: 2)])),
  ]

  @Test("a mistake is told by its place", arguments: mistakes)
  func refused(mistake: Mistake) {
    #expect(snapshot(mistake.market).problems.map(\.path) == [mistake.path])
  }

  private static func severity(least: Double) -> SeverityModel {
    SeverityModel(
      name: "LOSS", version: "1", source: "test", saleDiscount: 0.2, sellingCosts: 0.1, carryingCosts: 0.1,
      least: least, withoutValue: 0.4)
  }
}
