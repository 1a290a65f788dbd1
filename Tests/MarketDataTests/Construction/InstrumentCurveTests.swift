import DatesAndConventions
import Foundation
@testable import MarketData
import NumericalMethods
import Testing

/// Curves of instruments as documents, under scenarios, and when they are wrong.
@Suite struct InstrumentCurveTests {
  static let swaps = [1, 2, 5, 10].map {
    CurveQuote(.swap(.usdSOFR, .tenor(Tenor($0, .years))), 0.03 + 0.001 * Double($0))
  }
  static let sofr = curve("USD.SOFR", .usd, swaps)

  static func curve(
    _ id: String, _ currency: Currency, _ instruments: [CurveQuote],
    _ terms: InstrumentCurveTerms = InstrumentCurveTerms()
  ) -> CurveQuotes {
    CurveSetTests.curve(id, currency, terms, .logLinearDiscount, instruments: instruments)
  }

  static func snapshot(_ curves: [CurveQuotes], _ discountCurves: [String: String] = ["USD": "USD.SOFR"])
    -> MarketSnapshot
  {
    var snapshot = CurveSetTests.snapshot(
      curves, indexCurves: ["USD-SOFR": "USD.SOFR"], discountCurves: discountCurves)
    if curves.contains(where: { $0.id == "EUR.ESTR" }) {
      snapshot = CurveSetTests.snapshot(
        curves, indexCurves: ["USD-SOFR": "USD.SOFR", "EUR-ESTR": "EUR.ESTR"], discountCurves: discountCurves)
    }
    return snapshot
  }

  // MARK: Documents

  /// One of each type, with every member it can have.
  static let everyType = """
    {"id": "X", "currency": "EUR", "interpolation": "log_linear_discount", "source": "s",
     "kind": {"instruments": {"discounting": "D", "collateral": "C",
       "turns": [{"start": "2023-12-29", "end": "2024-01-02", "basisPoints": 25}]}},
     "points": [
      {"type": "deposit", "convention": "EUR-EURIBOR-3M", "quote": 0.03},
      {"type": "deposit", "convention": "EUR-EURIBOR-3M", "tenor": "1M", "quote": 0.029},
      {"type": "fra", "convention": "EUR-EURIBOR-3M", "tenor": "3M", "quote": 0.031},
      {"type": "future", "convention": "EUR-EURIBOR-3M", "start": "2023-06-21", "quote": 96.9, "convexity": 0.0001},
      {"type": "future", "convention": "EUR-ESTR", "start": "2023-06-21", "end": "2023-09-20", "quote": 96.9,
       "hullWhite": {"meanReversion": 0.03, "volatility": 0.01}},
      {"type": "swap", "convention": "EUR-EURIBOR-6M-SWAP", "tenor": "5Y", "quote": 0.03},
      {"type": "swap", "convention": "EUR-ESTR-OIS", "start": "2023-05-10", "end": "2023-06-21", "quote": 0.03},
      {"type": "basis_swap", "convention": "EUR-EURIBOR-3M-6M-BASIS", "tenor": "5Y", "quote": 0.0006},
      {"type": "cross_currency_swap", "convention": "EUR-USD", "tenor": "5Y", "quote": -0.0015},
      {"type": "fx_forward", "convention": "EUR-USD", "tenor": "3M", "quote": 0.0052}]}
    """

  @Test func everyInstrumentSurvivesItsDocument() throws {
    let read = try JSONDecoder().decode(CurveQuotes.self, from: Data(Self.everyType.utf8))
    #expect(read.instruments.count == 10)
    #expect(read.instruments[0].instrument == .deposit(.eurEuribor3M, nil))
    #expect(
      read.instruments[4].instrument
        == .future(
          RateFuture(
            index: .eurESTR, start: CivilDate(iso: "2023-06-21")!, end: CivilDate(iso: "2023-09-20")!,
            convexity: .hullWhite(ShortRateModel(meanReversion: 0.03, volatility: 0.01)))))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let written = try encoder.encode(read)
    #expect(try JSONDecoder().decode(CurveQuotes.self, from: written) == read)
    let once = try JSONSerialization.jsonObject(with: Data(Self.everyType.utf8)) as? NSDictionary
    #expect(try JSONSerialization.jsonObject(with: written) as? NSDictionary == once)
  }

  // MARK: Mistakes

  static func paths(_ curves: [CurveQuotes]) -> [String] { snapshot(curves, [:]).problems.map(\.path) }

  @Test func mistakesAreNamedBeforeAnythingIsSolved() {
    let swap = CurveInstrument.swap(.usdSOFR, .tenor(Tenor(5, .years)))
    #expect(Self.paths([Self.sofr, Self.curve("Y", .eur, [])]).contains("curves[Y].points"))
    #expect(
      Self.paths([Self.curve("USD.SOFR", .usd, [CurveQuote(swap, 3.5)])])
        == ["curves[USD.SOFR].points[swap USD-SOFR-OIS 5Y].quote"])
    #expect(
      Self.paths([Self.sofr, Self.curve("Y", .eur, [CurveQuote(swap, 0.035)])])
        == ["curves[Y].points[swap USD-SOFR-OIS 5Y].convention"])
    #expect(
      Self.paths([Self.curve("USD.SOFR", .usd, Self.swaps + [Self.swaps[2]])])
        == ["curves[USD.SOFR].points[swap USD-SOFR-OIS 5Y]"])
    #expect(
      Self.paths([Self.curve("USD.SOFR", .usd, Self.swaps, InstrumentCurveTerms(discounting: "NONE"))])
        == ["curves[USD.SOFR].kind.instruments.discounting"])
    let passed = RateFuture(index: .usdSOFR, start: CivilDate(iso: "2023-03-15")!)
    #expect(
      Self.paths([Self.curve("USD.SOFR", .usd, [CurveQuote(.future(passed), 95)])])
        == ["curves[USD.SOFR].points[future USD-SOFR 2023-03-15]"])
    let late = DatedTurn(
      start: CivilDate(iso: "2023-01-01")!, end: CivilDate(iso: "2023-12-31")!, basisPoints: 9)
    #expect(
      Self.paths([Self.curve("USD.SOFR", .usd, Self.swaps, InstrumentCurveTerms(turns: [late]))])
        == ["curves[USD.SOFR].kind.instruments.turns[2023-01-01]"])
  }

  static func failure(_ snapshot: MarketSnapshot) -> CurveBuildError? {
    do throws(ScenarioMarketsError) {
      _ = try snapshot.zeroCurves()
      return nil
    } catch {
      guard case .curve(let failure) = error else { return nil }
      return failure
    }
  }

  @Test func whatCannotBeSolvedNamesCurveAndQuote() {
    let unordered = Self.failure(Self.snapshot([Self.curve("USD.SOFR", .usd, Array(Self.swaps.reversed()))]))
    #expect(unordered?.quote == "swap USD-SOFR-OIS 5Y")
    #expect(unordered?.problem.contains("no further than swap USD-SOFR-OIS 10Y") == true)

    let fedFunds = CurveQuote(.basisSwap(.usdFedFundsSOFR, Tenor(5, .years)), 0.0002)
    let unknown = Self.failure(Self.snapshot([Self.sofr, Self.curve("USD.FF", .usd, [fedFunds])]))
    #expect(unknown?.curve == "USD.FF")
    #expect(unknown?.problem.contains("no curve projects USD-FED-FUNDS") == true)

    let forward = CurveQuote(.fxForward(.eurUSD, Tenor(3, .months)), 0.005)
    let bare = Self.failure(Self.snapshot([Self.sofr, Self.curve("EUR.X", .eur, [forward])]))
    #expect(bare?.quote == "fx_forward EUR-USD 3M")
    #expect(bare?.problem.contains("collateral") == true)

    // Discounted and projected elsewhere, the swap says nothing of the curve it stands in.
    let beside = Self.failure(
      Self.snapshot([
        Self.sofr, Self.curve("USD.X", .usd, Self.swaps, InstrumentCurveTerms(discounting: "USD.SOFR")),
      ]))
    #expect(beside?.problem.contains("says nothing of this curve") == true)

    // After ten years at 4% nothing that happens in a day can bring the rate of eleven to 40%.
    let impossible = Self.swaps + [CurveQuote(.swap(.usdSOFR, .tenor(Tenor(121, .months))), 0.9)]
    let unmet = Self.failure(Self.snapshot([Self.curve("USD.SOFR", .usd, impossible)]))
    #expect(unmet?.quote == "swap USD-SOFR-OIS 121M")
  }

  // MARK: Scenarios

  static let estr = curve(
    "EUR.ESTR", .eur,
    [1, 2, 5, 10].map { CurveQuote(.swap(.eurESTR, .tenor(Tenor($0, .years))), 0.025 + 0.001 * Double($0)) })
  static let collateralised = curve(
    "EUR.USD", .eur,
    [CurveQuote(.fxForward(.eurUSD, Tenor(6, .months)), 0.01)]
      + [2, 5, 10].map { CurveQuote(.crossCurrencySwap(.eurUSD, Tenor($0, .years)), -0.001) },
    InstrumentCurveTerms(collateral: "USD.SOFR"))
  static let market = snapshot([sofr, estr, collateralised], ["USD": "USD.SOFR", "EUR": "EUR.USD"])

  static func markets(_ scenarios: [Scenario]) throws -> ScenarioMarkets {
    try ScenarioMarkets(snapshot: market, scenarios: scenarios, reportingCurrency: .usd)
  }

  /// A curve with another number on some quotes.
  static func moved(_ curve: CurveQuotes, _ by: Double, _ kinds: (CurveInstrument) -> Bool) -> CurveQuotes {
    Self.curve(
      curve.id, curve.currency,
      curve.instruments.map { kinds($0.instrument) ? CurveQuote($0.instrument, $0.value + by) : $0 },
      CurveSetTests().terms(curve))
  }

  func isSwap(_ instrument: CurveInstrument) -> Bool {
    if case .swap = instrument { true } else { false }
  }

  /// Moving all quotes of rates by 25 basis points rebuilds all curves: overnight rates rise, and the cross-currency
  /// curve with them, its spreads and forward points held.
  @Test func shiftsOfQuotesRebuildEveryCurveTheyReach() throws {
    let markets = try Self.markets([Scenario("UP", .quote(.parallel(basisPoints: 25)))])
    let wanted = try Self.snapshot(
      [Self.moved(Self.sofr, 0.0025, isSwap), Self.moved(Self.estr, 0.0025, isSwap), Self.collateralised],
      ["USD": "USD.SOFR", "EUR": "EUR.USD"]
    ).zeroCurves()
    let years = [0.4, 3.0, 8.0]
    for (currency, id) in [(Currency.usd, "USD.SOFR"), (.eur, "EUR.USD")] {
      let table = try markets.discountTable(currency: currency, spreadCurve: nil, years: years)
      for (row, time) in years.enumerated() {
        let expected = wanted[id]!.discountFactor(at: time)
        #expect(abs(table[row * markets.rowStride + 1] - expected) <= 1e-13, "\(id) at \(time)")
      }
    }
  }

  /// A shift that names one curve moves those that are built on it and leaves the others as they are, to the bit.
  @Test func curvesThatAShiftDoesNotReachStayAsTheyAre() throws {
    let markets = try Self.markets([
      Scenario("EURO", .quote(.parallel(basisPoints: 25), "EUR.ESTR")),
      Scenario("SPREAD", .quote(.parallel(basisPoints: 10), "EUR.USD")),
    ])
    let dollars = try markets.discountTable(currency: .usd, spreadCurve: nil, years: [8])
    #expect(dollars[1] == dollars[0] && dollars[2] == dollars[0])
    let euros = try markets.discountTable(currency: .eur, spreadCurve: nil, years: [0.4, 8])
    let late = Array(euros[markets.rowStride..<markets.rowStride + 3])
    // Forward points hold the short end, where the dollar did not move.
    #expect(abs(euros[1] - euros[0]) <= 1e-14)
    #expect(late[1] < late[0] - 0.01)
    #expect(late[2] < late[0] - 0.004)
  }

  @Test func oneCurveUnderScenariosIsThatOfTheMarkets() throws {
    let scenarios = [
      Scenario.base, Scenario("UP", .quote(.parallel(basisPoints: 25))),
      Scenario("Z", .zero(.parallel(basisPoints: 5))),
    ]
    let markets = try Self.markets(scenarios)
    let curves = try #require(try Self.market.curve("EUR.USD", under: scenarios))
    let table = try markets.discountTable(currency: .eur, spreadCurve: nil, years: [6])
    for (column, curve) in curves.enumerated() {
      #expect(abs(curve.discountFactor(at: 6) - table[1 + column]) <= 1e-15)
    }
  }

  /// The price of a future falls by a hundred times what rates rise.
  @Test func pricesOfFuturesMoveAgainstRates() {
    let future = CurveInstrument.future(RateFuture(index: .usdSOFR, start: CivilDate(iso: "2023-06-21")!))
    let curve = Self.curve("USD.SOFR", .usd, [CurveQuote(future, 95.2)])
    let moved = curve.applying(
      .add(PiecewiseLinear(constant: 0.0025)), toSpreads: false, valuationDate: TestMarket.date)
    #expect(abs(moved.instruments[0].value - 94.95) <= 1e-12)
  }

  // MARK: Checks

  @Test func jumpsOfInstrumentsAreFound() throws {
    let before = Self.market
    let after = Self.snapshot([Self.moved(Self.sofr, 0.02, isSwap), Self.estr, Self.collateralised])
    let later = MarketSnapshot(
      valuationDate: before.valuationDate.adding(days: 3), source: "test", builtAt: "2023-04-03T21:00:00Z",
      curves: after.curves, discountCurves: after.discountCurves, fxRates: after.fxRates,
      fxBase: after.fxBase,
      indexCurves: after.indexCurves)
    let findings = MarketChecks(MarketCheckThresholds()).findings(of: later, after: [before])
    #expect(
      findings.contains { $0.kind == .jump && $0.place == "curves[USD.SOFR].points[swap USD-SOFR-OIS 5Y]" })
  }
}
