import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing

/// The file written by `Tools/goldens/fx_options.py`.
struct FXOptionGolden: Decodable {
  struct Surface: Decodable {
    let base: Currency
    let quote: Currency
    let points: [FXVolatilityPoint]

    var quotes: FXVolatilityQuotes {
      FXVolatilityQuotes(
        id: "\(base)\(quote)", baseCurrency: base, quoteCurrency: quote, points: points, source: "golden")
    }
  }

  struct Case: Decodable {
    let base: Currency
    let quote: Currency
    let expiry: CivilDate
    let settlement: CivilDate
    let buy: Currency
    let sell: Currency
    let buyAmount: Double
    let sellAmount: Double
    let value: Double
    let vega: Double
    let delta: Double
    let dv01: Double

    /// The option, valued in the quote currency.
    func terms() throws -> Instrument {
      .derivative(
        .fxOption(
          try FXOption(
            exchange: FXForward(
              buyCurrency: buy, buyAmount: buyAmount, sellCurrency: sell, sellAmount: sellAmount,
              settlementDate: settlement, valueCurrency: quote), expiry: expiry)))
    }
  }

  let surfaces: [Surface]
  let cases: [Case]

  static func load() throws -> FXOptionGolden {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/fx_options.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(FXOptionGolden.self, from: Data(contentsOf: file))
  }

  /// The curves and exchange rates of the other goldens, with the volatilities of this one.
  func snapshot() throws -> MarketSnapshot {
    let market = try Fixtures.snapshot()
    return MarketSnapshot(
      valuationDate: market.valuationDate, source: market.source, builtAt: market.builtAt,
      curves: market.curves,
      discountCurves: market.discountCurves, volatilities: VolatilityQuotes(fx: surfaces.map(\.quotes)),
      fxRates: market.fxRates, fxBase: market.fxBase)
  }

  static func pricer(
    _ scenarios: [Scenario], _ measures: [Measure], reporting: Currency = .usd
  ) throws -> BatchPricer {
    BatchPricer(
      markets: try ScenarioMarkets(
        snapshot: try load().snapshot(), scenarios: scenarios, reportingCurrency: reporting),
      request: PricingRequest(measures: measures, reportingCurrency: reporting))
  }
}
