import DatesAndConventions
import Foundation
import MarketData
import Testing

/// Moves of volatility surfaces in scenarios.
@Suite struct SurfaceShiftTests {
  private static func pair(_ base: Currency, _ quote: Currency, _ tenors: [String]) -> FXVolatilityQuotes {
    FXVolatilityQuotes(
      id: "\(base)\(quote)", baseCurrency: base, quoteCurrency: quote,
      points: tenors.map { FXVolatilityPoint(tenor: Tenor($0)!, delta: .spot, atTheMoney: 0.1) },
      source: "test")
  }

  private static let swaptions = SwaptionVolatilityQuotes(
    id: "USD.SOFR", currency: .usd, type: .normal, expiries: [Tenor(1, .years)],
    tenors: [Tenor(10, .years)], atTheMoney: [[0.01]], source: "test")

  private static func market(_ pairs: [FXVolatilityQuotes], swaptions: Bool = true) -> MarketSnapshot {
    MarketSnapshot(
      valuationDate: CivilDate(iso: "2023-03-31")!, source: "test", builtAt: "2023-03-31T00:00:00Z",
      curves: [
        CurveQuotes(
          id: "USD", currency: .usd, kind: .zero(.continuous), interpolation: .linearZero,
          points: [CurvePoint(tenor: Tenor(1, .years), rate: 0.03)], source: "test")
      ],
      discountCurves: ["USD": "USD"],
      volatilities: VolatilityQuotes(swaptions: swaptions ? [Self.swaptions] : [], fx: pairs),
      fxRates: ["USD": 1.1, "JPY": 145], fxBase: .eur)
  }

  private static let pairs = [pair(.eur, .usd, ["1M", "1Y"]), pair(.usd, .jpy, ["3M"])]

  private static func problems(_ shift: SurfaceShift, swaptions: Bool = true) -> [String] {
    let names = RiskFactorNames(market(pairs, swaptions: swaptions), reportingCurrency: .usd)
    return Scenario(id: "S", shifts: [.volatility(shift)]).problems(in: names).map(\.problem)
  }

  @Test func writtenAndReadItIsTheSame() throws {
    let text = """
      {"volatility": {"surfaces": ["EURUSD"], "expiry": "1Y", "move": {"absolute": {"basis_points": 100}}}}
      """
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let shift = try decoder.decode(ScenarioShift.self, from: Data(text.utf8))
    #expect(
      shift
        == .volatility(
          SurfaceShift(
            surfaces: ["EURUSD"], expiry: Tenor(1, .years), move: .absolute(basisPoints: 100))))
    #expect(try JSONDecoder().decode(ScenarioShift.self, from: JSONEncoder().encode(shift)) == shift)
    let all = try decoder.decode(
      ScenarioShift.self, from: Data(#"{"volatility": {"move": {"relative": {"fraction": 0.1}}}}"#.utf8))
    #expect(all == .volatility(SurfaceShift(move: .relative(fraction: 0.1))))
  }

  @Test func namesAndExpiriesAreThoseOfTheMarket() {
    let unknown = Self.problems(SurfaceShift(surfaces: ["EURGBP"], move: .relative(fraction: 0.1)))
    #expect(unknown == ["unknown volatility surface 'EURGBP'; the market has EURUSD, USD.SOFR, USDJPY"])
    let expiry = Self.problems(
      SurfaceShift(surfaces: ["EURUSD", "USDJPY"], expiry: Tenor(1, .years), move: .relative(fraction: 0.1)))
    #expect(expiry == ["USDJPY has no expiry 1Y; it has 3M"])
    #expect(Self.problems(SurfaceShift(move: .relative(fraction: 0.1))).isEmpty)
  }

  /// 100 basis points are little for a lognormal volatility and twice a normal one.
  @Test func oneAmountDoesNotMoveBothKindsOfVolatility() {
    let mixed = Self.problems(SurfaceShift(move: .absolute(basisPoints: 100)))
    #expect(mixed.count == 1 && mixed[0].hasSuffix("of normal ones USD.SOFR"))
    #expect(Self.problems(SurfaceShift(move: .absolute(basisPoints: 100)), swaptions: false).isEmpty)
    #expect(Self.problems(SurfaceShift(surfaces: ["EURUSD"], move: .absolute(basisPoints: 100))).isEmpty)
  }

  @Test func numbersOutOfRangeAreRefused() {
    for move in [SurfaceShift.Move.absolute(basisPoints: 10_001), .relative(fraction: -1.1)] {
      #expect(
        Scenario(id: "S", shifts: [.volatility(SurfaceShift(move: move))]).problems.count == 1, "\(move)")
    }
  }

  /// Scenarios that do not name a surface or its expiry leave it alone.
  @Test func shiftsReachTheSurfacesTheyMean() throws {
    let one = SurfaceShift(surfaces: ["EURUSD"], move: .absolute(basisPoints: 50))
    let year = SurfaceShift(expiry: Tenor(1, .years), move: .relative(fraction: 0.2))
    let markets = try ScenarioMarkets(
      snapshot: Self.market(Self.pairs),
      scenarios: [
        .base, Scenario(id: "BOTH", shifts: [.volatility(one), .volatility(year)]),
        Scenario(id: "RATES", shifts: [.rates(RateShift(shape: .parallel(basisPoints: 1)))]),
      ], reportingCurrency: .usd)
    #expect(try markets.fxVolatilities(.usd, .eur).shifts == [[], [], [one, year], []])
    #expect(try markets.fxVolatilities(.usd, .jpy).shifts == [[], [], [], []])
    let fault = #expect(throws: MissingMarketData.self) { try markets.fxVolatilities(.eur, .jpy) }
    #expect(fault?.name == "volatilities of EUR/JPY")
  }

  @Test func aSetIsNarrowedToTheSurfacesThereAre() throws {
    let set = try ScenarioSet(
      id: "S",
      scenarios: [
        Scenario(
          id: "A",
          shifts: [
            .volatility(SurfaceShift(surfaces: ["EURUSD", "AUDUSD"], move: .relative(fraction: 0.1)))
          ])
      ])
    let narrowed = try set.narrowed(to: RiskFactorNames(Self.market(Self.pairs), reportingCurrency: .usd))
    #expect(narrowed.leftOut == ["AUDUSD"])
    #expect(
      narrowed.set.scenarios[0].shifts
        == [.volatility(SurfaceShift(surfaces: ["EURUSD"], move: .relative(fraction: 0.1)))])
  }

  @Test func aPairIsQuotedOnce() {
    let market = Self.market([Self.pair(.eur, .usd, ["1Y"]), Self.pair(.usd, .eur, ["1Y"])])
    let fault = #expect(throws: MarketDataError.self) { try market.validate() }
    #expect(fault?.description.contains("is of the same currencies as EURUSD") == true)
  }
}
