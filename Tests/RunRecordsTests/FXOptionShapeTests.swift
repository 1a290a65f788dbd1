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
    let pricing = PricingRequest(measures: Measure.allCases, reportingCurrency: reporting)
    let request = RunRequest(
      marketSnapshotID: RunRequestTests.market, positionSnapshotID: RunRequestTests.positions,
      scenarios: [.base], pricing: pricing, bucketCount: 1, codeVersion: "test")
    let pricer = BatchPricer(
      markets: try ScenarioMarkets(
        snapshot: Self.market, scenarios: [.base], reportingCurrency: reporting), request: pricing)
    for (index, contract) in try Self.contracts().enumerated() {
      let record = InstrumentRecord(id: "I", name: "", terms: .derivative(contract))
      let block = pricer.price([
        PositionToPrice(
          number: 0, position: Position(id: "P", portfolio: "F", instrumentID: "I", quantity: 1),
          instrument: record)
      ]).results
      for measure in Measure.allCases where measure != .cashFlows {
        let rows = block.rows.indices.filter { block.rows[$0].measure == measure }
        let shape = request.vectors(of: measure, for: record, in: Self.market)
        let reason = rows.first.flatMap { row in block.gaps.first { $0.row == row } }?.reason
        if measure == .parDV01 {
          #expect(shape.count >= rows.count, "\(index): counted from above")
          continue
        }
        #expect(shape.count == rows.count, "\(index) \(measure)")
        #expect(shape.reason == reason, "\(index) \(measure)")
        if reason == nil, measure != .keyRateDV01 {
          #expect(shape.factorLength == rows.map { block.rows[$0].factor.utf8.count }.max())
        }
      }
    }
  }
}
