import DatesAndConventions
import RunRecords
import Testing

@Suite("Run ids and portfolio paths")
struct RunIDTests {
  @Test("new ids sort by valuation date, then creation, and read back")
  func order() throws {
    let march = try #require(CivilDate(iso: "2023-03-31"))
    let april = try #require(CivilDate(iso: "2023-04-28"))
    let ids = [
      RunID(valuationDate: march, createdAtMilliseconds: 1_700_000_000_000, random: 5),
      RunID(valuationDate: march, createdAtMilliseconds: 1_700_000_000_001, random: 4),
      RunID(valuationDate: march, createdAtMilliseconds: 1_900_000_000_000, random: 0),
      RunID(valuationDate: april, createdAtMilliseconds: 1_600_000_000_000, random: 0),
    ]
    #expect(ids == ids.sorted())
    for id in ids { #expect(RunID(id.text) == id) }
    #expect(ids[0].text.hasPrefix("R20230331-"))
  }

  @Test("ids that could not be a path or a file name are refused", arguments: ["", "-a", "a/b", "a b", "é"])
  func refused(text: String) { #expect(RunID(text) == nil) }

  @Test("an id of 41 characters is refused")
  func tooLong() {
    #expect(RunID(String(repeating: "a", count: 40)) != nil)
    #expect(RunID(String(repeating: "a", count: 41)) == nil)
  }

  @Test("a path names its nodes from the fund down")
  func path() throws {
    let nodes = try #require(PortfolioNode.along("FUND/CREDIT/US"))
    #expect(nodes.map(\.id) == ["FUND", "FUND/CREDIT", "FUND/CREDIT/US"])
    #expect(nodes.map(\.level) == [.fund, .subFund, .desk])
    #expect(nodes.map(\.parentID) == [nil, "FUND", "FUND/CREDIT"])
    #expect(nodes.map(\.name) == ["FUND", "CREDIT", "US"])
    for bad in ["", "a//b", "/a", "a/", "a/b/c/d/e"] { #expect(PortfolioNode.along(bad) == nil) }
  }
}
