import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// Bonds linked to three indices against QuantLib 1.44's CPIBond, by `Tools/goldens/linked.py`.
///
/// QuantLib interpolates each month's index linearly where Tenor's expected index grows by a rate within the month, and rounds
/// nothing: 1e-5 of the value lies between them at most.
@Suite struct LinkedGoldenTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let index: InflationIndexID
    let currency: Currency
    let convention: BondConventionID
    let frequency: Frequency
    let published: [PublishedIndex]
    let breakevens: [CurvePoint]
    let rate: Double
    let coupon: Double
    let dated: CivilDate
    let maturity: CivilDate
    let base: Double
    let value: Double

    var testDescription: String { name }
  }

  static let cases: [Case] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Goldens/linked.json")
    return (try? JSONDecoder().decode([Case].self, from: Data(contentsOf: file))) ?? []
  }()

  @Test func everyCaseIsRead() { #expect(Self.cases.count == 60) }

  @Test(arguments: cases)
  func equalsQuantLib(golden: Case) throws {
    let bond = try InflationLinkedBond(
      bond: FixedBond(
        currency: golden.currency, datedDate: golden.dated, maturity: golden.maturity, coupon: golden.coupon,
        frequency: golden.frequency, convention: golden.convention, endOfMonth: false),
      index: golden.index, base: .value(golden.base), hasDeflationFloor: false)
    let pricer = try LinkedMarket.pricer(
      golden.currency, rate: golden.rate, golden.index,
      InflationQuotes(published: golden.published, breakevens: golden.breakevens), measures: [.presentValue])
    let cell = cells(
      pricer.price([Fixtures.position(.linkedBond(bond), quantity: 100)]).results, positions: 1)[0]
    let value = try #require(cell[.presentValue]?.value)
    #expect(abs(value / golden.value - 1) <= 1e-5)
  }
}

/// Markets for bonds and swaps on price indices.
enum LinkedMarket {
  static let valuation = CivilDate(iso: "2023-03-31")!

  static func pricer(
    _ currency: Currency, rate: Double = 0.035, _ index: InflationIndexID, _ quotes: InflationQuotes,
    scenarios: [Scenario] = [.base], measures: [Measure] = Measure.allCases
  ) throws -> BatchPricer {
    let snapshot = MarketSnapshot(
      valuationDate: valuation, source: "flat", builtAt: "2023-03-31T00:00:00Z",
      curves: [
        CurveQuotes(
          id: "FLAT", currency: currency, kind: .zero(.continuous), interpolation: .linearZero,
          points: [CurvePoint(tenor: Tenor(1, .years), rate: rate)], source: "flat")
      ],
      spreadCurves: [
        SpreadQuotes(
          id: "SPREAD", currency: currency, points: [SpreadPoint(tenor: Tenor(1, .years), basisPoints: 80)],
          source: "flat")
      ],
      discountCurves: [currency.code: "FLAT"], fxBase: currency, inflationIndices: [index.rawValue: quotes])
    return BatchPricer(
      markets: try ScenarioMarkets(snapshot: snapshot, scenarios: scenarios, reportingCurrency: currency),
      request: PricingRequest(measures: measures, reportingCurrency: currency))
  }
}
