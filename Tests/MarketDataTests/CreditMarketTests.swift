import DatesAndConventions
import Foundation
import MarketData
import Testing

/// Credit curves of a market: what is refused, how they are written, and how scenarios move them.
@Suite struct CreditMarketTests {
  static func market(_ credit: [CreditQuotes], discountCurves: [String: String] = ["USD": "USD"])
    -> MarketSnapshot
  {
    MarketSnapshot(
      valuationDate: CreditCurveTests.day, source: "test", builtAt: "2023-03-31T00:00:00Z",
      curves: [
        CurveQuotes(
          id: "USD", currency: .usd, kind: .zero(.continuous), interpolation: .logLinearDiscount,
          points: [CurvePoint(tenor: Tenor(10, .years), rate: 0.05)], source: "test")
      ],
      spreadCurves: [
        SpreadQuotes(
          id: "USD.BBB", currency: .usd, points: [SpreadPoint(tenor: Tenor(5, .years), basisPoints: 120)],
          source: "test")
      ],
      discountCurves: discountCurves, fxBase: .usd, creditCurves: credit)
  }

  static func markets(_ credit: CreditQuotes, _ shifts: [[ScenarioShift]]) throws -> ScenarioMarkets {
    try ScenarioMarkets(
      snapshot: market([credit]),
      scenarios: shifts.enumerated().map { Scenario(id: "S\($0)", shifts: $1) }, reportingCurrency: .usd)
  }

  @Test func mistakesAreNamed() {
    func quotes(
      id: String = "ACME", currency: Currency = .usd, recovery: Double = 0.4,
      kind: CreditQuoteKind = .parSpread, coupon: Double? = nil, points: [(String, Double)] = [("5Y", 0.01)]
    ) -> CreditQuotes {
      CreditQuotes(
        id: id, currency: currency, recovery: recovery, kind: kind, coupon: coupon,
        points: points.map { CreditPoint(tenor: Tenor($0.0)!, quote: $0.1) }, source: "test")
    }
    let cases: [(CreditQuotes, path: String)] = [
      (quotes(id: ""), "credit_curves[0].id"),
      (quotes(id: "USD.BBB"), "credit_curves[USD.BBB].id"),
      (quotes(currency: .eur), "credit_curves[ACME].currency"),
      (quotes(recovery: 1), "credit_curves[ACME].recovery"),
      (quotes(recovery: -0.1), "credit_curves[ACME].recovery"),
      (quotes(kind: .upfront), "credit_curves[ACME].coupon"),
      (quotes(kind: .upfront, coupon: 100), "credit_curves[ACME].coupon"),
      (quotes(coupon: 0.01), "credit_curves[ACME].coupon"),
      (quotes(points: []), "credit_curves[ACME].points"),
      (quotes(points: [("5Y", 125)]), "credit_curves[ACME].points[5Y].quote"),
      (quotes(points: [("5Y", -0.01)]), "credit_curves[ACME].points[5Y].quote"),
      (quotes(points: [("5Y", .nan)]), "credit_curves[ACME].points[5Y].quote"),
      (quotes(points: [("5M", 0.01)]), "credit_curves[ACME].points[5M].tenor"),
      (quotes(points: [("5Y", 0.01), ("3Y", 0.01)]), "credit_curves[ACME].points[3Y].tenor"),
    ]
    #expect(Self.market([quotes()]).problems.isEmpty)
    for (quotes, path) in cases {
      #expect(Self.market([quotes]).problems.map(\.path) == [path])
    }
    #expect(Self.market([quotes(), quotes()]).problems.map(\.path) == ["credit_curves[1].id"])
  }

  @Test func aSnapshotIsReadBack() throws {
    let snapshot = Self.market([
      CreditCurveTests.sloped,
      CreditQuotes(
        id: "AAA", currency: .usd, recovery: 0.2, kind: .upfront, coupon: 0.05,
        points: [CreditPoint(tenor: Tenor(5, .years), quote: -0.02)], source: "test"),
    ])
    #expect(snapshot.creditCurves.map(\.id) == ["AAA", "ACME"])
    #expect(try JSONDecoder().decode(MarketSnapshot.self, from: JSONEncoder().encode(snapshot)) == snapshot)
  }

  /// A document without credit curves is what it was before there were any.
  @Test func whatIsNotThereIsNotWritten() throws {
    let text = String(decoding: try JSONEncoder().encode(Self.market([])), as: UTF8.self)
    #expect(!text.contains("redit"))
  }

  /// A spread shift moves par spreads: each swap's par spread moves by it, whatever the quotes are.
  @Test(arguments: CreditQuoteKind.allCases)
  func spreadShiftsMoveParSpreads(kind: CreditQuoteKind) throws {
    let quotes =
      switch kind {
      case .parSpread: CreditCurveTests.sloped
      case .upfront:
        CreditCurveTests.quotes(
          .upfront, coupon: 0.01, points: [("1Y", -0.004), ("5Y", 0.02), ("10Y", 0.06)])
      case .hazardRate: CreditCurveTests.quotes(.hazardRate, points: [("1Y", 0.01), ("5Y", 0.03)])
      }
    let shifts: [[ScenarioShift]] = [
      [], [.spread(SpreadShift(move: .absolute(basisPoints: 25)))],
      [.spread(SpreadShift(curves: ["ACME"], move: .relative(fraction: 0.5)))],
      [.spread(SpreadShift(curves: ["USD.BBB"], move: .absolute(basisPoints: 500)))],
      [.spread(SpreadShift(move: .absolute(basisPoints: -5_000)))],
      [.rates(RateShift(shape: .parallel(basisPoints: 100)))],
    ]
    let markets = try Self.markets(quotes, shifts)
    let base = try CreditCurveTests.curve(quotes)
    let day = Int32(base.dates[base.dates.count - 1].dayNumber)
    let swap = StandardCreditSwap(
      maturity: base.dates[base.dates.count - 1], valuationDate: CreditCurveTests.day, recovery: 0.4,
      discount: CreditCurveTests.flat, hazardDates: base.dates)
    let spread = swap.parSpread(base)
    let table = try markets.creditTable("ACME", currency: .usd, days: [day])
    let exponents = Array(table.hazardExponents[0..<7])
    #expect(exponents[0] == exponents[1])
    #expect(exponents[0] == exponents[4])
    #expect(exponents[5] == 0)
    #expect(exponents[0] == exponents[6], "survival does not move with rates")
    #expect(table.discountExponents[6] > table.discountExponents[0])
    // What the moved curve is quoted at, told by the curve that its par spreads give.
    for (column, moved) in [(2, spread + 0.0025), (3, spread * 1.5)] {
      let spreads = base.dates.map { date in
        let one = StandardCreditSwap(
          maturity: date, valuationDate: CreditCurveTests.day, recovery: 0.4, discount: CreditCurveTests.flat,
          hazardDates: base.dates
        ).parSpread(base)
        return column == 2 ? one + 0.0025 : one * 1.5
      }
      let again = try CreditCurveTests.curve(
        CreditCurveTests.quotes(points: zip(quotes.points.map(\.tenor.description), spreads).map { ($0, $1) })
      )
      #expect(abs(swap.parSpread(again) - moved) <= 1e-12)
      #expect(abs(-log(again.survival(to: base.dates.last!)) - exponents[column]) <= 1e-10)
    }
  }

  /// Against central differences of ±0.01 basis points, whose error is about 1e-9 of the slope.
  @Test func parSensitivityIsTheSlope() throws {
    func shift(_ basisPoints: Double) -> [ScenarioShift] {
      [.spread(SpreadShift(move: .absolute(basisPoints: basisPoints)))]
    }
    let markets = try Self.markets(CreditCurveTests.sloped, [shift(0.01), shift(-0.01), shift(300)])
    let days = [30, 200, 700, 1_500, 3_000, 6_000].map {
      CreditCurveTests.day.adding(days: $0).dayNumber
    }
    let table = try markets.creditTable("ACME", currency: .usd, days: days)
    for row in days.indices {
      let base = row * table.stride
      let slope = (table.hazardExponents[base + 1] - table.hazardExponents[base + 2]) / 2e-6
      #expect(abs(slope / table.parSensitivities[base] - 1) <= 1e-7)
    }
  }

  @Test func whatIsMissingIsNamed() throws {
    let markets = try Self.markets(CreditCurveTests.sloped, [[]])
    #expect(throws: MissingMarketData("credit curve OTHER")) {
      try markets.creditCurve("OTHER", currency: .usd)
    }
    #expect(throws: MissingMarketData("credit curve ACME in EUR: it is in USD")) {
      try markets.creditCurve("ACME", currency: .eur)
    }
    #expect(try markets.creditCurve("ACME", currency: .usd).recovery == 0.4)
  }

  /// A curve that falls steeply cannot be built when its relative slope is stretched.
  @Test func aScenarioWhoseCurveCannotBeBuiltIsNamed() throws {
    let steep = CreditCurveTests.quotes(points: [("1Y", 0.05), ("2Y", 0.029)])
    #expect {
      try Self.markets(steep, [[.spread(SpreadShift(move: .relative(fraction: 4)))]])
    } throws: { error in
      "\(error)".contains("S0") && "\(error)".contains("cannot build the moved credit curve ACME, tenor 2Y")
    }
  }

  /// What is wrong is told, and not what follows from it.
  @Test func aScenarioWithoutADiscountCurveIsNamed() {
    let shift = ScenarioShift.rates(
      RateShift(
        domain: .quote,
        shape: .keyRate(basisPoints: 9_000, keyTenors: [Tenor(7, .years), Tenor(30, .years)], index: 1)))
    let simple = MarketSnapshot(
      valuationDate: CreditCurveTests.day, source: "test", builtAt: "2023-03-31T00:00:00Z",
      curves: [
        TestMarket.curve("USD", .usd, .par(.semiannual), TestMarket.treasury, .logLinearDiscount)
      ],
      discountCurves: ["USD": "USD"], fxBase: .usd, creditCurves: [CreditCurveTests.sloped])
    #expect {
      try ScenarioMarkets(
        snapshot: simple, scenarios: [Scenario(id: "S", shifts: [shift])], reportingCurrency: .usd)
    } throws: { error in
      "\(error)".contains("cannot build the moved curve USD") && !"\(error)".contains("ACME")
    }
  }

  @Test func aShiftOfAnUnknownCurveIsRefused() {
    let shift = ScenarioShift.spread(SpreadShift(curves: ["OTHER"], move: .absolute(basisPoints: 1)))
    #expect { try Self.markets(CreditCurveTests.sloped, [[shift]]) } throws: {
      "\($0)".contains("the market has ACME, USD.BBB")
    }
  }
}
