import DatesAndConventions
import Foundation
import MarketData
import Testing

/// Curves that project indices, and published rates.
@Suite struct IndexCurveTests {
  static let fixings = [
    IndexFixing(date: CivilDate(iso: "2023-03-30")!, rate: 0.0482),
    IndexFixing(date: CivilDate(iso: "2023-03-29")!, rate: 0.0483),
  ]

  static func snapshot(
    indexCurves: [String: String] = ["USD-SOFR": "USD.SOFR"],
    fixings: [String: [IndexFixing]] = ["USD-SOFR": Self.fixings]
  ) -> MarketSnapshot {
    MarketSnapshot(
      valuationDate: TestMarket.date, source: "test", builtAt: "2023-03-31T21:00:00Z",
      curves: TestMarket.curves,
      discountCurves: ["USD": "USD.TREASURY", "EUR": "EUR.AAA"], fxRates: ["USD": 1.0875], fxBase: .eur,
      indexCurves: indexCurves, fixings: fixings)
  }

  static func markets(_ shifts: [RateShift]) throws -> ScenarioMarkets {
    try ScenarioMarkets(
      snapshot: snapshot(),
      scenarios: shifts.enumerated().map { Scenario(id: "S\($0)", shifts: [.rates($1)]) },
      reportingCurrency: .usd)
  }

  static func up(_ curves: [String]) -> RateShift {
    RateShift(curves: curves, domain: .zero, shape: .parallel(basisPoints: 100))
  }

  /// 4.87% simple overnight is 365 · ln(1 + 4.87% / 365) continuous; a zero move of 1% multiplies by exp(−t).
  @Test func theIndexCurveMovesUnderItsOwnNameItsCurrencyAndNone() throws {
    let markets = try Self.markets([
      Self.up(["USD.SOFR"]), Self.up(["USD"]), Self.up([]), Self.up(["USD.TREASURY"]),
    ])
    let row = try markets.indexTable(.usdSOFR, years: [2])
    #expect(abs(row[0] - exp(-2 * 365 * log1p(0.0487 / 365))) < 1e-15)
    for scenario in 0..<3 { #expect(abs(row[1 + scenario] / row[0] - exp(-0.02)) < 1e-15) }
    #expect(row[4] == row[0])
    let discounts = try markets.discountTable(currency: .usd, spreadCurve: nil, years: [2])
    #expect(discounts[1] == discounts[0])
    for scenario in 1..<4 { #expect(abs(discounts[1 + scenario] / discounts[0] - exp(-0.02)) < 1e-15) }
  }

  @Test func fixingsAreFoundByTheirDay() throws {
    let markets = try Self.markets([])
    #expect(try markets.fixing(.usdSOFR, on: CivilDate(iso: "2023-03-29")!) == 0.0483)
    #expect(throws: MissingMarketData("fixing of USD-SOFR on 2023-03-28")) {
      try markets.fixing(.usdSOFR, on: CivilDate(iso: "2023-03-28")!)
    }
    #expect(throws: MissingMarketData("index curve for EUR-ESTR")) {
      try markets.indexTable(.eurESTR, years: [1])
    }
  }

  @Test func mistakesAreNamed() {
    let wrong = Self.snapshot(
      indexCurves: ["USD-LIBOR-3M": "USD.SOFR", "EUR-ESTR": "USD.SOFR", "USD-SOFR": "NONE"],
      fixings: [
        "USD-SOFR": [
          IndexFixing(date: TestMarket.date.adding(days: 1), rate: 0.05),
          IndexFixing(date: TestMarket.date, rate: 5), IndexFixing(date: TestMarket.date, rate: 0.05),
        ]
      ])
    #expect(
      wrong.problems.map(\.path) == [
        "index_curves.EUR-ESTR", "index_curves.USD-LIBOR-3M", "index_curves.USD-SOFR",
        "fixings.USD-SOFR[2023-03-31].rate", "fixings.USD-SOFR[2023-03-31]", "fixings.USD-SOFR[2023-04-01]",
      ])
  }
}
