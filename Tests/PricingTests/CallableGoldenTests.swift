import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// Bonds with calls, puts and both against QuantLib 1.44's Hull-White tree, by `Tools/goldens/callables.py`.
///
/// Both have the same tree, so that no more than rounding, and the thin edges that QuantLib keeps, lie between them:
/// tolerance 1e-8 per 100 of face.
@Suite struct CallableGoldenTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    struct Exercise: Decodable, Sendable {
      let date: CivilDate
      let price: Double
    }

    let name: String
    let valuation: CivilDate
    let rate: Double
    let meanReversion: Double
    let volatility: Double
    let dated: CivilDate
    let maturity: CivilDate
    let coupon: Double
    let frequency: Frequency
    let calls: [Exercise]
    let puts: [Exercise]
    let value: Double

    var testDescription: String { name }
  }

  static let cases: [Case] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/callables.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return (try? decoder.decode([Case].self, from: Data(contentsOf: file))) ?? []
  }()

  @Test func everyCaseIsRead() { #expect(Self.cases.count == 240) }

  @Test(arguments: cases)
  func equalsQuantLib(golden: Case) throws {
    let bond = try CallableBond(
      bond: FixedBond(
        currency: .usd, datedDate: golden.dated, maturity: golden.maturity, coupon: golden.coupon,
        frequency: golden.frequency, convention: .usCorporate, endOfMonth: false),
      calls: golden.calls.map { ExercisePrice(date: $0.date, price: $0.price) },
      puts: golden.puts.map { ExercisePrice(date: $0.date, price: $0.price) })
    let pricer = try Callables.pricer(
      golden.valuation, rate: golden.rate,
      model: ShortRateModel(meanReversion: golden.meanReversion, volatility: golden.volatility),
      measures: [.presentValue])
    let row = cells(
      pricer.price([Fixtures.position(.callableBond(bond), quantity: 100)]).results, positions: 1)[0]
    let difference = try #require(row[.presentValue]?.value) - golden.value
    #expect(abs(difference) <= 1e-8)
  }
}

/// Markets for bonds with options.
enum Callables {
  static func pricer(
    _ valuation: CivilDate, rate: Double, compounding: ZeroCompounding = .continuous, model: ShortRateModel,
    scenarios: [Scenario] = [.base], measures: [Measure]
  ) throws -> BatchPricer {
    let snapshot = MarketSnapshot(
      valuationDate: valuation, source: "flat", builtAt: "2023-03-31T00:00:00Z",
      curves: [
        CurveQuotes(
          id: "USD.FLAT", currency: .usd, kind: .zero(compounding), interpolation: .linearZero,
          points: [CurvePoint(tenor: Tenor(1, .years), rate: rate)], source: "flat")
      ],
      discountCurves: ["USD": "USD.FLAT"], fxBase: .usd, shortRateModels: ["USD": model])
    return BatchPricer(
      markets: try ScenarioMarkets(snapshot: snapshot, scenarios: scenarios, reportingCurrency: .usd),
      request: PricingRequest(measures: measures, reportingCurrency: .usd))
  }
}
