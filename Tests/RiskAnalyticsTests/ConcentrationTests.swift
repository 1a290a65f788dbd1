import RiskAnalytics
import Testing

@Suite struct ConcentrationTests {
  /// The concentration of some amounts, all of them named.
  private func concentration(_ amounts: [Double]) -> Concentration {
    let groups = amounts.enumerated().map { index, amount in
      Concentration.Group(key: "\(index)", amount: amount, positionCount: 1)
    }
    return Concentration(groups: groups, limit: 1_000, gapCount: 0)
  }

  @Test func figuresAreOfAllGroupsAndTheLargestAreNamed() {
    let groups = [("A", 10.0), ("B", -60), ("C", 30), ("D", -30)].map {
      Concentration.Group(key: $0.0, amount: $0.1, positionCount: 2)
    }
    let found = Concentration(groups: groups, limit: 3, gapCount: 1)
    #expect(found.largest.map(\.key) == ["B", "C", "D"])
    #expect(found.groupCount == 4 && found.gross == 130 && found.sumOfSquares == 5_500)
    #expect(found.positionCount == 8 && found.gapCount == 1)
  }

  @Test(arguments: [1, 2, 5, 1_000])
  func equalGroupsHaveAnIndexOfOneOverTheirNumber(count: Int) throws {
    let found = concentration(Array(repeating: 12.5, count: count))
    let index = try #require(found.herfindahl)
    #expect(abs(index - 1 / Double(count)) <= 1e-15 * Double(count))
    #expect(abs(try #require(found.effectiveCount) - Double(count)) <= 1e-12 * Double(count))
  }

  @Test func oneGroupAmongEmptyOnesHasAnIndexOfOne() {
    #expect(concentration([0, -7, 0]).herfindahl == 1)
    #expect(concentration([0, -7, 0]).shareOfLargest(1) == 1)
  }

  @Test func sharesAreOfMagnitudes() {
    let found = concentration([60, -30, 10])
    #expect(found.largest.map { found.share(of: $0) } == [0.6, 0.3, 0.1])
    #expect(found.shareOfLargest(2) == 0.9 && found.shareOfLargest(50) == 1)
    #expect(abs(found.herfindahl! - 0.46) < 1e-15)
  }

  @Test func nothingHasNoShares() {
    let found = concentration([0, 0])
    #expect(found.herfindahl == nil && found.effectiveCount == nil && found.shareOfLargest(1) == nil)
    #expect(found.share(of: found.largest[0]) == nil)
  }
}
