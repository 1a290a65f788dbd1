import DatesAndConventions
import MarketData
import Testing

struct ScenarioWarningTests {
  private func shift(_ curves: String...) -> ScenarioShift {
    .rates(RateShift(curves: curves, shape: .parallel(basisPoints: 25)))
  }

  @Test func curvesThatDiscountNothingAreNamed() throws {
    let market = TestMarket.snapshot()
    let scenarios = [
      Scenario(id: "ALL", shifts: [.rates(RateShift(shape: .parallel(basisPoints: 25)))]),
      Scenario(id: "BY_NAME", shifts: [shift("USD.TREASURY"), shift("EUR")]),
      Scenario(id: "SOFR", shifts: [shift("USD.TREASURY"), shift("USD.SOFR", "USD.TREASURY")]),
    ]
    let warnings = market.warnings(about: scenarios)
    #expect(warnings.count == 1)
    let warning = try #require(warnings.first)
    #expect(warning.hasPrefix("scenario SOFR, shift 2: 'USD.SOFR' discounts no currency of this market"))
    #expect(
      warning.hasSuffix("the curves that discount are EUR.AAA (EUR), JPY.JGB (JPY), USD.TREASURY (USD)"))
  }

  /// What is warned about is what has no effect, and nothing else is.
  @Test func warningsAreAboutCurvesWithoutEffect() throws {
    let market = TestMarket.snapshot()
    for curve in market.curves.map(\.id) {
      let scenarios = [Scenario.base, Scenario(id: "UP", shifts: [shift(curve)])]
      let markets = try ScenarioMarkets(snapshot: market, scenarios: scenarios, reportingCurrency: .usd)
      let moved = try [Currency.usd, .eur, .jpy].contains { currency in
        let yields = try markets.parYields(currency: currency, years: 5, frequency: .annual)
        return yields[1] != yields[2]
      }
      #expect(market.warnings(about: scenarios).isEmpty == moved, "\(curve)")
    }
  }
}
