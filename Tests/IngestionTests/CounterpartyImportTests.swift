import Ingestion
import Instruments
import Testing

struct CounterpartyImportTests {
  private static let header = "counterparty_id,name,lei,country,sector,rating,parent_id\n"

  private func read(_ rows: String) throws -> (accepted: [Counterparty], report: IngestionReport) {
    var accepted: [Counterparty] = []
    let report = try RecordImport<Counterparty>(file: "c.csv").csv(
      ByteSource(Array((Self.header + rows).utf8))
    ) { accepted.append($0) }
    return (accepted, report)
  }

  @Test func readsEveryField() throws {
    let (accepted, report) = try read("A,Group,,,,,\nB,Dealer,9R7GPTSO7KV3UQJZQ078,US,BANK,A+,A\n")
    #expect(report.rejections == [])
    #expect(
      accepted == [
        Counterparty(id: "A", name: "Group"),
        Counterparty(
          id: "B", name: "Dealer", lei: try LegalEntityIdentifier("9R7GPTSO7KV3UQJZQ078"), country: "US",
          sector: "BANK", rating: "A+", parentID: "A"),
      ])
  }

  @Test(arguments: [
    (",Name,,,,,", "counterparty_id"), ("A,,,,,,", "name"), ("A,Name,9R7GPTSO7KV3UQJZQ079,,,,", "lei"),
    ("A,Name,9R7GPTSO7KV3UQJZ,,,,", "lei"), ("A,Name,,USA,,,", "country"), ("A,Name,,,,,A", "parent_id"),
    ("OK,Name,,,,,", "counterparty_id"),
  ])
  func namesTheField(row: String, field: String) throws {
    let (accepted, report) = try read("OK,Name,,,,,\n\(row)\n")
    #expect(accepted.map(\.id) == ["OK"])
    #expect(report.rejections.map(\.field) == [field] && report.rejections[0].line == 3)
  }

  /// The sample's identifiers are those of the filing; Python's own arithmetic checked them when they were written.
  @Test func theSampleImports() throws {
    let report = try RecordImport<Counterparty>(file: "counterparties.csv").csv(
      try ByteSource(path: SampleFiles.folder + "bond-fund-2023-03-31/counterparties.csv")
    ) { #expect($0.lei?.description == $0.id) }
    #expect(report.rejections == [] && report.accepted == 17)
  }
}
