import BenchmarkTiming
import DatesAndConventions
import Foundation
import MarketData

/// Times a set of curves: from its document, with schedules, solution and Jacobian, and solved again for one scenario that
/// moves every quote. Reads the curves as JSON from standard input, prints JSON; `curve_sets.py` calls it and QuantLib.
///
/// Bound, before measuring: five curves of 15 to 21 pillars look at about 1,200 nodes and 6,000 payments. A Newton step is an
/// exponential and ten operations a payment, three derivatives each, a product of nodes by pillars and a system of 20 unknowns a
/// curve: 0.3 million operations, and six steps a curve: 2 million, 1 ms. Schedules: 3,000 periods of about 100 ns, 0.3 ms.
@main struct CurveSetsBenchmark {
  struct Input: Decodable {
    let valuationDate: CivilDate
    let curves: [CurveQuotes]
    let indexCurves: [String: String]
    let fxRates: [String: Double]
    /// At which discount factors are compared.
    let days: [Int]
  }

  struct Report: Encodable {
    var buildMilliseconds = 0.0
    var scenarioMilliseconds = 0.0
    var quotes = 0
    /// Of each of the curves, in the document's order, at the days.
    var discountFactors: [[Double]] = []
  }

  static func main() throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let input = try decoder.decode(Input.self, from: FileHandle.standardInput.readDataToEndOfFile())
    let snapshot = MarketSnapshot(
      valuationDate: input.valuationDate, source: "made up", builtAt: "2023-03-31T21:00:00Z",
      curves: input.curves,
      discountCurves: ["EUR": "EUR.USD-COLLATERAL", "USD": "USD.SOFR"], fxRates: input.fxRates, fxBase: .usd,
      indexCurves: input.indexCurves)
    var report = Report()
    guard let set = try snapshot.curveSet() else {
      preconditionFailure("the document has no curves of instruments")
    }
    report.quotes = set.jacobian.quotes.count
    report.discountFactors = input.curves.map { quotes in
      input.days.map { set.curves[quotes.id]?.discountFactor(at: Double($0) / 365) ?? .nan }
    }
    report.buildMilliseconds = try BestOf.milliseconds(200) { _ = try snapshot.curveSet() }
    func markets(_ scenarios: Int) throws {
      let moves = (0..<scenarios).map { number in
        Scenario(
          id: "S\(number)",
          shifts: [.rates(RateShift(domain: .quote, shape: .parallel(basisPoints: Double(number) - 49.5)))])
      }
      _ = try ScenarioMarkets(snapshot: snapshot, scenarios: moves, reportingCurrency: .usd)
    }
    let (few, many) = (
      try BestOf.milliseconds(20) { try markets(10) }, try BestOf.milliseconds(20) { try markets(60) }
    )
    report.scenarioMilliseconds = (many - few) / 50
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = .sortedKeys
    print(String(decoding: try encoder.encode(report), as: UTF8.self))
  }
}
