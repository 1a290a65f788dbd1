import DatesAndConventions
import MarketData
import Testing

/// Rates of 2023-03-31 for one euro; reports are in US dollars.
@Suite struct ScenarioFXTests {
  static let currencies: [Currency] = [.usd, .eur, .gbp, .jpy]

  @Test func crossRatesGoThroughTheBase() throws {
    let markets = try TestMarket.markets([])
    #expect(try markets.fxRates(base: .eur, quote: .usd) == [1.0875])
    #expect(abs(try markets.fxRates(base: .usd, quote: .jpy)[0] - 144.83 / 1.0875) <= 1e-13)
    for a in Self.currencies {
      #expect(try markets.fxRates(base: a, quote: a) == [1])
      for b in Self.currencies {
        let there = try markets.fxRates(base: a, quote: b)[0]
        #expect(abs(there * (try markets.fxRates(base: b, quote: a)[0]) - 1) <= 4e-16)
        for c in Self.currencies {
          let onward = try markets.fxRates(base: b, quote: c)[0]
          #expect(abs(there * onward / (try markets.fxRates(base: a, quote: c)[0]) - 1) <= 6e-16)
        }
      }
    }
  }

  /// The value of a unit of each named currency in the reporting currency moves by the fraction, also that of the base.
  @Test func shiftsMoveValueInTheReportingCurrency() throws {
    let markets = try TestMarket.markets([
      Scenario("ALL", .currencies(0.01)), Scenario("EUR", .currencies(-0.1, "EUR")),
      Scenario("TWICE", .currencies(0.01), .currencies(0.02, "GBP", "GBP")),
    ])
    func moves(_ base: Currency, _ quote: Currency) throws -> [Double] {
      let rates = try markets.fxRates(base: base, quote: quote)
      return rates.map { $0 / rates[0] - 1 }
    }
    func expect(_ base: Currency, _ quote: Currency, _ expected: [Double]) throws {
      for (move, wanted) in zip(try moves(base, quote), [0] + expected) {
        #expect(abs(move - wanted) <= 4e-16)
      }
    }
    try expect(.eur, .usd, [0.01, -0.1, 0.01])
    try expect(.gbp, .usd, [0.01, 0, 1.01 * 1.02 - 1])
    try expect(.jpy, .usd, [0.01, 0, 0.01])
    try expect(.usd, .jpy, [1 / 1.01 - 1, 0, 1 / 1.01 - 1])
    // Both move alike, so nothing happens between them.
    try expect(.eur, .jpy, [0, -0.1, 0])
    try expect(.usd, .usd, [0, 0, 0])
  }
}
