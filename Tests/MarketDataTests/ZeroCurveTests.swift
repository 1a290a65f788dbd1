import DatesAndConventions
import Foundation
import MarketData
import Testing

@Suite struct ZeroCurveTests {
  static let years = [0.25, 1, 2, 5, 10, 30]
  static let rates = [0.02, 0.025, 0.03, 0.03, 0.028, 0.035]

  static func curve(_ interpolation: CurveInterpolation, _ rates: [Double] = rates) -> ZeroCurve {
    ZeroCurve(years: years, zeroRates: rates, interpolation: interpolation)
  }

  @Test(arguments: CurveInterpolation.allCases)
  func runsThroughItsPillars(_ interpolation: CurveInterpolation) {
    let curve = Self.curve(interpolation)
    #expect(curve.discountFactor(at: 0) == 1)
    for (time, rate) in zip(Self.years, Self.rates) {
      #expect(abs(curve.zeroRate(at: time) - rate) <= 1e-16)
      #expect(abs(curve.discountFactor(at: time) - exp(-rate * time)) <= 2e-16)
    }
  }

  @Test func endsAreAsDocumented() {
    let linear = Self.curve(.linearZero)
    let logLinear = Self.curve(.logLinearDiscount)
    let cubic = Self.curve(.monotoneCubicDiscount)
    for time in [0, 0.01, 0.2] {
      #expect(abs(linear.zeroRate(at: time) - 0.02) <= 1e-16)
      #expect(abs(logLinear.zeroRate(at: time) - 0.02) <= 1e-16)
    }
    #expect(abs(linear.zeroRate(at: 50) - 0.035) <= 1e-16)
    let lastForward = (0.035 * 30 - 0.028 * 10) / 20
    #expect(abs(logLinear.forwardRate(at: 80) - lastForward) <= 1e-16)
    #expect(abs(logLinear.zeroRate(at: 60) - (0.035 * 30 + lastForward * 30) / 60) <= 1e-16)
    #expect(cubic.forwardRate(at: 80) == cubic.forwardRate(at: 30))
  }

  /// The derivative agrees with central differences of −ln DF, error ε/h.
  @Test(arguments: CurveInterpolation.allCases)
  func forwardsAreTheSlopeOfTheExponent(_ interpolation: CurveInterpolation) {
    let curve = Self.curve(interpolation)
    for time in stride(from: 0.1, through: 40, by: 0.37) {
      let step = 1e-5
      let slope =
        -log(curve.discountFactor(at: time + step) / curve.discountFactor(at: time - step)) / (2 * step)
      #expect(abs(curve.forwardRate(at: time) - slope) <= 1e-9)
    }
  }

  /// As long as zero bonds lose value from pillar to pillar, forwards of the monotone cubic are not negative, though
  /// those of the linear zero rates are.
  @Test func monotoneCubicKeepsForwardsFromBelowZero() {
    let falling = [0.05, 0.05, 0.0255, 0.0105, 0.0055, 0.0019]
    let times = stride(from: 0.0, through: 40, by: 0.01)
    let cubic = Self.curve(.monotoneCubicDiscount, falling)
    #expect(times.allSatisfy { cubic.forwardRate(at: $0) >= -1e-16 })
    let linear = Self.curve(.linearZero, falling)
    #expect(times.contains { linear.forwardRate(at: $0) < -0.001 })
  }

  @Test func monotoneCubicForwardsAreContinuous() {
    let curve = Self.curve(.monotoneCubicDiscount)
    for time in Self.years {
      #expect(abs(curve.forwardRate(at: time - 1e-9) - curve.forwardRate(at: time + 1e-9)) <= 1e-9)
    }
  }

  /// The same discount factor from the quoted rate by the rules of `Compounding`, which rounds 1 + r/f before raising it
  /// to the power of 20 here: 20 half units in the last place.
  @Test(arguments: [
    (ZeroCompounding.continuous, Compounding.continuous), (.annual, .compounded(.annual)),
    (.semiannual, .compounded(.semiannual)), (.simple, .simple),
  ])
  func quotedZeroRatesDiscountByTheirCompounding(_ zero: ZeroCompounding, _ compounding: Compounding) throws {
    let quotes = TestMarket.curve(
      "Z", .eur, .zero(zero), TestMarket.points("ON", -0.5, "6M", 0.0, "1Y", 3.0, "10Y", 5.0))
    let curve = try ZeroCurve(quotes, valuationDate: TestMarket.date)
    for point in quotes.points {
      let years = Double(point.tenor.date(after: TestMarket.date) - TestMarket.date) / 365
      let expected = compounding.discountFactor(rate: point.rate, years: years)
      #expect(abs(curve.discountFactor(at: years) - expected) <= 20 * 0x1p-53)
    }
  }

  @Test func refusesQuotesWithoutDiscountFactors() {
    let simple = TestMarket.curve("Z", .eur, .zero(.simple), TestMarket.points("10Y", -10.0))
    #expect(throws: CurveBuildError.self) { try ZeroCurve(simple, valuationDate: TestMarket.date) }
    let unordered = TestMarket.curve("Z", .eur, .zero(.simple), TestMarket.points("10Y", 1.0, "1Y", 1.0))
    #expect(throws: CurveBuildError.self) { try ZeroCurve(unordered, valuationDate: TestMarket.date) }
    let nan = TestMarket.curve("Z", .eur, .par(.annual), [CurvePoint(tenor: Tenor(1, .years), rate: .nan)])
    #expect(throws: CurveBuildError.self) { try ZeroCurve(nan, valuationDate: TestMarket.date) }
  }
}
