import CashFlows
import DatesAndConventions
import Instruments
import MarketData
import Pricing
import RunRecords
import Testing

/// What a run of default swaps will take is what the pricer then gives.
@Suite struct CreditSwapEstimateTests {
  private static let day = CivilDate(iso: "2023-03-31")!

  private static func market() -> MarketSnapshot {
    func quotes(_ id: String, _ currency: Currency) -> CreditQuotes {
      CreditQuotes(
        id: id, currency: currency, recovery: 0.4, kind: .parSpread,
        points: [CreditPoint(tenor: Tenor(5, .years), quote: 0.01)], source: "test")
    }
    func curve(_ currency: Currency) -> CurveQuotes {
      CurveQuotes(
        id: currency.code, currency: currency, kind: .zero(.continuous), interpolation: .linearZero,
        points: [CurvePoint(tenor: Tenor(1, .years), rate: 0.03)], source: "test")
    }
    return MarketSnapshot(
      valuationDate: day, source: "test", builtAt: "2023-04-01T00:00:00Z",
      curves: [curve(.usd), curve(.eur)],
      discountCurves: ["USD": "USD", "EUR": "EUR"], fxRates: ["USD": 1.1], fxBase: .eur,
      creditCurves: [quotes("ACME", .usd), quotes("ITRAXX", .eur)])
  }

  private static func record(_ currency: Currency, _ curve: String, _ maturity: String = "2028-06-20") throws
    -> InstrumentRecord
  {
    InstrumentRecord(
      id: "\(curve)\(currency)\(maturity)", name: "",
      terms: .derivative(
        .creditDefaultSwap(
          try CreditDefaultSwap(
            currency: currency, creditCurve: curve, protection: .sold, notional: 1_000_000, coupon: 0.01,
            maturity: CivilDate(iso: maturity)!))))
  }

  @Test func countsWhatThePricerGives() throws {
    let records = [
      try Self.record(.usd, "ACME"), try Self.record(.eur, "ITRAXX"), try Self.record(.usd, "OTHER"),
      try Self.record(.eur, "ACME"), try Self.record(.usd, "ACME", "2023-03-20"),
    ]
    for quantity in [1, 0.0] {
      try StoredShapes(market: Self.market(), reporting: .usd, quantity: quantity).expect(
        records.map(\.terms))
    }
    let request = RunRequest(
      marketSnapshotID: RunRequestTests.market, positionSnapshotID: RunRequestTests.positions,
      scenarios: [.base],
      pricing: PricingRequest(
        measures: Measure.allCases, reportingCurrency: .usd),
      bucketCount: 1, codeVersion: "test")
    let pricer = BatchPricer(
      markets: try ScenarioMarkets(
        snapshot: Self.market(), scenarios: [.base], reportingCurrency: .usd), request: request.pricing)
    for record in records {
      let book = BookShape(
        holdings: [
          BookShape.Holding(
            portfolio: "FUND", productType: .derivatives, currency: record.terms.currency.code,
            positionCount: 1)
        ], samples: [.derivatives: [record]])
      let estimate = RunEstimate(request, book: book, market: Self.market(), workers: 1)
      let batch = pricer.price([
        PositionToPrice(
          number: 0,
          position: Position(id: "P", portfolio: "FUND", instrumentID: record.id, quantity: 1),
          instrument: record)
      ])
      #expect(estimate.vectors == batch.results.rows.count, "\(record.id)")
      #expect(estimate.cashFlows == batch.cashFlows.flowCount, "\(record.id)")
    }
  }
}
