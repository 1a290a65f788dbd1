import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import RiskAnalytics
import Testing

/// Bridges of zero-coupon bonds on flat curves, whose values and durations are known in closed form: V = F·e^{−(z+s)t},
/// DV01 = −t·V·1bp, duration t.
@Suite struct DurationBridgeTests {
  private static let before = CivilDate(iso: "2023-03-31")!
  private static let after = CivilDate(iso: "2023-06-30")!

  private static func market(
    _ date: CivilDate = before, rate: Double = 0.04, spread: Double = 100, euro: Double = 1.1
  ) -> MarketSnapshot {
    func curve(_ id: String, _ currency: Currency, _ rate: Double) -> CurveQuotes {
      CurveQuotes(
        id: id, currency: currency, kind: .zero(.continuous), interpolation: .linearZero,
        points: [CurvePoint(tenor: Tenor(5, .years), rate: rate)], source: "test")
    }
    return MarketSnapshot(
      valuationDate: date, source: "test", builtAt: "2023-04-01T00:00:00Z",
      curves: [curve("EUR", .eur, 0.03), curve("USD", .usd, rate)],
      spreadCurves: [
        SpreadQuotes(
          id: "USD.BBB", currency: .usd,
          points: [SpreadPoint(tenor: Tenor(5, .years), basisPoints: spread)], source: "test")
      ], discountCurves: ["EUR": "EUR", "USD": "USD"], fxRates: ["USD": euro], fxBase: .eur,
      shortRateModels: ["USD": ShortRateModel(meanReversion: 0.03, volatility: 0.01)])
  }

  private static func zero(
    _ id: String, maturity: String, face: Double, currency: Currency = .usd, spread: Double = 0,
    spreadCurve: String? = "USD.BBB", mark: Double? = nil
  ) throws -> PositionToPrice {
    PositionToPrice(
      number: 0,
      position: Position(
        id: id, portfolio: "FUND", instrumentID: id, quantity: face, markCleanPrice: mark,
        spreadBasisPoints: spread),
      instrument: InstrumentRecord(
        id: id, name: id, spreadCurve: spreadCurve,
        terms: .fixedBond(
          try FixedBond(
            currency: currency, datedDate: CivilDate(iso: "2020-01-01")!,
            maturity: CivilDate(iso: maturity)!, coupon: 0, frequency: .once, convention: .usCorporate,
            endOfMonth: false))))
  }

  private static func side(_ market: MarketSnapshot, _ holdings: [PositionToPrice]) throws
    -> DurationBridge.Side
  {
    DurationBridge.Side(
      markets: try ScenarioMarkets(snapshot: market, scenarios: [.base], reportingCurrency: .usd),
      holdings: holdings)
  }

  private static func bridge(
    _ from: (MarketSnapshot, [PositionToPrice]), _ to: (MarketSnapshot, [PositionToPrice])
  ) throws -> DurationBridge {
    try DurationBridge(
      from: try side(from.0, from.1), to: try side(to.0, to.1), reportingCurrency: .usd)
  }

  private static func book() throws -> [PositionToPrice] {
    [
      try zero("A", maturity: "2024-03-28", face: 1_000_000, spread: 20),
      try zero("B", maturity: "2033-03-31", face: 2_000_000, mark: 61.5),
      try zero("C", maturity: "2028-03-31", face: 500_000, currency: .eur, spreadCurve: nil),
    ]
  }

  /// Years from a day to another, Act/365F.
  private static func years(_ from: CivilDate, _ to: String) -> Double {
    Double(CivilDate(iso: to)! - from) / 365
  }

  /// Value and duration of zeros given as (face, years, rate).
  private static func closed(_ zeros: [(face: Double, years: Double, rate: Double)]) -> (
    value: Double, dv01: Double, duration: Double
  ) {
    let values = zeros.map { $0.face * exp(-$0.rate * $0.years) }
    let value = values.reduce(0, +)
    let weighted = zip(values, zeros).reduce(0) { $0 + $1.0 * $1.1.years }
    return (value, -weighted * 1e-4, weighted / value)
  }

  private static func expectNothing(
    _ bridge: DurationBridge, but steps: Set<BridgeStep>,
    sourceLocation location: SourceLocation = #_sourceLocation
  ) {
    for change in bridge.changes {
      let figures = change.change
      let isZero = figures.value == 0 && figures.dv01 == 0 && figures.duration == 0
      #expect(isZero == !steps.contains(change.step), "\(change)", sourceLocation: location)
    }
  }

  @Test func fromARunToItselfNothingChanges() throws {
    let book = try Self.book()
    let bridge = try Self.bridge((Self.market(), book), (Self.market(), book))
    Self.expectNothing(bridge, but: [])
    #expect(bridge.start == bridge.end && bridge.positionCount == 3 && bridge.leftOut.isEmpty)
  }

  @Test func onlyTradesChangeWhatTradesChange() throws {
    let book = try Self.book()
    let traded = [
      try Self.zero("A", maturity: "2024-03-28", face: 1_500_000, spread: 20), book[2],
      try Self.zero("D", maturity: "2030-04-01", face: 100_000, spread: 50),
    ]
    let bridge = try Self.bridge((Self.market(), book), (Self.market(), traded))
    Self.expectNothing(bridge, but: [.removed, .resized, .added])
    let added = try #require(bridge.changes.first { $0.step == .added }).change
    let own = Self.closed([(100_000, Self.years(Self.before, "2030-04-01"), 0.04 + 0.01 + 0.005)])
    // Totals are kept to 2⁻⁴⁰, and values of a million carry a double's 1e-10.
    #expect(abs(added.value - own.value) <= 1e-9 && abs(added.dv01 - own.dv01) <= 1e-12)
  }

  @Test(arguments: [
    (BridgeStep.rates, market(rate: 0.045)), (.spreads, market(spread: 130)),
    (.foreignExchange, market(euro: 1.2)),
  ])
  func oneMarketChangeIsOneStep(step: BridgeStep, market: MarketSnapshot) throws {
    // Without marks: a mark holds the price, and its issue spread takes the market's change back.
    let book = [try Self.book()[0], try Self.book()[2]]
    let bridge = try Self.bridge((Self.market(), book), (market, book))
    Self.expectNothing(bridge, but: [step])
  }

  @Test func everyStepIsWhatTheClosedFormSays() throws {
    // E is repaid between the two days; the spread of A moves by its own, and A's face is doubled.
    let held = [
      try Self.zero("A", maturity: "2024-03-28", face: 1_000_000, spread: 20),
      try Self.zero("E", maturity: "2023-05-15", face: 300_000, spread: 0),
    ]
    let later = [try Self.zero("A", maturity: "2024-03-28", face: 2_000_000, spread: 35)]
    let bridge = try Self.bridge(
      (Self.market(), held), (Self.market(Self.after, rate: 0.05, spread: 120), later))
    let (long, short) = (Self.years(Self.before, "2024-03-28"), Self.years(Self.after, "2024-03-28"))
    let expected = [
      Self.closed([
        (1e6, long, 0.04 + 0.01 + 0.002), (3e5, Self.years(Self.before, "2023-05-15"), 0.05),
      ]),
      Self.closed([(1e6, long, 0.04 + 0.01 + 0.002)]),  // amortisation
      Self.closed([(1e6, short, 0.04 + 0.01 + 0.002)]),  // roll-down
      Self.closed([(1e6, short, 0.05 + 0.01 + 0.002)]),  // rates
      Self.closed([(1e6, short, 0.05 + 0.012 + 0.0035)]),  // spreads
      Self.closed([(1e6, short, 0.05 + 0.012 + 0.0035)]),  // exchange rates
      Self.closed([(1e6, short, 0.05 + 0.012 + 0.0035)]),  // removed: E is worth nothing by then
      Self.closed([(2e6, short, 0.05 + 0.012 + 0.0035)]),  // resized
      Self.closed([(2e6, short, 0.05 + 0.012 + 0.0035)]),  // added
      Self.closed([(2e6, short, 0.05 + 0.012 + 0.0035)]),  // terms
    ]
    #expect(abs(bridge.start.value - expected[0].value) <= 1e-8)
    for (index, change) in bridge.changes.enumerated() {
      let (from, to) = (expected[index], expected[index + 1])
      #expect(abs(change.change.value - (to.value - from.value)) <= 1e-8, "\(change.step)")
      #expect(abs(change.change.dv01 - (to.dv01 - from.dv01)) <= 1e-11, "\(change.step)")
      let duration = try #require(change.change.duration)
      #expect(abs(duration - (to.duration - from.duration)) <= 1e-12, "\(change.step)")
    }
    // The roll-down of a zero is the time that passed.
    let rolled = try #require(bridge.changes[1].change.duration)
    #expect(abs(rolled + 91.0 / 365) <= 1e-12)
  }

  @Test func stepsAndTheUnexplainedMakeUpTheWholeChange() throws {
    let book = try Self.book()
    let bridge = try Self.bridge(
      (Self.market(), book), (Self.market(Self.after, rate: 0.05, euro: 1.05), Array(book.dropLast())))
    let total = BridgeFigures(value: -123_456.789, dv01: 42.25, duration: -0.75)
    let rest = bridge.unexplained(of: total)
    let sum = bridge.changes.reduce(rest.value) { $0 + $1.change.value }
    #expect(abs(sum - total.value) <= 1e-9)
    let whole = bridge.end - bridge.start
    let none = bridge.unexplained(of: whole)
    #expect(abs(none.value) <= 1e-9 && abs(none.dv01) <= 1e-12)
    #expect(try abs(#require(none.duration)) <= 1e-14)
  }

  /// A call that nobody will ever use leaves every step of the bond's, marks included; one in use shortens it.
  @Test func callableBondsAreBridgedByTheirLattice() throws {
    func holdings(call price: Double?, mark: Double) throws -> [PositionToPrice] {
      let bond = try FixedBond(
        currency: .usd, datedDate: CivilDate(iso: "2020-01-15")!, maturity: CivilDate(iso: "2031-01-15")!,
        coupon: 0.05, frequency: .semiannual, convention: .usCorporate, endOfMonth: false)
      let terms =
        try price.map { price in
          Instrument.callableBond(
            try CallableBond(
              bond: bond, calls: [ExercisePrice(date: CivilDate(iso: "2026-01-15")!, price: price)]))
        } ?? .fixedBond(bond)
      return [
        PositionToPrice(
          number: 0,
          position: Position(
            id: "B", portfolio: "FUND", instrumentID: "B", quantity: 1_000, markCleanPrice: mark),
          instrument: InstrumentRecord(id: "B", name: "B", spreadCurve: "USD.BBB", terms: terms))
      ]
    }
    let later = Self.market(Self.after, rate: 0.045, spread: 130)
    func bridge(call: Double?) throws -> DurationBridge {
      try Self.bridge(
        (Self.market(), try holdings(call: call, mark: 98)), (later, try holdings(call: call, mark: 95)))
    }
    let straight = try bridge(call: nil)
    let never = try bridge(call: 1_000)
    let callable = try bridge(call: 100)
    #expect(never.leftOut.isEmpty && callable.leftOut.isEmpty)
    // The lattice reprices the curve to 1e-10; marks are solved to as much.
    for (a, b) in zip(straight.changes, never.changes) {
      #expect(abs(a.change.value - b.change.value) < 1e-7 * straight.start.value, "\(a.step)")
      #expect(abs(a.change.dv01 - b.change.dv01) < 1e-7 * abs(straight.start.dv01), "\(a.step)")
    }
    #expect(try #require(callable.end.duration) < (try #require(straight.end.duration)))
  }

  @Test func whatHasNoValueInOneStepIsLeftOutOfAllAndNamed() throws {
    let book = try Self.book()
    let full = Self.market(Self.after)
    let poor = MarketSnapshot(
      valuationDate: full.valuationDate, source: full.source, builtAt: full.builtAt,
      curves: full.curves.filter { $0.currency == .usd }, spreadCurves: full.spreadCurves,
      discountCurves: ["USD": "USD"], fxRates: full.fxRates, fxBase: .eur)
    let bridge = try Self.bridge((Self.market(), book), (poor, book))
    #expect(bridge.positionCount == 2)
    #expect(bridge.leftOut.map(\.positionID) == ["C"])
    #expect(bridge.leftOut.map(\.reason) == [Reason(.missingData, "discount curve for EUR")])
  }
}
