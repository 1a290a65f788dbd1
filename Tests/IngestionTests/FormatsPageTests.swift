import Glibc
import Ingestion
import Instruments
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
    }
    #expect(ids.count == 19)
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

  @Test func marketExamplesImport() throws {
    let folder = MarketImport.Folder(
      manifest: try block("json manifest"), curves: try block("csv curves"),
      spreads: try block("csv spreads"),
      fx: try block("csv fx"))
    #expect(try MarketImport().folder(folder).curves.count == 2)
    #expect(try MarketImport().document(block("json market"), file: "market.json").curves.count == 1)
  }

  @Test func scenarioTableImports() throws {
    let set = try ScenarioImport().csv(block("csv scenarios"), file: "desk.csv", id: "desk")
    #expect(set.scenarios.map(\.id) == ["BASE", "UP", "HUMP", "STRESS"])
    #expect(set.scenarios.map(\.shifts.count) == [0, 1, 1, 3])
  }

  @Test func scenarioExampleImports() throws {
    #expect(
      try ScenarioImport().document(block("json scenarios"), file: "scenarios.json").scenarios.count == 3)
  }
}
