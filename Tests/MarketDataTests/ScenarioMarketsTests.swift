import DatesAndConventions
import Foundation
import MarketData
import Testing

@Suite struct ScenarioMarketsTests {
  /// Every fifty days to fifty years, with today.
  static let years = stride(from: 0, through: 18_250, by: 50).map { Double($0) / 365 }

  /// A discount table by column: the base market, then each scenario.
  static func columns(
    _ scenarios: [Scenario], _ currency: Currency = .usd, spread: String? = nil, years: [Double] = years
  ) throws -> [[Double]] {
    let markets = try TestMarket.markets(scenarios)
    let table = try markets.discountTable(currency: currency, spreadCurve: spread, years: years)
    #expect(table.count == years.count * markets.rowStride)
    return (0...scenarios.count).map { column in years.indices.map { table[$0 * markets.rowStride + column] }
    }
  }

  /// −ln of discount factors over time: zero rates without the loss at short times.
  static func expectSame(_ a: [Double], _ b: [Double], within tolerance: Double, _ comment: Comment? = nil) {
    #expect(a.count == b.count)
    for (x, y) in zip(a, b) { #expect(abs(x - y) <= tolerance * max(1, abs(y)), comment) }
  }

  @Test func baseColumnIsTheCurveItself() throws {
    let curves = try TestMarket.snapshot().zeroCurves()
    for (currency, id) in [(Currency.usd, "USD.TREASURY"), (.eur, "EUR.AAA"), (.jpy, "JPY.JGB")] {
      let base = try Self.columns([], currency)[0]
      #expect(base == Self.years.map { curves[id]!.discountFactor(at: $0) })
    }
  }

  /// Equal to the bit, whatever the shift that does nothing is, and whichever other curve moves.
  @Test func zeroShiftsAreTheBaseMarketToTheBit() throws {
    let keys = [Tenor(1, .years), Tenor(10, .years)]
    let scenarios = [
      Scenario.base,
      Scenario("PARALLEL", .zero(.parallel(basisPoints: 0))),
      Scenario("RELATIVE", .zero(.relative(fraction: 0))),
      Scenario("KEY", .zero(.keyRate(basisPoints: 0, keyTenors: keys, index: 1))),
      Scenario(
        "TWIST",
        .zero(.twist(shortTenor: keys[0], shortBasisPoints: 0, longTenor: keys[1], longBasisPoints: -0.0))),
      Scenario("PROFILE", .zero(.profile(points: [SpreadPoint(tenor: keys[0], basisPoints: 0)]))),
      Scenario("QUOTE", .quote(.parallel(basisPoints: 0)), .quote(.relative(fraction: 0))),
      Scenario("SPREAD", .wider(0)),
      Scenario("FX", .currencies(0.1)),
      Scenario(
        "OTHER CURVE", .zero(.parallel(basisPoints: 100), "EUR", "JPY.JGB", "USD.SOFR"), .wider(5, "EUR.BBB")),
    ]
    let columns = try Self.columns(scenarios, .usd, spread: "USD.BBB")
    for column in columns { #expect(column.map(\.bitPattern) == columns[0].map(\.bitPattern)) }
    let fx = try TestMarket.markets([Scenario("ZERO", .currencies(0))]).fxRates(base: .jpy, quote: .usd)
    #expect(fx[0].bitPattern == fx[1].bitPattern)
  }

  /// The same scenario alone and among others, and rows in another table, are the same to the bit.
  @Test func valuesDoNotDependOnTheirCompany() throws {
    let together = try Self.columns(StandardScenarios.demo, .usd, spread: "USD.BBB")
    for (index, scenario) in StandardScenarios.demo.enumerated() {
      let alone = try Self.columns([scenario], .usd, spread: "USD.BBB", years: Array(Self.years.suffix(7)))
      #expect(alone[1] == Array(together[1 + index].suffix(7)), "\(scenario.id)")
    }
  }

  /// DF′ = DF·exp(−s·t) at every time, not only at pillars.
  @Test(arguments: [Currency.usd, .eur, .jpy])
  func parallelShiftMovesEveryZeroRate(_ currency: Currency) throws {
    let columns = try Self.columns([Scenario("UP", .zero(.parallel(basisPoints: 37)))], currency)
    let expected = zip(columns[0], Self.years).map { $0 * exp(-0.0037 * $1) }
    Self.expectSame(columns[1], expected, within: 4e-16)
  }

  @Test func keyRateTentsAddUpToTheParallelMove() throws {
    let keys = ["3M", "1Y", "5Y", "10Y", "30Y"].map { Tenor($0)! }
    let tents = keys.indices.map {
      Scenario("KEY \($0)", .zero(.keyRate(basisPoints: 25, keyTenors: keys, index: $0)))
    }
    let all = Scenario(id: "ALL", shifts: tents.flatMap(\.shifts))
    let parallel = Scenario("PARALLEL", .zero(.parallel(basisPoints: 25)))
    let columns = try Self.columns(tents + [all, parallel])
    // The product of the tents' factors, and the shifts in one scenario.
    let product = Self.years.indices.map { row in
      columns[0][row] * tents.indices.reduce(1) { $0 * columns[1 + $1][row] / columns[0][row] }
    }
    Self.expectSame(product, columns[7], within: 1e-12)
    Self.expectSame(columns[6], columns[7], within: 1e-12)
    // A tent reaches its neighbours and no further: 1Y moves 3M to 5Y.
    for (row, time) in Self.years.enumerated() where time <= 0.25 || time >= 5 {
      #expect(columns[2][row].bitPattern == columns[0][row].bitPattern)
    }
  }

  @Test func twistAndProfileAreLinearInTime() throws {
    let (two, ten) = (Tenor(2, .years), Tenor(10, .years))
    let columns = try Self.columns([
      Scenario(
        "TWIST", .zero(.twist(shortTenor: two, shortBasisPoints: -25, longTenor: ten, longBasisPoints: 55))),
      Scenario(
        "PROFILE",
        .zero(
          .profile(points: [
            SpreadPoint(tenor: two, basisPoints: -25), SpreadPoint(tenor: Tenor(6, .years), basisPoints: 15),
            SpreadPoint(tenor: ten, basisPoints: 55),
          ]))),
    ])
    let expected = zip(columns[0], Self.years).map { factor, time in
      factor * exp(-(-25 + 10 * (min(max(time, 2), 10) - 2)) * 1e-4 * time)
    }
    Self.expectSame(columns[1], expected, within: 1e-15)
    Self.expectSame(columns[2], columns[1], within: 1e-15)
  }

  @Test func relativeShiftMultipliesZeroRates() throws {
    let columns = try Self.columns(
      [
        Scenario("RELATIVE", .zero(.relative(fraction: 0.1))),
        Scenario("THEN UP", .zero(.relative(fraction: 0.1)), .zero(.parallel(basisPoints: 10))),
        Scenario("UP, THEN RELATIVE", .zero(.parallel(basisPoints: 10)), .zero(.relative(fraction: 0.1))),
      ], .jpy)
    Self.expectSame(columns[1], columns[0].map { pow($0, 1.1) }, within: 1e-15)
    Self.expectSame(columns[2], zip(columns[1], Self.years).map { $0 * exp(-0.001 * $1) }, within: 1e-15)
    Self.expectSame(columns[3], zip(columns[1], Self.years).map { $0 * exp(-0.0011 * $1) }, within: 1e-15)
  }

  /// A moved quote gives the curve built from the moved quotes.
  @Test func quoteShiftsBuildTheCurveAgain() throws {
    let columns = try Self.columns(
      [
        Scenario("UP", .quote(.parallel(basisPoints: 50), "USD")),
        Scenario("RELATIVE", .quote(.relative(fraction: -0.5), "USD.TREASURY")),
        Scenario("BOTH DOMAINS", .zero(.parallel(basisPoints: 5)), .quote(.parallel(basisPoints: 50))),
      ])
    func built(_ change: (Double) -> Double) throws -> ZeroCurve {
      let points = TestMarket.treasury.map { CurvePoint(tenor: $0.tenor, rate: change($0.rate)) }
      return try ZeroCurve(
        TestMarket.curve("X", .usd, .par(.semiannual), points, .logLinearDiscount),
        valuationDate: TestMarket.date)
    }
    let up = try built { $0 + 0.005 }
    #expect(columns[1] == Self.years.map { up.discountFactor(at: $0) })
    let half = try built { $0 * 0.5 }
    #expect(columns[2] == Self.years.map { half.discountFactor(at: $0) })
    Self.expectSame(columns[3], zip(columns[1], Self.years).map { $0 * exp(-0.0005 * $1) }, within: 4e-16)
  }

  /// Spread 110 bp to one year, 190 bp from ten years, linear between.
  @Test func spreadCurvesMultiplySurvival() throws {
    let scenarios = [
      Scenario("WIDER", .wider(25)), Scenario("NAMED", .wider(25, "USD.BBB")),
      Scenario("HALF MORE", .spread(SpreadShift(move: .relative(fraction: 0.5)))),
    ]
    let plain = try Self.columns(scenarios)
    let columns = try Self.columns(scenarios, spread: "USD.BBB")
    let (one, ten) = (1.0, Double(Tenor(10, .years).date(after: TestMarket.date) - TestMarket.date) / 365)
    let first = Double(Tenor(1, .years).date(after: TestMarket.date) - TestMarket.date) / 365
    func spread(_ time: Double) -> Double {
      (110 + 80 * (min(max(time, first), ten) - first) / (ten - first)) * 1e-4 * one
    }
    func expected(_ spread: (Double) -> Double) -> [Double] {
      zip(plain[0], Self.years).map { $0 * exp(-spread($1) * $1) }
    }
    Self.expectSame(columns[0], expected(spread), within: 1e-15)
    Self.expectSame(columns[1], expected { spread($0) + 0.0025 }, within: 1e-15)
    #expect(columns[2] == columns[1])
    Self.expectSame(columns[3], expected { spread($0) * 1.5 }, within: 1e-15)
    // Spread shifts leave the discount curve alone.
    #expect(plain[1] == plain[0])
  }

  @Test func paddingColumnsAreZero() throws {
    let markets = try TestMarket.markets([.base])
    #expect(markets.rowStride == 4)
    let table = try markets.discountTable(currency: .usd, spreadCurve: nil, years: [1, 2])
    #expect([2, 3, 6, 7].allSatisfy { table[$0] == 0 })
    #expect(try TestMarket.markets([]).rowStride == 4)
    #expect(try TestMarket.markets(StandardScenarios.core).rowStride == 8)
    #expect(try markets.discountTable(currency: .usd, spreadCurve: nil, years: []).isEmpty)
  }

  @Test func saysWhatTheMarketLacks() throws {
    let markets = try TestMarket.markets([.base])
    let krw = Currency("KRW")!
    #expect(throws: MissingMarketData("discount curve for KRW")) {
      try markets.discountTable(currency: krw, spreadCurve: nil, years: [1])
    }
    #expect(throws: MissingMarketData("discount curve for KRW")) {
      try markets.parYields(currency: krw, years: 5, frequency: .annual)
    }
    #expect(throws: MissingMarketData("spread curve USD.CCC")) {
      try markets.discountTable(currency: .usd, spreadCurve: "USD.CCC", years: [1])
    }
    #expect(throws: MissingMarketData("spread curve EUR.BBB in USD: it is in EUR")) {
      try markets.discountTable(currency: .usd, spreadCurve: "EUR.BBB", years: [1])
    }
    #expect(throws: MissingMarketData("FX rate KRW/USD")) { try markets.fxRates(base: krw, quote: .usd) }
    #expect(try markets.fxRates(base: krw, quote: krw) == [1, 1])
  }
}
