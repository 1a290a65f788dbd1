import DatesAndConventions
import Instruments
import MarketData
import Pricing
import Testing

@testable import RunRecords

/// What an estimate says of options and forwards without delivery is what the pricer stores.
@Suite struct FXOptionShapeTests {
  private static let market = MarketSnapshot(
    valuationDate: CivilDate(iso: "2023-03-31")!, source: "test", builtAt: "2023-03-31T00:00:00Z",
    curves: [Currency.usd, .eur, .jpy].map {
      CurveQuotes(
        id: "\($0)", currency: $0, kind: .zero(.continuous), interpolation: .linearZero,
        points: [CurvePoint(tenor: Tenor(1, .years), rate: 0.02)], source: "test")
    },
    discountCurves: ["USD": "USD", "EUR": "EUR", "JPY": "JPY"],
    volatilities: VolatilityQuotes(fx: [
      FXVolatilityQuotes(
        id: "EURUSD", baseCurrency: .eur, quoteCurrency: .usd,
        points: [Tenor(1, .months), Tenor(1, .years)].map {
          FXVolatilityPoint(tenor: $0, delta: .spot, atTheMoney: 0.1)
        }, source: "test")
    ]), fxRates: ["USD": 1.1, "JPY": 145], fxBase: .eur)

  private static func exchange(_ sell: Currency, _ settlement: String) throws -> FXForward {
    try FXForward(
      buyCurrency: .eur, buyAmount: 100, sellCurrency: sell, sellAmount: sell == .jpy ? 14_500 : 110,
      settlementDate: CivilDate(iso: settlement)!, valueCurrency: sell)
  }

  private static func option(_ sell: Currency, _ expiry: String) throws -> Derivative {
    .fxOption(try FXOption(exchange: exchange(sell, "2025-07-01"), expiry: CivilDate(iso: expiry)!))
  }

  private static func forward(_ fixing: String, _ rate: Double?, _ settlement: String) throws -> Derivative {
    .nonDeliverableForward(
      try NonDeliverableForward(
        exchange: exchange(.usd, settlement), fixingDate: CivilDate(iso: fixing)!, fixingRate: rate))
  }

  private static func contracts() throws -> [Derivative] {
    [
      try option(.usd, "2023-08-01"), try option(.usd, "2025-06-27"), try option(.usd, "2023-03-31"),
      try option(.jpy, "2023-08-01"), try forward("2023-06-28", nil, "2023-06-30"),
      try forward("2023-03-30", 0.9, "2023-04-03"), try forward("2023-03-30", nil, "2023-04-03"),
      try forward("2023-03-28", nil, "2023-03-30"),
    ]
  }

  @Test(arguments: [Currency.usd, .eur, .jpy])
  func shapesAreThoseOfThePricer(reporting: Currency) throws {
    for quantity in [1, 0.0] {
      try StoredShapes(market: Self.market, reporting: reporting, quantity: quantity).expect(
        Self.contracts().map { .derivative($0) })
    }
  }
}
