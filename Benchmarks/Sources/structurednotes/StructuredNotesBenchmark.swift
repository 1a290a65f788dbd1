import BenchmarkTiming
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing

/// Times structured notes from their terms: simulation, value and standard error; the same under 100 scenarios with sensitivities; the
/// option-adjusted spread of a callable note from its mark. Prints JSON of milliseconds and of errors per 100 of face.
///
/// Bound, before measuring: a note of 20 coupons and 9 calls has 29 times; 8,192 paths of them are 240,000 normal numbers (8 ns
/// each with their Sobol points) and 400,000 exponentials (2 ns): 3 ms. Under a scenario 20 coupons of 8,192 paths are 160,000
/// products and bounds at 1 to 2 ns: 0.3 ms; calls add two polynomials and two passes, about as much again for each.
@main struct StructuredNotesBenchmark {
  private static func date(_ text: String) -> CivilDate { CivilDate(iso: text)! }

  private static func pricer(_ scenarios: Int, _ measures: [Measure]) throws -> BatchPricer {
    let snapshot = MarketSnapshot(
      valuationDate: date("2023-03-31"), source: "flat", builtAt: "2023-03-31T00:00:00Z",
      curves: [
        CurveQuotes(
          id: "EUR", currency: .eur, kind: .zero(.continuous), interpolation: .linearZero,
          points: [CurvePoint(tenor: Tenor(1, .years), rate: 0.03)], source: "flat")
      ],
      discountCurves: ["EUR": "EUR"], fxBase: .eur,
      shortRateModels: [
        "EUR":
          ShortRateModel(
            meanReversion: 0.03, volatility: 0.01,
            twoFactor: TwoFactorModel(
              first: TwoFactorModel.Factor(meanReversion: 0.5, volatility: 0.009),
              second: TwoFactorModel.Factor(meanReversion: 0.03, volatility: 0.012), correlation: -0.7))
      ],
      indexCurves: ["EUR-EURIBOR-6M": "EUR"])
    let moves = (1..<max(scenarios, 1)).map { number in
      Scenario(
        id: "S\(number)", shifts: [.rates(RateShift(shape: .parallel(basisPoints: Double(number) - 50)))])
    }
    return BatchPricer(
      markets: try ScenarioMarkets(
        snapshot: snapshot, scenarios: [.base] + moves, reportingCurrency: .eur),
      request: PricingRequest(measures: measures, reportingCurrency: .eur))
  }

  private static func position(_ coupon: StructuredCoupon, isCallable: Bool, mark: Double? = nil) throws
    -> PositionToPrice
  {
    let note = try StructuredNote(
      currency: .eur, datedDate: date("2023-04-28"), maturity: date("2033-04-28"), coupon: coupon,
      frequency: .semiannual,
      calls: isCallable ? (2025...2032).map { ExercisePrice(date: date("\($0)-04-28"), price: 100) } : [])
    return PositionToPrice(
      number: 0,
      position: Position(
        id: "P", portfolio: "FUND", instrumentID: "I", quantity: 100, markCleanPrice: mark),
      instrument: InstrumentRecord(id: "I", name: "", terms: .structuredNote(note)))
  }

  static func main() throws {
    let coupons: [(String, StructuredCoupon)] = try [
      (
        "inverse_floater",
        .index(FloatingRate(index: .eurEuribor6M, spread: 0.09, gearing: -2, cap: 0.06, floor: 0.01))
      ),
      (
        "steepener",
        .swapRate(
          SwapRateCoupon(
            index: .eurEuribor6M, longYears: 10, shortYears: 2, gearing: 4, margin: 0.03, cap: 0.08, floor: 0)
        )
      ),
      (
        "range_accrual",
        .rangeAccrual(
          RangeAccrual(index: .eurEuribor6M, rate: 0.045, low: 0, high: 0.035, observation: .daily))
      ),
    ]
    let value = try pricer(1, [.presentValue, .simulationError])
    let spread = try pricer(1, [.optionAdjustedSpread])
    let scenarios = try pricer(100, [.presentValue, .dv01, .keyRateDV01])
    var report: [String: Double] = [:]
    for (name, coupon) in coupons {
      for isCallable in [false, true] {
        let name = isCallable ? "callable_\(name)" : name
        let note = try position(coupon, isCallable: isCallable)
        let marked = try position(coupon, isCallable: isCallable, mark: 97)
        let values = value.price([note]).results.values
        report["\(name)_value"] = values[0]
        report["\(name)_error"] = values[1]
        report["\(name)_value_ms"] = BestOf.processorMilliseconds(10) { _ = value.price([note]) }
        report["\(name)_scenarios_ms"] = BestOf.processorMilliseconds(3) { _ = scenarios.price([note]) }
        report["\(name)_oas_ms"] = BestOf.processorMilliseconds(5) { _ = spread.price([marked]) }
      }
    }
    print(
      String(
        decoding: try JSONSerialization.data(
          withJSONObject: report, options: [.sortedKeys, .prettyPrinted]), as: UTF8.self))
  }
}
