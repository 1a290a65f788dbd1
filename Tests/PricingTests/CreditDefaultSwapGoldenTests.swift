import CashFlows
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// Default swaps through the pricer against QuantLib 1.44's ISDA engine, by `Tools/goldens/credit_default_swaps.py`.
@Suite struct CreditDefaultSwapGoldenTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let valuation: CivilDate
    let rates: [Double]
    let tenors: [Tenor]
    let hazards: [Double]
    let recovery: Double
    let side: CreditDefaultSwap.Protection
    let coupon: Double
    let maturity: CivilDate
    /// Whether QuantLib looks at survival for the last premium on the day that the ISDA code does.
    let exact: Bool
    let value: Double
    let protectionLeg: Double
    let accrued: Double
    let premiums: Int
    let premiumSum: Double
    let firstPayment: CivilDate
    let lastPayment: CivilDate

    var testDescription: String { name }
  }

  static let notional = 10_000_000.0
  static let rateTenors = ["1M", "3M", "6M", "1Y", "2Y", "3Y", "5Y", "7Y", "10Y", "15Y", "30Y"]
    .map { Tenor($0)! }

  static let cases: [Case] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Goldens/credit_default_swaps.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return (try? decoder.decode([Case].self, from: Data(contentsOf: file))) ?? []
  }()

  @Test func everyCaseIsRead() {
    #expect(Self.cases.count == 600)
    #expect(Self.cases.count { $0.exact } >= 450)
  }

  /// 1e-12 of the notional where both ask for the same survival; else half a day's premium may hang on a default on one or two
  /// days: at a hazard rate of 1.3 and a coupon of 10%, 1e-6 of the notional.
  @Test(arguments: cases)
  func equalsQuantLib(golden: Case) throws {
    let market = MarketSnapshot(
      valuationDate: golden.valuation, source: "golden", builtAt: "2023-03-31T00:00:00Z",
      curves: [
        CurveQuotes(
          id: "USD", currency: .usd, kind: .zero(.continuous), interpolation: .logLinearDiscount,
          points: zip(Self.rateTenors, golden.rates).map { CurvePoint(tenor: $0, rate: $1) }, source: "golden"
        )
      ],
      discountCurves: ["USD": "USD"], fxBase: .usd,
      creditCurves: [
        CreditQuotes(
          id: "ACME", currency: .usd, recovery: golden.recovery, kind: .hazardRate,
          points: zip(golden.tenors, golden.hazards).map { CreditPoint(tenor: $0, quote: $1) },
          source: "golden")
      ])
    let pricer = BatchPricer(
      markets: try ScenarioMarkets(snapshot: market, scenarios: [.base], reportingCurrency: .usd),
      request: PricingRequest(
        measures: [.presentValue, .accrued, .expectedLoss, .cashFlows], reportingCurrency: .usd))
    let swap = try CreditDefaultSwap(
      currency: .usd, creditCurve: "ACME", protection: golden.side, notional: Self.notional,
      coupon: golden.coupon, maturity: golden.maturity)
    let batch = pricer.price([Fixtures.position(.derivative(.creditDefaultSwap(swap)))])
    let row = cells(batch.results, positions: 1)[0]
    let tolerance = golden.exact ? 1e-12 : 1e-6
    let value = try #require(row[.presentValue]?.value)
    #expect(abs(value - golden.value) <= tolerance * Self.notional)
    let loss = try #require(row[.expectedLoss]?.value)
    #expect(abs(abs(loss) - golden.protectionLeg) <= 1e-12 * Self.notional)
    #expect((loss < 0) == (golden.side == .bought))
    let accrued = try #require(row[.accrued]?.value)
    let owed = golden.side == .bought ? -1.0 : 1
    #expect(abs(accrued - owed * golden.accrued / Self.notional * 100) <= 1e-12)
    #expect(batch.cashFlows.flowCount == golden.premiums)
    #expect(abs(batch.cashFlows.interest.reduce(0, +) - owed * golden.premiumSum) <= 1e-6)
    #expect(batch.cashFlows.payDays.first == golden.firstPayment.dayNumber)
    #expect(batch.cashFlows.payDays.last == golden.lastPayment.dayNumber)
  }
}
