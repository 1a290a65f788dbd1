import BenchmarkTiming
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing

/// Times a portfolio of swaps, each on its own dates, from their terms: values under 100 scenarios, and values with DV01 and five
/// key rates of each. Prints JSON of seconds and the values of the first swaps; `swaps.py` calls it and QuantLib.
///
/// A run values its book batch after batch. "First" is the batch that makes the run's discount factors and coupons, the other times are
/// those of a second batch, of other swaps, that finds what they have in common with the first.
///
/// Bound, before measuring: 10,000 swaps on every day of the month have 33,000 different floating coupons and as many days of payment as
/// there are in 30 years, however many swaps there are. A coupon is a product of three rows of 104 doubles, at a division of two doubles in
/// four cycles 0.1 µs, 4 ms in all. To sum 77 rows a swap takes 0.04 ns a row and scenario, 32 ms in all where rows come from memory alone,
/// 3 ms where four neighbours share them.
@main struct SwapsBenchmark {
  static let valuation = CivilDate(iso: "2023-03-31")!
  static let points: [(String, Double)] = [
    ("3M", 2.75), ("1Y", 2.80), ("2Y", 2.62), ("5Y", 2.35), ("10Y", 2.41), ("40Y", 2.36),
  ]
  static let indices: [(RateIndexID, above: Double)] = [
    (.eurESTR, 0.05), (.eurEuribor3M, 0.21), (.eurEuribor6M, 0.33),
  ]

  static func main() throws {
    let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 10_000
    let positions = try positions(0..<count)
    let others = try Self.positions(count..<2 * count)
    let block = try pricer([.presentValue]).price(positions).results
    var report: [String: Any] = [:]
    report["swaps"] = count
    report["values"] = (0..<min(count, 60)).map { Array(block.values[block.range(ofRow: $0)]) }
    for (name, measures) in [
      ("values", [.presentValue]), ("risks", [.presentValue, .dv01, .keyRateDV01]),
    ] as [(String, [Measure])] {
      var (first, later) = (Double.infinity, Double.infinity)
      for _ in 0..<5 {
        let pricer = try pricer(measures)
        first = min(first, BestOf.processorMilliseconds(1) { _ = pricer.price(positions) } / 1e3)
        later = min(later, BestOf.processorMilliseconds(1) { _ = pricer.price(others) } / 1e3)
      }
      report["\(name)_first_s"] = first
      report["\(name)_s"] = later
    }
    print(
      String(
        decoding: try JSONSerialization.data(withJSONObject: report, options: .sortedKeys), as: UTF8.self))
  }

  private static func pricer(_ measures: [Measure]) throws -> BatchPricer {
    func curve(_ id: String, above: Double) -> CurveQuotes {
      CurveQuotes(
        id: id, currency: .eur, kind: .zero(.continuous), interpolation: .linearZero,
        points: points.map { CurvePoint(tenor: Tenor($0.0)!, rate: ($0.1 + above) / 100) }, source: "made up")
    }
    let days = (1...800).reversed().map { valuation.adding(days: -$0) }.filter(
      BusinessCalendar(.target).isBusinessDay)
    let fixings = days.map { IndexFixing(date: $0, rate: 0.0275 + 1e-5 * Double((valuation - $0) % 41)) }
    let snapshot = MarketSnapshot(
      valuationDate: valuation, source: "made up", builtAt: "2023-03-31T00:00:00Z",
      curves: [curve("EUR", above: 0)] + indices.map { curve($0.0.rawValue, above: $0.above) },
      discountCurves: ["EUR": "EUR"], fxBase: .eur,
      indexCurves: Dictionary(uniqueKeysWithValues: indices.map { ($0.0.rawValue, $0.0.rawValue) }),
      fixings: Dictionary(uniqueKeysWithValues: indices.map { ($0.0.rawValue, fixings) }))
    let moves = (1..<100).map { number in
      Scenario(
        id: "S\(number)",
        shifts: [.rates(RateShift(shape: .parallel(basisPoints: Double(number) - 50)))])
    }
    return BatchPricer(
      markets: try ScenarioMarkets(
        snapshot: snapshot, scenarios: [.base] + moves, reportingCurrency: .eur),
      request: PricingRequest(measures: measures, reportingCurrency: .eur))
  }

  private static func positions(_ numbers: Range<Int>) throws -> [PositionToPrice] {
    try numbers.map {
      PositionToPrice(number: Int32($0), position: holding($0), instrument: try swap($0))
    }
  }

  private static func holding(_ number: Int) -> Position {
    Position(id: "P\(number)", portfolio: "FUND", instrumentID: "S\(number)", quantity: 1)
  }

  /// Every third fixed against Euribor 6M, against Euribor 3M and against the overnight rate.
  private static func swap(_ number: Int) throws -> InstrumentRecord {
    let start = valuation.adding(days: -(number * 37 % 700))
    let end = start.adding(months: 12 * (2 + number % 29))
    let index: RateIndexID = [.eurEuribor6M, .eurEuribor3M, .eurESTR][number % 3]
    func leg(_ rate: CouponLeg.Rate, _ frequency: Frequency, _ dayCount: DayCount) throws -> CouponLeg {
      try CouponLeg(
        currency: .eur, notional: 1e6, rate: rate, start: start, maturity: end, frequency: frequency,
        dayCount: dayCount, calendar: .target, endOfMonth: false)
    }
    let floating = try FloatingRate(index: index)
    return InstrumentRecord(
      id: "S\(number)", name: "",
      terms: .derivative(
        .swap(
          try InterestRateSwap(
            pay: leg(.fixed(0.02 + 0.001 * Double(number % 17)), .annual, .thirtyE360),
            receive: leg(
              .floating(floating), [.semiannual, .quarterly, .annual][number % 3], .actual360),
            valueCurrency: .eur))))
  }
}
