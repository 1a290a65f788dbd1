import DatesAndConventions
import RunRecords
import Testing

@Suite struct CubeDimensionTests {
  @Test(arguments: [
    (CubeDimension.fund, "FUND", true), (.fund, "FUND/CREDIT", false), (.desk, "FUND/CREDIT", true),
    (.desk, "A//B", false),
    (.book, "A/B/C/D/E", false), (.maturity, "3-5Y", true), (.maturity, "soon", false),
    (.currency, "usd", false),
    (.vintage, "2019", true), (.vintage, "old", false), (.productType, "FIXED_BOND", true),
    (.productType, "BOND", false),
    (.issuer, "anything / at all", true),
  ])
  func namesOfGroups(dimension: CubeDimension, name: String, isKnown: Bool) {
    #expect((dimension.problem(withGroup: name) == nil) == isKnown)
  }

  @Test func bucketsFollowEachOtherAndHaveTheirUpperEnd() throws {
    let day = try #require(CivilDate(iso: "2024-02-29"))
    let ends = MaturityBucket.allCases.map { $0.lastDay(from: day) }
    #expect(ends.first == day && ends.last == .some(nil))
    #expect(ends.dropLast().compactMap(\.self) == ends.dropLast().compactMap(\.self).sorted())
    #expect(MaturityBucket.upTo1Y.lastDay(from: day) == CivilDate(iso: "2025-02-28"))
    let order = try #require(CubeDimension.maturity.order)
    #expect(["20Y+", "0-1Y", "matured"].sorted(by: order) == ["matured", "0-1Y", "20Y+"])
  }
}
