import DatesAndConventions
import Foundation
@testable import MarketData
import Testing

/// Curves of market instruments against QuantLib 1.44's bootstraps; see `Tools/goldens/curve_sets.py`.
@Suite struct CurveSetGoldenTests {
  struct Golden: Decodable {
    struct Set: Decodable, CustomTestStringConvertible {
      let name: String
      let curves: [Curve]
      let indexCurves: [String: String]
      let fxRates: [String: Double]

      var testDescription: String { name }

      var snapshot: MarketSnapshot {
        MarketSnapshot(
          valuationDate: CurveSetGoldenTests.golden.valuationDate, source: "golden",
          builtAt: "2023-03-31T21:00:00Z", curves: curves.map(\.curve), discountCurves: [:],
          fxRates: fxRates,
          fxBase: .usd, indexCurves: indexCurves)
      }
    }

    struct Curve: Decodable {
      let curve: CurveQuotes
      let pillars: [Int]
      let days: [Int]
      let discountFactors: [Double]
    }

    let valuationDate: CivilDate
    let sets: [Set]
  }

  static let golden: Golden = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Goldens/curve_sets.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      return try decoder.decode(Golden.self, from: try Data(contentsOf: file))
    } catch {
      preconditionFailure("\(file.path) is missing or not as Tools/goldens/curve_sets.py writes it: \(error)")
    }
  }()

  /// Both sides meet their quotes to rounding, so that discount factors agree to 1e-10 and better.
  @Test(arguments: golden.sets)
  func matches(_ expected: Golden.Set) throws {
    let curves = try expected.snapshot.zeroCurves()
    for golden in expected.curves {
      let id = golden.curve.id
      let curve = try #require(curves[id])
      for (day, years) in zip(golden.pillars, curve.years) {
        #expect(abs(years * 365 - Double(day)) <= 1e-9, "\(id): pillar at \(years * 365) days, not \(day)")
      }
      for (days, factor) in zip(golden.days, golden.discountFactors) {
        let actual = curve.discountFactor(at: Double(days) / 365)
        #expect(abs(actual - factor) <= 1e-10, "\(id), \(days) days: \(actual), not \(factor)")
      }
    }
  }
}
