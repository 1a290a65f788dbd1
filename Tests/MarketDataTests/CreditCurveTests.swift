import DatesAndConventions
import Foundation
import MarketData
import Testing

@Suite struct CreditCurveTests {
  static let day = CivilDate(iso: "2023-03-31")!

  static let flat = ZeroCurve(years: [30], zeroRates: [0.05], interpolation: .logLinearDiscount)

  static func quotes(
    _ kind: CreditQuoteKind = .parSpread, coupon: Double? = nil, recovery: Double = 0.4,
    points: [(String, Double)]
  ) -> CreditQuotes {
    CreditQuotes(
      id: "ACME", currency: .usd, recovery: recovery, kind: kind, coupon: coupon,
      points: points.map { CreditPoint(tenor: Tenor($0.0)!, quote: $0.1) }, source: "test")
  }

  static func curve(_ quotes: CreditQuotes) throws -> CreditCurve {
    try CreditCurve(quotes, discount: flat, valuationDate: day)
  }

  static let sloped = quotes(points: [
    ("6M", 0.005), ("1Y", 0.007), ("3Y", 0.011), ("5Y", 0.0145), ("10Y", 0.019),
  ])

  /// Protection on a flat hazard rate: (1 − R) · h / (h + r) · (1 − e^(−(h + r)·T)), by hand.
  @Test(arguments: [0.001, 0.02, 0.5, 5])
  func protectionHasItsClosedForm(hazard: Double) throws {
    let curve = CreditCurve(valuationDate: Self.day, hazardRate: hazard)
    let maturity = CivilDate(iso: "2028-06-20")!
    let swap = StandardCreditSwap(
      maturity: maturity, valuationDate: Self.day, recovery: 0.4, discount: Self.flat)
    let years = Double(maturity - Self.day) / 365
    let closed = 0.6 * hazard / (hazard + 0.05) * (1 - exp(-(hazard + 0.05) * years))
    #expect(abs(swap.legs(curve).protection - closed) <= 1e-14)
  }

  @Test func legsAreEqualAtTheParSpread() throws {
    let curve = try Self.curve(Self.sloped)
    for (date, point) in zip(curve.dates, Self.sloped.points) {
      let swap = StandardCreditSwap(
        maturity: date, valuationDate: Self.day, recovery: 0.4, discount: Self.flat, hazardDates: curve.dates)
      let legs = swap.legs(curve)
      #expect(abs(legs.protection - point.quote * legs.annuity) <= 1e-12)
      #expect(abs(swap.upfront(coupon: point.quote, curve)) <= 1e-12)
      #expect(swap.upfront(coupon: 0.001, curve) > 0)
    }
  }

  /// A spread is about what is lost of the notional a year.
  @Test func theCreditTriangleHolds() throws {
    let curve = try Self.curve(Self.quotes(points: [("5Y", 0.012)]))
    #expect(abs(curve.hazardRates[0] - 0.012 / 0.6 * 365 / 360) <= 2e-4)
  }

  @Test func survivalFalls() throws {
    let curve = try Self.curve(Self.sloped)
    #expect(curve.survival(to: Self.day) == 1)
    var before = 1.0
    for days in stride(from: 30, to: 6_000, by: 30) {
      let survival = curve.survival(to: Self.day.adding(days: days))
      #expect(survival < before && survival > 0)
      before = survival
    }
  }

  @Test func quotesThatNoHazardRateMeetsAreNamed() {
    let cases: [(quotes: CreditQuotes, tenor: String)] = [
      (Self.quotes(points: [("1Y", 0.05), ("2Y", 0.01)]), "2Y"),
      (Self.quotes(.upfront, coupon: 0.05, points: [("5Y", -0.45)]), "5Y"),
      (Self.quotes(.upfront, coupon: 0.05, recovery: 0.4, points: [("5Y", 0.7)]), "5Y"),
    ]
    for (quotes, tenor) in cases {
      #expect {
        try Self.curve(quotes)
      } throws: { error in
        let text = "\(error)"
        return text.hasPrefix("curve ACME, tenor \(tenor): no hazard rate from 0 to 100 gives the")
      }
    }
  }
}
