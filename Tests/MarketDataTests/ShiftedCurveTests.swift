import DatesAndConventions
import Foundation
import MarketData
import Testing

/// Curves read under scenarios agree with the markets that runs are priced on, and with their own definitions.
struct ShiftedCurveTests {
  private static let scenarios = [
    Scenario.base, Scenario("UP", .zero(.parallel(basisPoints: 100), "USD")),
    Scenario(
      "ALL",
      .quote(.relative(fraction: 0.1)),
      .zero(
        .twist(
          shortTenor: Tenor(2, .years), shortBasisPoints: -25, longTenor: Tenor(10, .years),
          longBasisPoints: 50), "USD.TREASURY")),
  ]

  @Test(arguments: 0..<3)
  func discountFactorsAreThoseOfTheRunsMarkets(scenario: Int) throws {
    let snapshot = TestMarket.snapshot()
    let curve = try #require(try snapshot.curve("USD.TREASURY", under: Self.scenarios))[scenario]
    let markets = try TestMarket.markets(Self.scenarios)
    let years = [0.0, 0.2, 1, 2.7, 9.9, 17, 45]
    let table = try markets.discountTable(currency: .usd, spreadCurve: nil, years: years)
    for (row, time) in years.enumerated() {
      let expected = table[row * markets.rowStride + 1 + scenario]
      #expect(abs(curve.discountFactor(at: time) - expected) <= 1e-15)
      if time > 0 { #expect(abs(exp(-curve.zeroRate(at: time) * time) - expected) <= 1e-15) }
    }
  }

  @Test(arguments: 0..<3)
  func theForwardRateIsTheSlopeOfTheZeroRateTimesYears(scenario: Int) throws {
    let curve = try #require(try TestMarket.snapshot().curve("USD.TREASURY", under: Self.scenarios))[scenario]
    for years in [0.15, 1.4, 3.3, 6.1, 9.7, 14, 33] {
      let step = 1e-5
      let slope =
        (curve.zeroRate(at: years + step) * (years + step) - curve.zeroRate(at: years - step) * (years - step))
        / (2 * step)
      // A central difference of a curve that is at most quadratic between its points.
      #expect(abs(curve.forwardRate(at: years) - slope) <= 1e-9, "\(years)")
    }
  }

  @Test func parRatesGiveParQuotesBack() throws {
    let snapshot = TestMarket.snapshot()
    let curve = try #require(try snapshot.curve("USD.TREASURY", under: [.base]))[0]
    for point in TestMarket.treasury where point.tenor.years >= 1 {
      let rate = curve.parRate(
        maturing: point.tenor.date(after: snapshot.valuationDate), frequency: .semiannual,
        valuationDate: snapshot.valuationDate)
      #expect(abs(rate - point.rate) <= 1e-11, "\(point.tenor)")
    }
  }

  @Test func shiftsOfOtherCurvesArePassedOver() throws {
    let snapshot = TestMarket.snapshot()
    let scenarios = [
      Scenario("EURO", .zero(.parallel(basisPoints: 50), "EUR")),
      Scenario("NOWHERE", .zero(.parallel(basisPoints: 50), "XXX.NONE")),
      Scenario("OTHER", .zero(.parallel(basisPoints: 50), "USD")),
    ]
    let base = try #require(try snapshot.curve("USD.SOFR", under: [.base]))[0]
    // USD means the currency's discount curve, which SOFR is not here.
    for curve in try #require(try snapshot.curve("USD.SOFR", under: scenarios)) {
      #expect(curve.zeroRate(at: 3) == base.zeroRate(at: 3))
    }
    #expect(try snapshot.curve("USD.NONE", under: [.base]) == nil)
  }
}
