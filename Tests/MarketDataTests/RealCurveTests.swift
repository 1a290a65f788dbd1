import DatesAndConventions
import Foundation
import MarketData
import Testing

/// Sixty years of published par curves, where the data is at hand.
@Suite struct RealCurveTests {
  /// Nearest `shared/data` beside this checkout or above it.
  static let data: URL? = {
    var folder = URL(fileURLWithPath: #filePath)
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let data = folder.appendingPathComponent("shared/data")
      if FileManager.default.fileExists(atPath: data.path) { return data }
    }
    return nil
  }()

  /// Every `step`-th day of a table of per cents under tenors; empty cells are not quoted.
  static func curves(_ file: String, every step: Int) throws -> [(CivilDate, [CurvePoint])] {
    guard let data else { return [] }
    let text = try String(contentsOf: data.appendingPathComponent(file), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline)
    let tenors = lines[0].split(separator: ",").dropFirst().map { name in
      name == "1.5M" ? Tenor(45, .days) : Tenor(String(name))
    }
    return stride(from: 1, to: lines.count, by: step).compactMap { index in
      let cells = lines[index].split(separator: ",", omittingEmptySubsequences: false)
      guard let date = CivilDate(iso: cells[0]) else { return nil }
      let points = zip(tenors, cells.dropFirst()).compactMap { tenor, cell in
        tenor.flatMap { tenor in Double(cell).map { CurvePoint(tenor: tenor, rate: $0 / 100) } }
      }
      return points.isEmpty ? nil : (date, points)
    }
  }

  @Test(
    .enabled(if: data != nil),
    arguments: ["ust-par-yields/ust_par_yields_daily.csv", "jgb-yields/mof_jgb_par_yields_daily.csv"])
  func everyPublishedCurveReprices(_ file: String) throws {
    let days = try Self.curves(file, every: 250)
    #expect(days.count > 40)
    for (index, (date, points)) in days.enumerated() {
      let interpolation = CurveInterpolation.allCases[index % 3]
      let curve = try ZeroCurve(
        TestMarket.curve("\(file) \(date)", .usd, .par(.semiannual), points, interpolation),
        valuationDate: date)
      for point in points {
        let error = ParBootstrapTests.mispricing(point, curve, on: date, monthsPerCoupon: 6)
        #expect(abs(error) <= 1e-12, "\(date) \(point.tenor) \(interpolation): \(error)")
      }
    }
  }
}
