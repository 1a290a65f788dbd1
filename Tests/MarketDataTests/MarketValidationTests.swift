import DatesAndConventions
import Foundation
import MarketData
import Testing

@Suite struct MarketValidationTests {
  @Test func aGoodSnapshotHasNoProblems() throws {
    #expect(TestMarket.snapshot().problems == [])
    try TestMarket.snapshot().validate()
  }

  /// The paths of problems of a market of one curve.
  static func paths(_ points: [CurvePoint], kind: CurveKind = .zero(.annual), currency: Currency = .usd)
    -> [String]
  {
    let curve = TestMarket.curve("C", currency, kind, points)
    return TestMarket.snapshot(curves: [curve], spreads: [], discountCurves: [:]).problems.map(\.path)
  }

  static func point(_ tenor: String, _ rate: Double) -> CurvePoint {
    CurvePoint(tenor: Tenor(tenor)!, rate: rate)
  }

  @Test func pointsAreCheckedOneByOne() {
    #expect(Self.paths([]) == ["curves[C].points"])
    #expect(Self.paths([Self.point("0D", 0.01)]) == ["curves[C].points[0D].tenor"])
    #expect(Self.paths([Self.point("101Y", 0.01)]) == ["curves[C].points[101Y].tenor"])
    #expect(Self.paths([Self.point("1Y", 0.01), Self.point("6M", 0.01)]) == ["curves[C].points[6M].tenor"])
    #expect(Self.paths([Self.point("1Y", 0.01), Self.point("12M", 0.01)]) == ["curves[C].points[12M].tenor"])
    #expect(
      Self.paths([
        Self.point("1Y", .nan), Self.point("2Y", 4.06), Self.point("3Y", -0.21), Self.point("5Y", 1),
      ])
        == ["curves[C].points[1Y].rate", "curves[C].points[2Y].rate", "curves[C].points[3Y].rate"])
    #expect(Self.paths([Self.point("1Y", 0.01)], kind: .par(.once)) == ["curves[C].kind"])
    #expect(Self.paths([Self.point("1Y", 0.01)], currency: Currency("QQQ")!) == ["curves[C].currency"])
  }

  @Test func everyProblemIsListedInDocumentOrder() {
    let one = TestMarket.curve("A", .usd, .zero(.annual), TestMarket.points("1Y", 1.0))
    let spread = SpreadQuotes(
      id: "S", currency: .usd,
      points: [
        SpreadPoint(tenor: Tenor(5, .years), basisPoints: .nan),
        SpreadPoint(tenor: Tenor(1, .years), basisPoints: 20_000),
      ], source: "")
    let snapshot = MarketSnapshot(
      schemaVersion: 2, valuationDate: TestMarket.date, source: "", builtAt: "", curves: [one, one],
      spreadCurves: [spread, SpreadQuotes(id: "", currency: .usd, points: [], source: "")],
      discountCurves: ["EUR": "A", "USD": "B", "dollar": "A"],
      fxRates: ["EUR": 2, "GBP": 0, "JPY": -1, "USD": .nan, "ZZZ": 1], fxBase: .eur)
    let problems = snapshot.problems
    #expect(
      problems.map(\.path) == [
        "schema_version", "curves[1].id", "spread_curves[0].id", "spread_curves[].points",
        "spread_curves[S].points[1Y].tenor", "spread_curves[S].points[5Y].basis_points",
        "spread_curves[S].points[1Y].basis_points", "discount_curves.EUR", "discount_curves.USD",
        "discount_curves.dollar", "discount_curves.dollar", "fx_rates.EUR", "fx_rates.GBP", "fx_rates.JPY",
        "fx_rates.USD", "fx_rates.ZZZ",
      ])
    #expect(
      problems.first { $0.path == "discount_curves.USD" }?.message
        == "names the curve 'B', which is not in this snapshot; it has A, A")
    #expect(throws: MarketDataError(problems)) { try snapshot.validate() }
  }

  @Test func totalsConvertIntoWhatHasARateOrACurve() {
    #expect(TestMarket.snapshot().reportingCurrencies == ["EUR", "GBP", "JPY", "USD"])
    let alone = TestMarket.snapshot(
      curves: [TestMarket.curves[0]], spreads: [], discountCurves: ["EUR": "EUR.AAA"], fxRates: [:])
    #expect(alone.reportingCurrencies.contains("EUR"))
    #expect(!alone.reportingCurrencies.contains("KES"))
  }
}

@Suite struct MarketSnapshotCodingTests {
  @Test func curvesInAnotherOrderAreTheSameSnapshot() throws {
    func curve(_ id: String) -> CurveQuotes {
      CurveQuotes(
        id: id, currency: .usd, kind: .zero(.continuous), interpolation: .linearZero,
        points: [CurvePoint(tenor: Tenor(1, .years), rate: 0.03)], source: "test")
    }
    let snapshot = MarketSnapshot(
      valuationDate: CivilDate(iso: "2023-03-31")!, source: "test", builtAt: "2023-03-31T00:00:00Z",
      curves: [curve("A"), curve("B")], discountCurves: ["USD": "A"], fxBase: .usd)
    var document = try #require(
      try JSONSerialization.jsonObject(with: JSONEncoder().encode(snapshot)) as? [String: Any])
    document["curves"] = Array(try #require(document["curves"] as? [Any]).reversed())
    let decoded = try JSONDecoder().decode(
      MarketSnapshot.self, from: JSONSerialization.data(withJSONObject: document))
    #expect(decoded == snapshot)
  }
}
