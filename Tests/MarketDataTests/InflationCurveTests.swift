import DatesAndConventions
import Foundation
import MarketData
import Testing

@Suite struct InflationCurveTests {
  static let valuation = CivilDate(iso: "2023-03-31")!
  /// Bureau of Labor Statistics, CPI-U, not seasonally adjusted, November 2022 to February 2023.
  static let cpi = published([297.711, 296.797, 299.170, 300.840])
  static let breakevens = [(1, 0.0285), (2, 0.026), (5, 0.0251), (10, 0.0248), (30, 0.0243)].map {
    CurvePoint(tenor: Tenor($0, .years), rate: $1)
  }

  static func published(_ values: [Double], from first: String = "2022-11") -> [PublishedIndex] {
    let month = YearMonth(first)!
    return values.enumerated().map { PublishedIndex(month: month.adding(months: $0), value: $1) }
  }

  static func snapshot(_ indices: [String: InflationQuotes]) -> MarketSnapshot {
    MarketSnapshot(
      valuationDate: valuation, source: "test", builtAt: "2023-03-31T21:00:00Z", curves: TestMarket.curves,
      discountCurves: ["USD": "USD.TREASURY"], fxRates: ["USD": 1.0875], fxBase: .eur,
      inflationIndices: indices)
  }

  private static func curve(_ id: InflationIndexID, seasonality: [Double] = []) throws -> InflationCurve {
    try #require(
      InflationCurve(
        .of(id),
        InflationQuotes(published: cpi, breakevens: breakevens, seasonality: seasonality),
        valuationDate: valuation))
  }

  private static let seasons = [
    0.995, 0.998, 1.002, 1.004, 1.004, 1.005, 1.003, 1.001, 1.001, 1.0, 0.995, 0.992,
  ]

  /// Published as TreasuryDirect lists it: 30 of 31 days between December and January.
  @Test func publishedReferenceIsThatOfTheTreasury() throws {
    let curve = try Self.curve(.usCPIU)
    // 296.797 + 30/31 · 2.373
    #expect(try curve.value(.day(Self.valuation)) == 299.09345)
    #expect(curve.isKnown(.day(CivilDate(iso: "2023-05-01")!)))
    #expect(!curve.isKnown(.day(CivilDate(iso: "2023-05-02")!)))
    #expect(try curve.value(.month(YearMonth("2023-02")!)) == 300.840)
    #expect(throws: MissingMarketData("US-CPI-U published for 2022-10")) {
      try curve.value(.day(CivilDate(iso: "2023-01-15")!))
    }
  }

  /// A swap from today over T years pays what (1 + rate)^T says, whatever the index compares, with seasons and without.
  @Test(arguments: [InflationIndexID.usCPIU, .ukRPI, .euHICPXT], [false, true])
  func breakevensReprice(id: InflationIndexID, hasSeasons: Bool) throws {
    let curve = try Self.curve(id, seasonality: hasSeasons ? Self.seasons : [])
    let start = try curve.value(curve.swapReference(valuationDate: Self.valuation, years: 0))
    for point in Self.breakevens {
      let end = try curve.value(
        curve.swapReference(valuationDate: Self.valuation, years: point.tenor.count))
      // The published start of a daily swap is rounded to five decimals.
      #expect(abs(end / start / pow(1 + point.rate, point.tenor.years) - 1) < 2e-8)
    }
    let beyond = try curve.value(curve.swapReference(valuationDate: Self.valuation, years: 40))
    #expect(abs(pow(beyond / start, 1 / 40.0) - 1 - 0.0243) < 1e-5)
  }

  /// Nothing jumps where what is published ends.
  @Test func expectedValuesGoOnFromPublishedOnes() throws {
    let curve = try Self.curve(.usCPIU)
    let last = try curve.value(.day(CivilDate(iso: "2023-05-01")!))
    let next = try curve.value(.day(CivilDate(iso: "2023-05-02")!))
    #expect(last == 300.84)
    #expect(abs(next / last - 1) < 2e-4)
  }

  @Test func sensitivityIsTheSlopeOfAMoveOfTheRates() throws {
    let quotes = InflationQuotes(published: Self.cpi, breakevens: Self.breakevens, seasonality: Self.seasons)
    func curve(_ shift: Double) throws -> InflationCurve {
      try #require(InflationCurve(.of(.usCPIU), quotes, valuationDate: Self.valuation, shift: shift))
    }
    let (down, base, up) = (try curve(-1e-6), try curve(0), try curve(1e-6))
    for iso in ["2023-04-15", "2023-09-15", "2024-03-31", "2029-07-15", "2033-03-31", "2060-01-15"] {
      let reference = IndexReference.day(CivilDate(iso: iso)!)
      let slope = (try up.value(reference) - down.value(reference)) / 2e-6 / (try base.value(reference))
      #expect(abs(slope - base.sensitivity(reference)) < 1e-6 * max(1, abs(slope)), "\(iso)")
    }
    #expect(base.sensitivity(.day(CivilDate(iso: "2023-04-15")!)) == 0)
  }

  @Test func scenariosMoveWhatTheyName() throws {
    let quotes = InflationQuotes(published: Self.cpi, breakevens: Self.breakevens)
    func scenario(_ id: String, _ indices: [String], _ basisPoints: Double) -> Scenario {
      Scenario(
        id: id, shifts: [.inflation(InflationShift(indices: indices, basisPoints: basisPoints))])
    }
    let markets = try ScenarioMarkets(
      snapshot: Self.snapshot(["US-CPI-U": quotes, "CA-CPI": quotes]),
      scenarios: [
        scenario("ALL", [], 100), scenario("CA", ["CA-CPI"], 100), scenario("US", ["US-CPI-U"], -20),
      ],
      reportingCurrency: .usd)
    let day = IndexReference.day(CivilDate(iso: "2033-03-31")!)
    let table = try markets.inflationTable(.usCPIU, [day, .day(Self.valuation)])
    func growth(_ column: Int) -> Double { table.values[column] / table.values[0] }
    #expect(abs(growth(1) - pow(1.0348 / 1.0248, 10)) < 1e-12)
    #expect(growth(2) == 1)
    #expect(abs(growth(3) - pow(1.0228 / 1.0248, 10)) < 1e-12)
    #expect(Set(table.values[table.stride...(table.stride + 3)]) == [299.09345])
    #expect(throws: MissingMarketData("price index UK-RPI")) { try markets.inflationTable(.ukRPI, [day]) }
    #expect(throws: ScenarioMarketsError.self) {
      try ScenarioMarkets(
        snapshot: Self.snapshot(["US-CPI-U": quotes]), scenarios: [scenario("X", ["EU-HICP-XT"], 1)],
        reportingCurrency: .usd)
    }
    #expect(throws: ScenarioMarketsError.self) {
      try ScenarioMarkets(
        snapshot: Self.snapshot(["US-CPI-U": quotes]), scenarios: [scenario("X", [], -9_500)],
        reportingCurrency: .usd)
    }
  }

  @Test func withoutBreakevensNothingIsExpected() throws {
    let markets = try ScenarioMarkets(
      snapshot: Self.snapshot(["US-CPI-U": InflationQuotes(published: Self.cpi)]), scenarios: [.base],
      reportingCurrency: .usd)
    #expect(throws: MissingMarketData("expected inflation (breakevens) of US-CPI-U")) {
      try markets.inflationTable(.usCPIU, [.day(CivilDate(iso: "2030-01-15")!)])
    }
  }

  @Test func mistakesAreNamed() {
    let wrong = Self.snapshot([
      "US-CPI": InflationQuotes(published: Self.cpi),
      "US-CPI-U": InflationQuotes(
        published: [PublishedIndex(month: YearMonth("2022-12")!, value: -1)]
          + Self.published([300], from: "2023-02")
          + Self.published([300], from: "2023-04"),
        breakevens: [
          CurvePoint(tenor: Tenor(18, .months), rate: 0.02), CurvePoint(tenor: Tenor(1, .years), rate: 2.5),
        ], seasonality: [1, 2]),
    ])
    let path = "inflation_indices.US-CPI-U"
    #expect(
      wrong.problems.map(\.path) == [
        "inflation_indices.US-CPI", "\(path).published", "\(path).published",
        "\(path).published[2022-12].value", "\(path).published[2023-04]", "\(path).published",
        "\(path).breakevens[18M].tenor", "\(path).breakevens[1Y].tenor", "\(path).breakevens[1Y].rate",
        "\(path).seasonality", "\(path).seasonality[1]",
      ])
  }

  /// Breakevens are looked at as other rates are.
  @Test func breakevensThatJumpAreFound() {
    func snapshot(_ rate: Double, _ day: String) -> MarketSnapshot {
      let quotes = InflationQuotes(
        published: Self.published([296.797, 299.170, 300.840], from: "2022-12"),
        breakevens: [CurvePoint(tenor: Tenor(10, .years), rate: rate)])
      return MarketSnapshot(
        valuationDate: CivilDate(iso: day)!, source: "test", builtAt: "\(day)T18:00:00Z", curves: [],
        discountCurves: [:], fxBase: .usd, inflationIndices: ["US-CPI-U": quotes])
    }
    let found = MarketChecks(.standard).findings(
      of: snapshot(0.25, "2023-04-03"), after: [snapshot(0.025, "2023-03-31")])
    #expect(found.map(\.place).contains("inflation_indices.US-CPI-U.breakevens[10Y]"))
  }

  /// A document without price indices has no such member, so that hashes made before hold.
  @Test func absentWhereEmpty() throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    let without = String(decoding: try encoder.encode(Self.snapshot([:])), as: UTF8.self)
    #expect(!without.contains("inflation"))
    let quotes = InflationQuotes(published: Self.cpi, breakevens: Self.breakevens)
    let with = Self.snapshot(["US-CPI-U": quotes])
    #expect(try JSONDecoder().decode(MarketSnapshot.self, from: JSONEncoder().encode(with)) == with)
  }
}
