import BenchmarkTiming
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing

/// Times 2,000 options on an exchange rate under 100 scenarios, from their terms: values alone, and all sensitivities. Prints JSON;
/// `fxoptions.py` calls it and QuantLib.
///
/// Bound, before measuring: an option and scenario take a logarithm of 25 operations, two normal probabilities of 90 each and an exponential of
/// 35, and 30 more: 270. At four in a nanosecond that is 0.07 µs alone and 0.02 µs four scenarios at a time.
@main struct FXOptionsBenchmark {
  static let day = CivilDate(iso: "2023-03-31")!

  static func main() throws {
    let options = try (0..<2_000).map(option)
    let scenarios =
      [Scenario.base]
      + (1..<50).map {
        Scenario(
          id: "R\($0)", shifts: [.rates(RateShift(shape: .parallel(basisPoints: 4 * Double($0) - 100)))])
      }
      + (0..<25).map {
        Scenario(
          id: "X\($0)",
          shifts: [.foreignExchange(FXShift(currencies: ["EUR"], fraction: 0.01 * Double($0) - 0.125))])
      }
      + (0..<25).map {
        Scenario(
          id: "V\($0)",
          shifts: [.volatility(SurfaceShift(move: .absolute(basisPoints: 20 * Double($0) - 250)))])
      }
    let markets = try ScenarioMarkets(
      snapshot: market(), scenarios: scenarios, reportingCurrency: .usd)
    func pricer(_ measures: [Measure]) -> BatchPricer {
      BatchPricer(markets: markets, request: PricingRequest(measures: measures, reportingCurrency: .usd))
    }
    let values = pricer([.presentValue])
    let all = pricer([.presentValue, .dv01, .keyRateDV01, .fxDelta, .vega])
    let results = values.price(options).results
    let base = stride(from: 0, to: results.values.count, by: scenarios.count).map { results.values[$0] }
    let report: [String: Double] = [
      "sum": base.reduce(0, +),
      "values_ms": BestOf.processorMilliseconds(10) { _ = values.price(options) },
      "all_ms": BestOf.processorMilliseconds(10) { _ = all.price(options) },
    ]
    print(
      String(
        decoding: try JSONSerialization.data(withJSONObject: report, options: .sortedKeys), as: UTF8.self))
  }

  /// Flat curves, and one volatility for all strikes, so that values are easily compared; the smile is asked once an option.
  private static func market() -> MarketSnapshot {
    func curve(_ currency: Currency, _ rate: Double) -> CurveQuotes {
      CurveQuotes(
        id: currency.code, currency: currency, kind: .zero(.continuous), interpolation: .linearZero,
        points: [1, 30].map { CurvePoint(tenor: Tenor($0, .years), rate: rate) }, source: "benchmark")
    }
    let wing = FXVolatilityWing(delta: 0.25, riskReversal: 0, butterfly: 0)
    return MarketSnapshot(
      valuationDate: day, source: "benchmark", builtAt: "2023-03-31T00:00:00Z",
      curves: [curve(.usd, 0.045), curve(.eur, 0.028)], discountCurves: ["USD": "USD", "EUR": "EUR"],
      volatilities: VolatilityQuotes(fx: [
        FXVolatilityQuotes(
          id: "EURUSD", baseCurrency: .eur, quoteCurrency: .usd,
          points: [Tenor(1, .months), Tenor(1, .years), Tenor(5, .years)].map {
            FXVolatilityPoint(tenor: $0, delta: .forward, atTheMoney: 0.09, wings: [wing])
          }, source: "benchmark")
      ]),
      fxRates: ["USD": 1.0875], fxBase: .eur)
  }

  private static func option(_ number: Int) throws -> PositionToPrice {
    let day = day.adding(days: 30 + number % 700)
    let strike = 1.0875 * (0.9 + 0.01 * Double(number % 21))
    let isCall = number % 2 == 0
    let terms = try FXOption(
      exchange: FXForward(
        buyCurrency: isCall ? .eur : .usd, buyAmount: isCall ? 1e6 : 1e6 * strike,
        sellCurrency: isCall ? .usd : .eur, sellAmount: isCall ? 1e6 * strike : 1e6, settlementDate: day,
        valueCurrency: .usd), expiry: day)
    return PositionToPrice(
      number: Int32(number),
      position: Position(id: "P\(number)", portfolio: "FUND", instrumentID: "I\(number)", quantity: 1),
      instrument: InstrumentRecord(id: "I\(number)", name: "", terms: .derivative(.fxOption(terms))))
  }
}
