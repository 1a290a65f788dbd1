import DatesAndConventions
import Foundation
@testable import MarketData
import Testing

/// Curve sets of quotes that OpenGamma Strata calibrates in its tests. What those publish of the curves are laws: instruments are
/// worth nothing within 1e-6 of their notional, and the sensitivity of an instrument's rate to the quotes is 1 for its own and 0 for
/// all others within 1e-10. Zero rates have QuantLib 1.44 as their witness; `Tools/goldens/strata_curve_sets.py` names the sources.
@Suite struct StrataCurveSetTests {
  struct Set: Decodable, CustomTestStringConvertible {
    let name: String
    let valuationDate: CivilDate
    let curves: [CurveSetGoldenTests.Golden.Curve]
    let indexCurves: [String: String]
    let fxRates: [String: Double]

    var testDescription: String { name }

    var snapshot: MarketSnapshot {
      MarketSnapshot(
        valuationDate: valuationDate, source: "golden", builtAt: "\(valuationDate)T21:00:00Z",
        curves: curves.map(\.curve), discountCurves: [:], fxRates: fxRates, fxBase: curves[0].curve.currency,
        indexCurves: indexCurves)
    }
  }

  static func sets() throws -> [Set] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Goldens/strata_curve_sets.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode([Set].self, from: try Data(contentsOf: file))
  }

  /// 20 quotes in euros and 16 in dollars.
  @Test func everyQuoteComesBack() throws {
    let sets = try Self.sets()
    #expect(sets.map { $0.curves.reduce(0) { $0 + $1.curve.instruments.count } } == [20, 16])
    for set in sets { try CurveSetTests.expectQuotesBack(set.snapshot, try set.snapshot.zeroCurves(), 1e-12) }
  }

  @Test func zeroRatesAreQuantLibs() throws {
    for set in try Self.sets() {
      let curves = try set.snapshot.zeroCurves()
      for expected in set.curves {
        let curve = try #require(curves[expected.curve.id])
        #expect(expected.days.count >= 10)
        for (days, factor) in zip(expected.days, expected.discountFactors) {
          let years = Double(days) / 365
          let rates = (-log(curve.discountFactor(at: years)) / years, -log(factor) / years)
          #expect(abs(rates.0 - rates.1) <= 1e-10, "\(set.name) \(expected.curve.id), \(days) days: \(rates)")
        }
      }
    }
  }

  /// Each instrument's rate, moved with each zero rate, times the Jacobian.
  @Test func ratesFollowTheirOwnQuoteAlone() throws {
    for set in try Self.sets() {
      let snapshot = set.snapshot
      let solved = try #require(try snapshot.curveSet())
      let jacobian = solved.jacobian
      for (column, quote) in jacobian.quotes.enumerated() {
        let quotes = try #require(snapshot.curves.first { $0.id == quote.curve })
        let zero = try jacobian.pillars.indices.map { row in
          let curve = jacobian.pillars[row].curve
          let place = row - (try #require(jacobian.pillars(of: curve))).lowerBound
          func rate(_ by: Double) throws -> Double {
            var curves = solved.curves
            let old = try #require(curves[curve])
            var rates = old.zeroRates
            rates[place] += by
            curves[curve] = ZeroCurve(years: old.years, zeroRates: rates, interpolation: old.interpolation)
            return try ParQuote(snapshot: snapshot, curves: curves, quotes: quotes).quote(quote.instrument)
          }
          // Central differences of two steps, the second-order error taken out.
          func difference(_ step: Double) throws -> Double { (try rate(step) - rate(-step)) / (2 * step) }
          return (4 * (try difference(5e-4)) - (try difference(1e-3))) / 3
        }
        for (other, sensitivity) in jacobian.parSensitivities(zero).enumerated() {
          #expect(
            abs(sensitivity - (other == column ? 1 : 0)) <= 1e-9,
            "\(set.name): \(quote.curve) \(quote.instrument) to \(jacobian.quotes[other])")
        }
      }
    }
  }
}
