import DatesAndConventions
import Ingestion
import Instruments
import MarketData
import RunRecords
import Testing

/// The samples are what users see first: they import without a rejection, or with exactly the intended ones.
struct SampleTests {
  static let fund = "bond-fund-2023-03-31/"

  @Test func bondFundImportsWhole() throws {
    let (instruments, instrumentReport) = try SampleFiles.read(
      InstrumentRecord.self, Self.fund + "instruments.csv")
    #expect(instrumentReport.rejections == [])
    #expect(instruments.count == 1_885)
    let (positions, report) = try SampleFiles.read(
      Position.self, Self.fund + "positions.csv", knownInstruments: Set(instruments.map(\.id)))
    #expect(report.rejections == [])
    #expect(positions.count == 1_891)

    let terms = Dictionary(uniqueKeysWithValues: instruments.map { ($0.id, $0.terms) })
    var bonds = 0
    var loans = 0
    var forwards = 0
    var unsupported = 0
    for position in positions {
      switch terms[position.instrumentID]! {
      case .fixedBond: bonds += 1
      case .amortisingLoan: loans += 1
      case .fxForward: forwards += 1
      case .linkedBond, .callableBond, .perpetualBond, .structuredNote, .floatingNote,
        .perpetualFloater, .variableLoan, .assetBacked, .derivative:
        Issue.record("the sample has no contract of this kind")
      case .unsupported: unsupported += 1
      }
    }
    #expect([bonds, loans, forwards, unsupported] == [599, 200, 554, 538])

    // The filing's README: positions add up to 103.93% of net assets of 361,898,455.93.
    let total = positions.compactMap(\.reportedValue).reduce(0, +)
    #expect(abs(total / 361_898_455.93 - 1.0393) < 0.00005)
  }

  @Test func bondFundMarketImports() throws {
    let snapshot = try MarketImport().folder([
      .manifest: try SampleFiles.source(Self.fund + "market/market.json"),
      .curves: try SampleFiles.source(Self.fund + "market/curves.csv"),
      .spreads: try SampleFiles.source(Self.fund + "market/spreads.csv"),
      .exchangeRates: try SampleFiles.source(Self.fund + "market/fx.csv"),
    ])
    #expect(snapshot.valuationDate == CivilDate(iso: "2023-03-31"))
    #expect(snapshot.curves.map(\.id).count == 9)
    let treasury = try #require(snapshot.curves.first { $0.id == "USD.TREASURY" })
    #expect(treasury.points.first == CurvePoint(tenor: Tenor(1, .months), rate: 0.0474))
    #expect(treasury.points.last == CurvePoint(tenor: Tenor(30, .years), rate: 0.0367))
    #expect(treasury.kind == .par(.semiannual))
    #expect(snapshot.fxRates["USD"] == 1.0875)

    let set = try ScenarioImport().document(
      SampleFiles.source(Self.fund + "scenarios.json"), file: "scenarios.json")
    #expect(set.scenarios.count == 14)
    #expect(set.scenarios.first == .base)

    // Every curve can be built, and every name in the scenarios is one of the market's.
    let markets = try ScenarioMarkets(
      snapshot: snapshot, scenarios: set.scenarios, reportingCurrency: .usd)
    let tenYears = try markets.parYields(currency: .usd, years: 10, frequency: .semiannual)
    #expect(
      abs(tenYears[0] - 0.0348) < 1e-6, "the published 10-year par yield, up to the day count of its tenor")
  }

  @Test func badRowsAreNamed() throws {
    let (positions, report) = try SampleFiles.read(
      Position.self, "bad-input/positions.csv", knownInstruments: ["US912810QQ40"])
    #expect(positions.map(\.id) == ["P-01", "P-11"])
    #expect(
      report.rejections.map { "\($0.line!) \($0.field ?? "row") \($0.value ?? "")" } == [
        "3 quantity one million", "4 quantity NaN", "5 position_id P-01", "6 instrument_id US0000000000",
        "7 portfolio DEMO/A/B/C/D", "8 clean_price -3", "9 quantity 1,000,000", "10 row ", "11 quantity ",
      ])
    let (instruments, terms) = try SampleFiles.read(InstrumentRecord.self, "bad-input/instruments.csv")
    #expect(instruments.map(\.id) == ["BOND-01"])
    #expect(
      terms.rejections.map { "\($0.line!) \($0.field ?? "row")" } == [
        "3 dated_date", "4 currency", "5 coupon", "6 maturity", "7 dated_date", "8 balance",
        "9 sell_currency",
        "10 contract",
      ])
    let (_, latin) = try SampleFiles.read(Position.self, "bad-input/not-utf8.csv")
    #expect(latin.accepted == 2)
    #expect(latin.rejections.map(\.line) == [3])
  }

  @Test func badFilesAreRefusedWhole() throws {
    let column = #expect(throws: IngestionError.self) {
      try SampleFiles.read(Position.self, "bad-input/unknown-column.csv")
    }
    #expect(column?.field == "quantty")
    let truncated = #expect(throws: IngestionError.self) {
      try RecordImport<Position>(file: "truncated.json").json(SampleFiles.source("bad-input/truncated.json"))
      {
        _ in Issue.record("nothing may be accepted")
      }
    }
    #expect(truncated?.line == 3)
    let scenarios = #expect(throws: IngestionError.self) {
      try ScenarioImport().document(SampleFiles.source("bad-input/scenarios.json"), file: "scenarios.json")
    }
    #expect(scenarios?.field == "scenarios[1].shifts[0].rates.shape")
    #expect(scenarios?.message.hasSuffix("found: paralel") == true)
  }

  @Test func missingFilesAreNamed() {
    let error = #expect(throws: IngestionError.self) { try ByteSource(path: "no/such/file.csv") }
    #expect(error?.description == "no/such/file.csv: cannot be opened: No such file or directory")
  }
}
