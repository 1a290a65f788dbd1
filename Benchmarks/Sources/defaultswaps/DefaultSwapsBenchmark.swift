import BenchmarkTiming
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing

/// Times 1,000 default swaps on 20 credit curves under 100 scenarios, from their terms: values alone, and all sensitivities. Prints
/// JSON; `defaultswaps.py` calls it and QuantLib.
///
/// Bound, before measuring: a swap of five years has about 45 intervals, each two power series of ten terms, 20 multiplications
/// and 20 additions, and 15 more operations; 21 premiums take an exponential each, of 35 operations. That is 3,200 operations: at four in
/// a nanosecond and core, 0.8 µs for each swap and scenario alone, and a quarter of that four scenarios at a time: 0.2 µs.
@main struct DefaultSwapsBenchmark {
  static let day = CivilDate(iso: "2023-03-31")!
  static let tenors = [
    Tenor(1, .years), Tenor(3, .years), Tenor(5, .years), Tenor(7, .years), Tenor(10, .years),
  ]

  static func main() throws {
    let swaps = try (0..<1_000).map(swap)
    let scenarios =
      [Scenario.base]
      + (1..<50).map {
        Scenario(
          id: "R\($0)", shifts: [.rates(RateShift(shape: .parallel(basisPoints: 4 * Double($0) - 100)))])
      }
      + (0..<50).map {
        Scenario(
          id: "S\($0)", shifts: [.spread(SpreadShift(move: .absolute(basisPoints: 2 * Double($0) + 1)))])
      }
    let market = market()
    func scenarioMarkets() throws -> ScenarioMarkets {
      try ScenarioMarkets(snapshot: market, scenarios: scenarios, reportingCurrency: .usd)
    }
    let markets = try scenarioMarkets()
    func pricer(_ measures: [Measure]) -> BatchPricer {
      BatchPricer(markets: markets, request: PricingRequest(measures: measures, reportingCurrency: .usd))
    }
    let values = pricer([.presentValue])
    let all = pricer([.presentValue, .dv01, .cs01, .keyRateDV01, .jumpToDefault, .expectedLoss])
    let results = values.price(swaps).results
    let base = stride(from: 0, to: results.values.count, by: scenarios.count).map { results.values[$0] }
    let report: [String: Double] = [
      "sum": base.reduce(0, +),
      "markets_ms": try BestOf.processorMilliseconds(3) { _ = try scenarioMarkets() },
      "values_ms": BestOf.processorMilliseconds(15) { _ = values.price(swaps) },
      "all_ms": BestOf.processorMilliseconds(10) { _ = all.price(swaps) },
    ]
    print(
      String(
        decoding: try JSONSerialization.data(withJSONObject: report, options: .sortedKeys), as: UTF8.self))
  }

  private static func market() -> MarketSnapshot {
    MarketSnapshot(
      valuationDate: day, source: "benchmark", builtAt: "2023-03-31T00:00:00Z",
      curves: [
        CurveQuotes(
          id: "USD", currency: .usd, kind: .zero(.continuous), interpolation: .logLinearDiscount,
          points: zip([1, 2, 5, 10, 30], [0.048, 0.042, 0.036, 0.035, 0.037]).map {
            CurvePoint(tenor: Tenor($0, .years), rate: $1)
          }, source: "benchmark")
      ],
      discountCurves: ["USD": "USD"], fxBase: .usd,
      creditCurves: (0..<20).map { number in
        CreditQuotes(
          id: "C\(number)", currency: .usd, recovery: 0.4, kind: .hazardRate,
          points: tenors.enumerated().map { index, tenor in
            CreditPoint(tenor: tenor, quote: 0.005 + 0.002 * Double(number) + 0.003 * Double(index))
          }, source: "benchmark")
      })
  }

  private static func swap(_ number: Int) throws -> PositionToPrice {
    let maturity = CivilDate(iso: "2023-12-20")!.adding(months: 6 * (number % 19))
    let terms = try CreditDefaultSwap(
      currency: .usd, creditCurve: "C\(number % 20)", protection: number % 2 == 0 ? .bought : .sold,
      notional: 1_000_000, coupon: number % 3 == 0 ? 0.05 : 0.01, maturity: maturity)
    return PositionToPrice(
      number: Int32(number),
      position: Position(id: "P\(number)", portfolio: "FUND", instrumentID: "I\(number)", quantity: 1),
      instrument: InstrumentRecord(
        id: "I\(number)", name: "", terms: .derivative(.creditDefaultSwap(terms))))
  }
}
