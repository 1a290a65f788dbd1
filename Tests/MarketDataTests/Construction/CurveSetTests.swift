import DatesAndConventions
import Foundation
@testable import MarketData
import NumericalMethods
import Testing

/// Laws of curves that are solved together.
@Suite struct CurveSetTests {
  static let sets = CurveSetGoldenTests.golden.sets
  /// US dollars, euros and what connects them: overnight, Euribor, forward points and cross-currency swaps.
  static let twoCurrencies = sets[3].snapshot

  static func snapshot(
    _ curves: [CurveQuotes], indexCurves: [String: String] = twoCurrencies.indexCurves,
    fxRates: [String: Double] = twoCurrencies.fxRates, discountCurves: [String: String] = [:]
  ) -> MarketSnapshot {
    MarketSnapshot(
      valuationDate: TestMarket.date, source: "test", builtAt: "2023-03-31T21:00:00Z", curves: curves,
      discountCurves: discountCurves, fxRates: fxRates, fxBase: .usd, indexCurves: indexCurves)
  }

  /// The same quotes with another interpolation.
  static func interpolated(_ snapshot: MarketSnapshot, _ interpolation: CurveInterpolation) -> MarketSnapshot
  {
    let curves = snapshot.curves.map {
      CurveQuotes(
        id: $0.id, currency: $0.currency, kind: $0.kind, interpolation: interpolation,
        instruments: $0.instruments, source: $0.source)
    }
    return self.snapshot(curves, indexCurves: snapshot.indexCurves, fxRates: snapshot.fxRates)
  }

  static func curve(
    _ id: String, _ currency: Currency = .eur, _ terms: InstrumentCurveTerms = InstrumentCurveTerms(),
    _ interpolation: CurveInterpolation = .logLinearDiscount, instruments: [CurveQuote]
  ) -> CurveQuotes {
    CurveQuotes(
      id: id, currency: currency, kind: .instruments(terms), interpolation: interpolation,
      instruments: instruments, source: "test")
  }

  static func expectQuotesBack(_ snapshot: MarketSnapshot, _ curves: [String: ZeroCurve], _ tolerance: Double)
    throws
  {
    for quotes in snapshot.curves {
      let par = ParQuote(snapshot: snapshot, curves: curves, quotes: quotes)
      for quote in quotes.instruments {
        let found = try par.quote(quote.instrument)
        // Prices of futures are a hundred rates.
        let unit: Double
        if case .future = quote.instrument { unit = 100 } else { unit = 1 }
        #expect(
          abs(found - quote.value) <= tolerance * unit, "\(quotes.id) \(quote.instrument): \(found)")
      }
    }
  }

  /// Every quote comes back from the curves by formulas written apart from the solver's.
  @Test(arguments: sets)
  func everyQuoteComesBack(_ set: CurveSetGoldenTests.Golden.Set) throws {
    try Self.expectQuotesBack(set.snapshot, try set.snapshot.zeroCurves(), 1e-10)
  }

  /// And so under every interpolation, for ordinary and for negative rates.
  @Test(arguments: [1, 3], CurveInterpolation.allCases)
  func everyQuoteComesBackUnder(_ set: Int, _ interpolation: CurveInterpolation) throws {
    let snapshot = Self.interpolated(Self.sets[set].snapshot, interpolation)
    try Self.expectQuotesBack(snapshot, try snapshot.zeroCurves(), 1e-10)
  }

  /// d zero rate / d quote of the set against the set built from bumped quotes: central differences are good to 1e-6
  /// relative, and where a derivative is small or 0 to 1e-7 of a basis point's worth.
  @Test(arguments: [CurveInterpolation.logLinearDiscount, .naturalCubicDiscount, .linearZero])
  func theJacobianIsThatOfBumpedQuotes(_ interpolation: CurveInterpolation) throws {
    let snapshot = Self.interpolated(Self.twoCurrencies, interpolation)
    let set = try #require(try snapshot.curveSet())
    for (column, quote) in set.jacobian.quotes.enumerated() where column % 7 == 0 {
      let bump = 1e-5
      func bumped(_ by: Double) throws -> [String: ZeroCurve] {
        let curves = snapshot.curves.map { curve in
          Self.curve(
            curve.id, curve.currency, terms(curve), interpolation,
            instruments: curve.instruments.map {
              curve.id == quote.curve && $0.instrument == quote.instrument
                ? CurveQuote($0.instrument, $0.value + by) : $0
            })
        }
        return try Self.snapshot(curves).zeroCurves()
      }
      let (up, down) = (try bumped(bump), try bumped(-bump))
      for (row, pillar) in set.jacobian.pillars.enumerated() {
        let derivative = set.jacobian.elements[row * set.jacobian.quotes.count + column]
        let difference =
          (up[pillar.curve]!.zeroRate(at: pillar.years) - down[pillar.curve]!.zeroRate(at: pillar.years))
          / (2 * bump)
        #expect(
          abs(derivative - difference) <= 1e-6 * abs(difference) + 1e-8,
          "\(pillar) by \(quote): \(derivative), not \(difference)")
      }
    }
  }

  func terms(_ curve: CurveQuotes) -> InstrumentCurveTerms {
    guard case .instruments(let terms) = curve.kind else { return InstrumentCurveTerms() }
    return terms
  }

  /// Sensitivities to pillars, times the Jacobian, are sensitivities to quotes: for a payment in euros discounted under
  /// dollar collateral, which a bumped quote of the overnight curve moves through cross-currency swaps.
  @Test func zeroSensitivitiesBecomeParSensitivities() throws {
    let snapshot = Self.twoCurrencies
    let set = try #require(try snapshot.curveSet())
    let id = "EUR.USD-COLLATERAL"
    let (curve, years) = (try #require(set.curves[id]), 6.25)
    let value = curve.discountFactor(at: years)
    let byPillar = curve.exponentDerivatives(ascending: [years]).map { -value * $0 }
    var zero = Array(repeating: 0.0, count: set.jacobian.pillars.count)
    for (pillar, row) in (try #require(set.jacobian.pillars(of: id))).enumerated() {
      zero[row] = byPillar[pillar]
    }
    let par = set.jacobian.parSensitivities(zero)

    // The same from the zero rate at that very time.
    let rows = try #require(set.zeroRateDerivatives(of: id, at: [years]))
    for (a, b) in zip(par, rows) { #expect(abs(a + value * years * b) <= 1e-12) }

    let found = set.jacobian.quotes.firstIndex {
      $0.curve == "EUR.ESTR" && $0.instrument == .swap(.eurESTR, .tenor(Tenor(5, .years)))
    }
    let column = try #require(found)
    func moved(_ by: Double) throws -> Double {
      let curves = snapshot.curves.map { curve in
        Self.curve(
          curve.id, curve.currency, terms(curve), curve.interpolation,
          instruments: curve.instruments.map {
            $0.instrument == set.jacobian.quotes[column].instrument
              ? CurveQuote($0.instrument, $0.value + by) : $0
          })
      }
      return try Self.snapshot(curves).zeroCurves()[id]!.discountFactor(at: years)
    }
    let difference = (try moved(1e-5) - (try moved(-1e-5))) / 2e-5
    #expect(abs(par[column] - difference) <= 1e-6 * abs(difference) + 1e-9)
    #expect(difference < -1)
  }

  /// Two curves of which each is told by the other: Euribor 6M from a basis to Euribor 3M beyond five years, Euribor 3M from
  /// a basis to 6M up to there. They are found together.
  @Test(arguments: [CurveInterpolation.logLinearDiscount, .monotoneCubicDiscount, .naturalCubicZero])
  func circlesAreSolvedTogether(_ interpolation: CurveInterpolation) throws {
    let basis = BasisSwapConventionID.eurEuribor3M6M
    func years(_ count: Int) -> Tenor { Tenor(count, .years) }
    let estr = try #require(Self.twoCurrencies.curves.first { $0.id == "EUR.ESTR" })
    let six = Self.curve(
      "EUR.EURIBOR-6M", .eur, InstrumentCurveTerms(discounting: "EUR.ESTR"), interpolation,
      instruments: [CurveQuote(.deposit(.eurEuribor6M, nil), 0.032)]
        + [2, 3, 5].map { CurveQuote(.swap(.eurEuribor6M, .tenor(years($0))), 0.031 - 0.0002 * Double($0)) }
        + [7, 10, 20].map { CurveQuote(.basisSwap(basis, years($0)), 0.0007) })
    let three = Self.curve(
      "EUR.EURIBOR-3M", .eur, InstrumentCurveTerms(discounting: "EUR.ESTR"), interpolation,
      instruments: [CurveQuote(.deposit(.eurEuribor3M, nil), 0.031)]
        + [2, 3, 5].map { CurveQuote(.basisSwap(basis, years($0)), 0.0009) }
        + [7, 10, 20].map { CurveQuote(.swap(.eurEuribor3M, .tenor(years($0))), 0.0285) })
    let indices = ["EUR-ESTR": "EUR.ESTR", "EUR-EURIBOR-6M": six.id, "EUR-EURIBOR-3M": three.id]
    let snapshot = Self.snapshot([estr, six, three], indexCurves: indices)
    let system = try CurveSystem(snapshot)
    #expect(system.blocks.map(\.curves.count) == [1, 2])
    try Self.expectQuotesBack(snapshot, try snapshot.zeroCurves(), 1e-10)
  }

  @Test func groupsComeAfterWhatTheyNeed() {
    #expect(CurveDependencies.groups([[0], [1]]) == [[0], [1]])
    #expect(CurveDependencies.groups([[0, 2], [1, 0], [2]]) == [[2], [0], [1]])
    #expect(CurveDependencies.groups([[1], [2], [0], [3, 1]]) == [[0, 1, 2], [3]])
    #expect(CurveDependencies.groups([]) == [])
  }

  /// Between meetings the overnight rate stands still: forwards of a log-linear curve are the steps that swaps between
  /// meeting dates quote, and jump on those dates though payments come a day later.
  @Test func swapsBetweenMeetingsGiveSteps() throws {
    let days = ["2023-03-31", "2023-05-04", "2023-06-15", "2023-07-27", "2023-09-21"].map {
      CivilDate(iso: $0)!
    }
    let rates = [0.0480, 0.0505, 0.0520, 0.0515]
    let quotes = rates.indices.map { index in
      CurveQuote(.swap(.eurESTR, .dates(start: days[index], end: days[index + 1])), rates[index])
    }
    let snapshot = Self.snapshot(
      [Self.curve("EUR.ESTR", instruments: quotes)], indexCurves: ["EUR-ESTR": "EUR.ESTR"])
    let curve = try #require(try snapshot.zeroCurves()["EUR.ESTR"])
    for index in rates.indices {
      let length = Double(days[index + 1] - days[index]) / 360
      let compounded = log1p(rates[index] * length) / (length * 360 / 365)
      for day in [days[index], days[index + 1].adding(days: -1)] {
        let forward = curve.forwardRate(at: Double(day - TestMarket.date) / 365 + 1e-9)
        #expect(abs(forward - compounded) <= 1e-12)
      }
    }
  }

  /// With a turn, quotes still come back, and the forward over the year's end is higher by it.
  @Test func turnsOfTheYearLieOnTopOfTheQuotes() throws {
    let turn = DatedTurn(
      start: CivilDate(iso: "2023-12-29")!, end: CivilDate(iso: "2024-01-02")!, basisPoints: 40)
    let estr = try #require(Self.twoCurrencies.curves.first { $0.id == "EUR.ESTR" })
    let turned = Self.curve(
      "EUR.ESTR", .eur, InstrumentCurveTerms(turns: [turn]), .logLinearDiscount, instruments: estr.instruments
    )
    let snapshot = Self.snapshot([turned], indexCurves: ["EUR-ESTR": "EUR.ESTR"])
    let curves = try snapshot.zeroCurves()
    try Self.expectQuotesBack(snapshot, curves, 1e-10)
    let curve = try #require(curves["EUR.ESTR"])
    let years = Double(turn.start - TestMarket.date) / 365
    #expect(abs(curve.forwardRate(at: years + 0.005) - curve.forwardRate(at: years - 0.005) - 0.004) <= 1e-12)
  }

  /// Flat quotes, on which the monotone convex interpolation has no derivative, are met too.
  @Test(arguments: CurveInterpolation.allCases)
  func flatQuotesAreMet(_ interpolation: CurveInterpolation) throws {
    let quotes = [1, 2, 3, 5, 10, 30].map { CurveQuote(.swap(.gbpSONIA, .tenor(Tenor($0, .years))), 0.04) }
    let snapshot = Self.snapshot(
      [Self.curve("GBP.SONIA", .gbp, InstrumentCurveTerms(), interpolation, instruments: quotes)],
      indexCurves: ["GBP-SONIA": "GBP.SONIA"])
    try Self.expectQuotesBack(snapshot, try snapshot.zeroCurves(), 1e-10)
  }

  /// Hull and White's convexity as QuantLib 1.44's `HullWhite.convexityBias` gives it; for overnight rates against the
  /// variance of the compounded rate, integrated numerically.
  @Test(arguments: [
    (0.25, 0.5, 0.01, 0.03), (2, 2.25, 0.012, 0.1), (5, 5.5, 0.008, 0), (5, 5.25, 0.008, 1e-5),
  ])
  func futuresAreCorrectedAsHullAndWhiteSay(
    _ start: Double, _ end: Double, _ volatility: Double, _ pull: Double
  ) {
    let model = ShortRateModel(meanReversion: pull, volatility: volatility)
    func b(_ length: Double) -> Double { pull == 0 ? length : (1 - exp(-pull * length)) / pull }
    func integral(_ from: Double, _ to: Double, _ f: (Double) -> Double) -> Double {
      let count = 2_000
      let width = (to - from) / Double(count)
      return (0..<count).reduce(0) { $0 + f(from + (Double($1) + 0.5) * width) } * width
    }
    let fixed = integral(0, start) { b(end - $0) * (b(end - $0) - b(start - $0)) }
    let running = integral(start, end) { b(end - $0) * b(end - $0) }
    let term = log(model.futureGrowthFactor(startYears: start, endYears: end, isOvernight: false))
    let overnight = log(model.futureGrowthFactor(startYears: start, endYears: end, isOvernight: true))
    #expect(abs(term - volatility * volatility * fixed) <= 1e-6 * term)
    #expect(abs(overnight - volatility * volatility * (fixed + running)) <= 1e-6 * overnight)
  }

  /// A curve of one future with a model is that of the price corrected by hand.
  @Test func futuresWithAModelAreFuturesWithTheirConvexity() throws {
    let model = ShortRateModel(meanReversion: 0.03, volatility: 0.012)
    let start = CivilDate(iso: "2024-03-20")!
    func built(_ convexity: FutureConvexity) throws -> ZeroCurve {
      let quote = CurveQuote(
        .future(RateFuture(index: .eurEuribor3M, start: start, convexity: convexity)), 96.5)
      let snapshot = Self.snapshot(
        [Self.curve("EUR.EURIBOR-3M", instruments: [quote])],
        indexCurves: ["EUR-EURIBOR-3M": "EUR.EURIBOR-3M"])
      return try snapshot.zeroCurves()["EUR.EURIBOR-3M"]!
    }
    let end = RateIndex.of(.eurEuribor3M).depositEnd(start: start)
    let (s, e) = (Double(start - TestMarket.date) / 365, Double(end - TestMarket.date) / 365)
    let years = Double(end - start) / 360
    let factor = model.futureGrowthFactor(startYears: s, endYears: e, isOvernight: false)
    let bias = (1 - 1 / factor) * (0.035 + 1 / years)
    // QuantLib 1.44: ql.HullWhite.convexityBias(96.5, 355/365, 447/365, 0.012, 0.03), whose rate is a year of 365 days'.
    #expect(abs((1 - 1 / factor) * (0.035 + 1 / (e - s)) - 0.00010081889008147255) <= 1e-15)
    let (a, b) = (try built(.hullWhite(model)), try built(.rate(bias)))
    #expect(abs(a.zeroRate(at: 1) - b.zeroRate(at: 1)) <= 1e-14)
  }
}
