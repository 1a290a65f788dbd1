import DatesAndConventions
import Foundation
import MarketData
import Testing

@Suite struct ParBootstrapTests {
  static let shapes: [(String, [CurvePoint])] = [
    ("Treasury 2023-03-31", TestMarket.treasury),
    ("Japan 2016-07-27", TestMarket.japan2016),
    ("steep", TestMarket.points("6M", 0.1, "1Y", 0.2, "2Y", 1.5, "5Y", 4.0, "10Y", 7.0, "30Y", 8.0)),
    ("inverted", TestMarket.points("3M", 19.0, "1Y", 17.0, "2Y", 14.0, "5Y", 11.0, "10Y", 9.0, "30Y", 8.0)),
    ("one point", TestMarket.points("10Y", 4.0)),
    ("odd tenors", TestMarket.points("45D", 3.0, "9M", 3.1, "18M", 3.2, "30M", 3.3, "100M", 3.9)),
  ]

  /// Value less par, from discount factors alone, with the schedule counted here by its own rule.
  static func mispricing(_ point: CurvePoint, _ curve: ZeroCurve, on date: CivilDate, monthsPerCoupon: Int)
    -> Double
  {
    let maturity = point.tenor.date(after: date)
    func factor(_ day: CivilDate) -> Double { curve.discountFactor(at: Double(day - date) / 365) }
    guard maturity > date.adding(months: monthsPerCoupon) else {
      return (1 + point.rate * Double(maturity - date) / 365) * factor(maturity) - 1
    }
    var value = factor(maturity)
    var period = 0
    while true {
      let end = maturity.adding(months: -monthsPerCoupon * period)
      let start = maturity.adding(months: -monthsPerCoupon * (period + 1))
      if end <= date { return value - 1 }
      let share = start >= date ? 1 : Double(end - date) / Double(end - start)
      value += point.rate * Double(monthsPerCoupon) / 12 * share * factor(end)
      period += 1
    }
  }

  /// 1e-12 of face: a millionth of a cent per million.
  @Test(arguments: shapes.indices, CurveInterpolation.allCases)
  func repricesItsInputs(_ shape: Int, _ interpolation: CurveInterpolation) throws {
    let (name, points) = Self.shapes[shape]
    for (frequency, months) in [(Frequency.semiannual, 6), (.annual, 12), (.quarterly, 3)] {
      let quotes = TestMarket.curve(name, .usd, .par(frequency), points, interpolation)
      // The second date puts a stub before the first coupon of tenors in odd months.
      for date in [TestMarket.date, CivilDate(year: 2023, month: 8, day: 31)!] {
        let curve = try ZeroCurve(quotes, valuationDate: date)
        for point in points {
          let error = Self.mispricing(point, curve, on: date, monthsPerCoupon: months)
          #expect(abs(error) <= 1e-12, "\(name) \(point.tenor): \(error)")
        }
      }
    }
  }

  @Test func namesTheQuoteThatCannotBeMet() throws {
    // Ten years at 90% after one at 1% leaves less than nothing for the principal.
    let quotes = TestMarket.curve(
      "USD.ODD", .usd, .par(.semiannual), TestMarket.points("1Y", 1.0, "2Y", 1.0, "3Y", 90.0))
    let error = #expect(throws: CurveBuildError.self) {
      try ZeroCurve(quotes, valuationDate: TestMarket.date)
    }
    #expect(error?.curve == "USD.ODD")
    #expect(error?.quote == "3Y")
  }

  /// On the day of a flat curve at every tenor, all par yields are that yield, whatever the interpolation.
  @Test(arguments: CurveInterpolation.allCases)
  func parYieldsGiveQuotesBack(_ interpolation: CurveInterpolation) throws {
    let treasury = TestMarket.curve(
      "USD.TREASURY", .usd, .par(.semiannual), TestMarket.treasury, interpolation)
    let snapshot = TestMarket.snapshot(
      curves: [treasury], spreads: [], discountCurves: ["USD": "USD.TREASURY"])
    let up = Scenario("UP", .quote(.parallel(basisPoints: 10)))
    let markets = try TestMarket.markets([up], snapshot: snapshot)
    for point in TestMarket.treasury {
      let years = Double(point.tenor.date(after: TestMarket.date) - TestMarket.date) / 365
      let yields = try markets.parYields(currency: .usd, years: years, frequency: .semiannual)
      #expect(yields.count == 2)
      // A mispricing of 1e-12 over the annuity of a month, 1/12, is 1.2e-11 of yield.
      #expect(abs(yields[0] - point.rate) <= 1.2e-11)
      #expect(abs(yields[1] - point.rate - 0.001) <= 1.2e-11)
    }
  }
}
