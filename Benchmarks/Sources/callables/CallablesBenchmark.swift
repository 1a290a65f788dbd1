import BenchmarkTiming
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing

/// Times one callable bond from its terms: value, option-adjusted spread from a mark, and value with sensitivities under 100
/// scenarios. Prints JSON of milliseconds; `callables.py` calls it and QuantLib.
///
/// Bound, before measuring: 240 steps of about 77 nodes are 18,000 nodes of three multiplications and additions each, twice for
/// a value (forward for zero bonds, back for the bond): 110,000 operations, 0.03 ms at four in a nanosecond and core.
@main struct CallablesBenchmark {
  static func main() throws {
    let date = { (text: String) in CivilDate(iso: text)! }
    let bond = try CallableBond(
      bond: FixedBond(
        currency: .usd, datedDate: date("2023-05-15"), maturity: date("2033-05-15"), coupon: 0.05,
        frequency: .semiannual, convention: .usCorporate, endOfMonth: false),
      calls: (2026...2032).flatMap { year in
        ["05-15", "11-15"].map { ExercisePrice(date: date("\(year)-\($0)"), price: 100) }
      })
    func pricer(_ scenarios: Int, _ measures: [Measure]) throws -> BatchPricer {
      let snapshot = MarketSnapshot(
        valuationDate: date("2023-05-15"), source: "flat", builtAt: "2023-05-15T00:00:00Z",
        curves: [
          CurveQuotes(
            id: "USD.FLAT", currency: .usd, kind: .zero(.continuous), interpolation: .linearZero,
            points: [CurvePoint(tenor: Tenor(1, .years), rate: 0.045)], source: "flat")
        ],
        discountCurves: ["USD": "USD.FLAT"], fxBase: .usd,
        shortRateModels: ["USD": ShortRateModel(meanReversion: 0.03, volatility: 0.01)])
      let moves = (1..<max(scenarios, 1)).map { number in
        Scenario(
          id: "S\(number)",
          shifts: [.rates(RateShift(shape: .parallel(basisPoints: Double(number) - 50)))])
      }
      return BatchPricer(
        markets: try ScenarioMarkets(
          snapshot: snapshot, scenarios: [.base] + moves, reportingCurrency: .usd),
        request: PricingRequest(measures: measures, reportingCurrency: .usd))
    }
    func position(_ mark: Double?) -> PositionToPrice {
      PositionToPrice(
        number: 0,
        position: Position(
          id: "P", portfolio: "FUND", instrumentID: "I", quantity: 100, markCleanPrice: mark),
        instrument: InstrumentRecord(id: "I", name: "", terms: .callableBond(bond)))
    }
    let value = try pricer(1, [.presentValue])
    let spread = try pricer(1, [.optionAdjustedSpread])
    let scenarios = try pricer(100, [.presentValue, .dv01, .keyRateDV01])
    let (unmarked, marked) = (position(nil), position(98))
    var report: [String: Double] = [:]
    report["value"] = value.price([unmarked]).results.values[0]
    report["oas"] = spread.price([marked]).results.values[0]
    report["value_ms"] = BestOf.milliseconds(300) { _ = value.price([unmarked]) }
    report["oas_ms"] = BestOf.milliseconds(100) { _ = spread.price([marked]) }
    report["scenarios_ms"] = BestOf.milliseconds(20) { _ = scenarios.price([unmarked]) }
    print(
      String(
        decoding: try JSONSerialization.data(withJSONObject: report, options: .sortedKeys), as: UTF8.self))
  }
}
