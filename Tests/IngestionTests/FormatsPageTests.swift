import Collateral
import Glibc
import Ingestion
import Instruments
import JSONDocuments
import MarketData
import Testing

/// The examples of docs/formats.md are what users copy: they import.
struct FormatsPageTests {
  /// The page's fenced blocks by the words after the fence, such as `csv positions`.
  private static let blocks: [String: [String]] = {
    let path = SampleFiles.folder + "../docs/formats.md"
    guard let file = fopen(path, "r") else { return [:] }
    defer { fclose(file) }
    var blocks: [String: [String]] = [:]
    var open: String?
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(line) }
    while getline(&line, &capacity, file) > 0, let bytes = line {
      let text = String(cString: bytes)
      if text.hasPrefix("```") {
        let label = String(text.dropFirst(3).dropLast())
        if open == nil { blocks[label, default: []].append("") }
        open = open == nil ? label : nil
      } else if let open {
        blocks[open]![blocks[open]!.count - 1] += text
      }
    }
    return blocks
  }()

  private func block(_ label: String) throws -> ByteSource {
    ByteSource(Array(try #require(Self.blocks[label]?.first).utf8))
  }

  @Test func instrumentExamplesImport() throws {
    var ids: Set<String> = []
    for block in Self.blocks["csv instruments"] ?? [] {
      let report = try RecordImport<InstrumentRecord>(file: "instruments.csv").csv(
        ByteSource(Array(block.utf8))
      ) {
        ids.insert($0.id)
      }
      #expect(report.rejections == [])
      #expect(report.accepted == block.split(separator: "\n").count - 1)
    }
    #expect(ids.count > 50)
    let report = try RecordImport<Position>(file: "positions.csv").csv(block("csv positions")) {
      #expect(ids.contains($0.instrumentID))
    }
    #expect(report.accepted == 4)
    #expect(report.rejections == [])
  }

  @Test func counterpartyExamplesImportAndPositionsNameThem() throws {
    var ids: Set<String> = []
    let report = try RecordImport<Counterparty>(file: "counterparties.csv").csv(block("csv counterparties")) {
      #expect($0.parentID.map(ids.contains) ?? true)
      ids.insert($0.id)
    }
    #expect(report.rejections == [] && ids.count == 3)
    _ = try RecordImport<Position>(file: "positions.csv").csv(block("csv positions")) {
      #expect($0.counterpartyID.map(ids.contains) ?? true)
    }
  }

  @Test func loanExamplesImport() throws {
    var loans: [PoolLoan] = []
    let report = try RecordImport<PoolLoan>(file: "loans.csv").csv(block("csv loans")) { loans.append($0) }
    #expect(report.rejections == [] && loans.count == 3)
    #expect(loans[2].status == .days30 && loans[1].repayment.interestOnlyMonths == 108)
  }

  @Test func priceExamplesImport() throws {
    var prices: [PoolPrice] = []
    let report = try RecordImport<PoolPrice>(file: "prices.csv").csv(block("csv pool prices")) {
      prices.append($0)
    }
    #expect(report.rejections == [] && prices.count == 2)
    #expect(prices[1].termYears == 30 && prices[1].delayDays == 19 && prices[1].coupon == 0.045)
  }

  @Test func marketExamplesImport() throws {
    var files: [MarketFile: ByteSource] = [.manifest: try block("json manifest")]
    for file in MarketFile.allCases where file != .manifest {
      files[file] = try block("csv \(file.rawValue.dropLast(4))")
    }
    let snapshot = try MarketImport().folder(files)
    #expect(snapshot.curves.count == 3)
    let document = try MarketImport().document(block("json market"), file: "market.json")
    #expect(document.curves.count == 1 && document.creditCurves.count == 2)
  }

  @Test func curvesOfInstrumentsAreBuilt() throws {
    let snapshot = try MarketImport().document(block("json instrument curves"), file: "market.json")
    #expect(try snapshot.zeroCurves().count == 4)
    // A document is stored as it was read: hashes depend on it.
    let again = try CanonicalJSON.encode(snapshot)
    #expect(try CanonicalJSON.decode(MarketSnapshot.self, from: again) == snapshot)
  }

  @Test func curvesOfInstrumentsStandInTheManifestOfAFolder() throws {
    let curve = """
      "curves": [{"id": "GBP.SONIA", "currency": "GBP", "kind": {"instruments": {}}, "interpolation": "monotone_convex",
        "points": [{"type": "swap", "convention": "GBP-SONIA-OIS", "tenor": "5Y", "quote": 0.04}], "source": "screen"}],
      "index_curves": {"GBP-SONIA": "GBP.SONIA"},
      """
    let manifest = try #require(Self.blocks["json manifest"]?.first)
      .replacing("\"adjustments\": [],", with: "\"adjustments\": [], \(curve)")
    let snapshot = try MarketImport().folder([
      .manifest: ByteSource(Array(manifest.utf8)), .curves: try block("csv curves"),
    ])
    #expect(snapshot.curves.map(\.id) == ["EUR.AAA", "GBP.SONIA", "USD.SOFR", "USD.TREASURY"])
    #expect(try snapshot.zeroCurves()["GBP.SONIA"] != nil)
  }

  @Test func fittedCurvesAreBuilt() throws {
    let curve = try #require(Self.blocks["json fitted curve"]?.first)
    let market = try #require(Self.blocks["json market"]?.first)
      .replacing("\"curves\": [", with: "\"curves\": [\(curve),", maxReplacements: 1)
    let snapshot = try MarketImport().document(ByteSource(Array(market.utf8)), file: "market.json")
    #expect(try snapshot.zeroCurves()["USD.TREASURY-FIT"] != nil)
    #expect(try snapshot.fittedCurve("USD.TREASURY-FIT")?.residuals.count == 4)
    let again = try CanonicalJSON.encode(snapshot)
    #expect(try CanonicalJSON.decode(MarketSnapshot.self, from: again) == snapshot)
  }

  /// The member at fault is named by its place.
  @Test func mistakesInInstrumentsAreNamed() throws {
    let good = try #require(Self.blocks["json instrument curves"]?.first)
    for (text, wrong, field) in [
      ("\"EUR-ESTR-OIS\"", "\"EUR-ESTR-SWAP\"", "curves[0].points[1].convention"),
      ("\"type\": \"fra\"", "\"type\": \"fro\"", "curves[1].points[1].type"),
      ("\"tenor\": \"1Y\",", "", "curves[0].points[2]"),
      ("\"tenor\": \"1Y\",", "\"tenor\": \"1Y\", \"lag\": 2,", "curves[0].points[2]"),
    ] {
      let error = #expect(throws: IngestionError.self) {
        try MarketImport().document(
          ByteSource(Array(good.replacing(text, with: wrong).utf8)), file: "market.json")
      }
      #expect(error?.field?.hasPrefix(field) == true, "\(error?.description ?? "")")
    }
  }

  @Test func scenarioTableImports() throws {
    let set = try ScenarioImport().csv(block("csv scenarios"), file: "desk.csv", id: "desk")
    #expect(set.scenarios.map(\.id) == ["BASE", "UP", "HUMP", "STRESS"])
    #expect(set.scenarios.map(\.shifts.count) == [0, 1, 1, 4])
  }

  @Test func scenarioExampleImports() throws {
    #expect(
      try ScenarioImport().document(block("json scenarios"), file: "scenarios.json").scenarios.count == 3)
    let economy = try ScenarioImport().document(block("json scenario economy"), file: "scenarios.json")
    #expect(economy.scenarios.first?.economy?.multipliers.defaults == 1.5)
  }
}
