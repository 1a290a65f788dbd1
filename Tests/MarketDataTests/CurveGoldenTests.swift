import DatesAndConventions
import Foundation
import MarketData
import Testing

/// Discount factors against QuantLib 1.44 and scipy; see `Tools/goldens/curves.py`.
@Suite struct CurveGoldenTests {
  struct Golden: Decodable {
    struct Curve: Decodable, CustomTestStringConvertible {
      let name: String
      let kind: String
      let interpolation: CurveInterpolation
      let points: [CurvePoint]
      let days: [Int]
      let discountFactors: [Double]

      var testDescription: String { "\(name) \(interpolation.rawValue)" }
    }

    let valuationDate: CivilDate
    let curves: [Curve]
  }

  static let golden: Golden = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Goldens/curves.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let data = try? Data(contentsOf: file), let golden = try? decoder.decode(Golden.self, from: data)
    else {
      preconditionFailure("\(file.path) is missing or not as Tools/goldens/curves.py writes it")
    }
    return golden
  }()

  /// Interpolation of given rates differs by rounding only, 1e-14, and where the witness integrates forwards
  /// numerically by 1e-13. Bootstraps solve to 1e-12 of face on both sides, and a mispricing moves a discount factor by
  /// about as much.
  @Test(arguments: golden.curves)
  func matches(_ expected: Golden.Curve) throws {
    let isPar = expected.kind == "par"
    let quotes = CurveQuotes(
      id: expected.name, currency: .usd, kind: isPar ? .par(.semiannual) : .zero(.continuous),
      interpolation: expected.interpolation, points: expected.points, source: "golden")
    let curve = try ZeroCurve(quotes, valuationDate: Self.golden.valuationDate)
    let tolerance = isPar ? 2e-12 : expected.interpolation == .monotoneConvex ? 1e-13 : 1e-14
    for (days, factor) in zip(expected.days, expected.discountFactors) {
      let actual = curve.discountFactor(at: Double(days) / 365)
      #expect(abs(actual - factor) <= tolerance * max(1, factor), "\(days) days: \(actual), not \(factor)")
    }
  }
}
