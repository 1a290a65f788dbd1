import RiskAnalytics
import Testing

@Suite struct ContributionsTests {
  @Test func sharesOfPartsAndRemainderAddUpToOne() throws {
    let found = Contributions(total: -100, parts: [("A", -90), ("B", 15), ("C", 0)])
    #expect(found.parts.map(\.share) == [0.9, -0.15, 0])
    #expect(found.remainder.amount == -25 && found.remainder.share == 0.25)
    let all = try found.parts.reduce(try #require(found.remainder.share)) { $0 + (try #require($1.share)) }
    #expect(abs(all - 1) <= 1e-15)
  }

  @Test func partsOfATotalThatCancelsHaveNoShares() {
    let found = Contributions(total: 1e-6, parts: [("A", 1e6), ("B", -1e6)])
    #expect(found.parts.allSatisfy { $0.share == nil } && found.remainder.share == nil)
    #expect(found.parts.map(\.amount) == [1e6, -1e6])
  }

  @Test func nothingHasNoShares() {
    let found = Contributions(total: 0, parts: [])
    #expect(found.remainder.amount == 0 && found.remainder.share == nil)
  }
}
