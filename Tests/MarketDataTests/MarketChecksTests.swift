import DatesAndConventions
import MarketData
import Testing

struct MarketChecksTests {
  private static let monday = CivilDate(iso: "2023-04-03")!

  /// A market with one curve of three points in per cent, a spread curve and two exchange rates.
  private static func market(
    _ date: CivilDate, rates: [Double] = [4, 3.5, 3.25], spread: Double = 120,
    fx: [String: Double] = ["GBP": 0.88, "USD": 1.09],
    builtAt: String? = nil, kind: CurveKind = .zero(.continuous), curve: String = "EUR.AAA"
  ) -> MarketSnapshot {
    MarketSnapshot(
      valuationDate: date, source: "test", builtAt: builtAt ?? "\(date)T18:00:00Z",
      curves: [
        CurveQuotes(
          id: curve, currency: .eur, kind: kind, interpolation: .linearZero,
          points: zip([1, 5, 10], rates).map { CurvePoint(tenor: Tenor($0, .years), rate: $1 / 100) },
          source: "test")
      ],
      spreadCurves: [
        SpreadQuotes(
          id: "EUR.BBB", currency: .eur, points: [SpreadPoint(tenor: Tenor(5, .years), basisPoints: spread)],
          source: "test")
      ], discountCurves: ["EUR": curve], fxRates: fx, fxBase: .eur)
  }

  private func found(
    _ snapshot: MarketSnapshot, after earlier: [MarketSnapshot] = [],
    _ thresholds: MarketCheckThresholds = .standard
  ) -> [String] {
    MarketChecks(thresholds).findings(of: snapshot, after: earlier).map { "\($0.kind.rawValue) \($0.place)" }
  }

  @Test("the first snapshot has nothing to be compared with, and a usual day has no finding")
  func quiet() {
    let first = Self.market(Self.monday)
    #expect(found(first) == [])
    let next = Self.market(
      Self.monday.adding(days: 1), rates: [4.05, 3.52, 3.2], spread: 125, fx: ["GBP": 0.881, "USD": 1.1])
    #expect(found(next, after: [first]) == [])
  }

  @Test("what is gone is named: a curve once, its points by tenor, a currency")
  func missing() {
    let first = Self.market(Self.monday)
    let other = Self.market(
      Self.monday.adding(days: 1), rates: [4.01, 3.51], fx: ["USD": 1.091], curve: "EUR.AAA")
    #expect(
      found(other, after: [first]) == ["missing curves[EUR.AAA].points[10Y]", "missing fx_rates.GBP"])
    let renamed = Self.market(
      Self.monday.adding(days: 1), rates: [4.01, 3.51, 3.26], fx: ["GBP": 0.89, "USD": 1.091],
      curve: "EUR.ALL")
    #expect(found(renamed, after: [first]) == ["missing curves[EUR.AAA]"])
  }

  @Test("the numbers of the day before, and a snapshot older than its day, are stale")
  func stale() {
    let first = Self.market(Self.monday)
    let same = Self.market(Self.monday.adding(days: 1), spread: 121, fx: ["GBP": 0.881, "USD": 1.1])
    #expect(found(same, after: [first]) == ["stale curves[EUR.AAA]"])
    let early = Self.market(Self.monday, builtAt: "2023-04-02T23:00:00Z")
    #expect(found(early) == ["stale built_at"])
    var patient = MarketCheckThresholds.standard
    patient.builtBefore = 1
    #expect(found(early, patient) == [])
    #expect(found(Self.market(Self.monday, builtAt: "yesterday")) == ["stale built_at"])
    // A curve of one point may well stand still, and a spread of zero stands in for a curve that nobody publishes.
    #expect(found(Self.market(Self.monday.adding(days: 1), rates: [4.1, 3.5, 3.2]), after: [first]) == [])
  }

  @Test("bounds are inclusive, by kind")
  func bounds() {
    #expect(found(Self.market(Self.monday, rates: [-2, 25, 3], spread: 3_000)) == [])
    #expect(
      found(Self.market(Self.monday, rates: [-2.01, 25.01, 3], spread: 3_000.5))
        == [
          "out_of_range curves[EUR.AAA].points[1Y]", "out_of_range curves[EUR.AAA].points[5Y]",
          "out_of_range spread_curves[EUR.BBB].points[5Y]",
        ])
  }

  @Test("a jump is a move beyond its limit times the square root of the weekdays since")
  func jump() throws {
    let first = Self.market(Self.monday)
    let moved = Self.market(
      Self.monday.adding(days: 1), rates: [4.51, 3.99, 3.25], spread: 221, fx: ["GBP": 0.9239, "USD": 1.14])
    let findings = MarketChecks(.standard).findings(of: moved, after: [first])
    #expect(
      findings.map(\.place) == [
        "curves[EUR.AAA].points[1Y]", "spread_curves[EUR.BBB].points[5Y]",
      ])
    #expect(abs(try #require(findings[0].change) - 51) < 1e-9 && findings[0].deviations == nil)
    #expect(findings[0].message == "moved +51 bp since 2023-04-03")
    #expect(findings[0].previous == 0.04 && findings[1].change == 101)
    // Four weekdays to Friday: twice the limit.
    let friday = Self.monday.adding(days: 4)
    #expect(found(Self.market(friday, rates: [4.99, 3.5, 3.2], spread: 319), after: [first]) == [])
    #expect(found(Self.market(friday, rates: [5.01, 3.5, 3.2], spread: 321), after: [first]).count == 2)
    // From Friday to Monday is one.
    let monday = Self.monday.adding(days: 7)
    #expect(found(Self.market(monday, rates: [4.51, 3.5, 3.2]), after: [Self.market(friday)]).count == 1)
    #expect(found(Self.market(monday, rates: [4.49, 3.5, 3.2]), after: [Self.market(friday)]) == [])
    // Too long ago to tell anything.
    #expect(found(Self.market(Self.monday.adding(days: 32), rates: [9, 9, 9]), after: [first]) == [])
  }

  @Test("exchange rates are compared against the same currency")
  func foreignExchange() {
    let first = Self.market(Self.monday)
    let dollars = MarketSnapshot(
      valuationDate: Self.monday.adding(days: 1), source: "test", builtAt: "2023-04-04T18:00:00Z",
      curves: Self.market(Self.monday, rates: [4, 3.5, 3.3]).curves, spreadCurves: first.spreadCurves,
      discountCurves: ["EUR": "EUR.AAA"], fxRates: ["EUR": 1 / 1.09, "GBP": 0.88 / 1.09 * 1.051], fxBase: .usd
    )
    #expect(found(dollars, after: [first]) == ["jump fx_rates.GBP"])
  }

  @Test("a curve quoted in another way cannot be compared")
  func conventions() {
    let first = Self.market(Self.monday)
    let par = Self.market(Self.monday.adding(days: 1), rates: [4.1, 3.6, 3.3], kind: .par(.annual))
    #expect(found(par, after: [first]).count == 3)
    #expect(
      MarketChecks(.standard).findings(of: par, after: [first])[0].message
        == "is quoted as par 1, on 2023-04-03 as zero continuous: the two cannot be compared")
  }

  /// Moves of 1, -1, 2, -2 … bp: the median is 0 or near it, and the median absolute deviation is counted by hand.
  @Test("a move of many robust standard deviations is a jump however small its limit is")
  func deviations() throws {
    // 20 moves: ±1, ±2, ±3, ±4, ±5 twice. Median 0; absolute deviations 1,1,1,1,2,2,2,2,3,3,3,3,...: median 3.
    let moves = [1.0, -1, 2, -2, 3, -3, 4, -4, 5, -5, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5]
    var level = 4.0
    var date = Self.monday
    var history = [Self.market(date, rates: [level, 3.5, 3.25])]
    for (index, move) in moves.enumerated() {
      repeat { date = date.adding(days: 1) } while date.isWeekend
      level += move / 100
      history.append(
        Self.market(date, rates: [level, 3.5 + 0.01 * Double(index + 1), 3.25], spread: 120 + Double(index)))
    }
    repeat { date = date.adding(days: 1) } while date.isWeekend
    // 36 bp are 36 / (1.4826 · 3) = 8.09 deviations; 35 are 7.87.
    func last(_ move: Double) -> MarketSnapshot {
      Self.market(date, rates: [level + move / 100, 3.71, 3.3], spread: 140, fx: ["GBP": 0.881, "USD": 1.1])
    }
    let findings = MarketChecks(.standard).findings(of: last(36), after: history)
    #expect(findings.map(\.place) == ["curves[EUR.AAA].points[1Y]"])
    #expect(abs(try #require(findings[0].deviations) - 36 / (1.4826 * 3)) < 1e-9)
    #expect(MarketChecks(.standard).findings(of: last(35), after: history).isEmpty)
    // With a move less there are too few to tell.
    #expect(MarketChecks(.standard).findings(of: last(36), after: Array(history.dropFirst())).isEmpty)
  }

  @Test("thresholds that make no sense are named")
  func thresholds() {
    #expect(MarketCheckThresholds.standard.problems.isEmpty)
    var wrong = MarketCheckThresholds.standard
    wrong.rateLow = 0.3
    wrong.fxJump = 0
    wrong.historyLeast = 1
    wrong.leastMove = .nan
    #expect(wrong.problems.count == 4)
  }
}
