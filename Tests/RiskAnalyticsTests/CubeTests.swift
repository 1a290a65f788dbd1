import DatesAndConventions
import NumericalMethods
import Pricing
import Testing

@testable import RiskAnalytics

@Suite struct CubeTests {
  private func sums(_ values: [Double], weights: [Double] = [], gaps: Int = 0) throws -> RollUpCell {
    func fixed(_ value: Double) throws -> FixedPointSum {
      var sum = FixedPointSum()
      try sum.add(value)
      return sum
    }
    return RollUpCell(
      sums: try values.map(fixed), weights: try weights.map(fixed), positionCount: 1 + gaps, gapCount: gaps)
  }

  private func figure(_ cube: Cube, _ place: Cube.Place, _ measure: Measure = .presentValue) -> CubeFigure {
    CubeFigure(cube.parts(place), measure, rates: [.usd: [1], .eur: [1.25]], into: .usd)
  }

  @Test func anAxisNamesTheLargestAndFoldsTheRest() {
    let sizes: [String?: Double] = ["A": 1, "B": -9, "C": 4, "D": 4, nil: 100]
    let axis = CubeAxis(sizes: sizes, top: 2, order: nil)
    #expect(axis.groups == [.value("B"), .value("C"), .none, .other(valueCount: 2)])
    #expect(axis.groups(of: ["A", "D"]) == [3], "both are among the others, once")
    #expect(axis.groups(of: [nil]) == [2] && axis.groups(of: ["C", "B"]) == [0, 1])
    #expect(
      CubeAxis(sizes: sizes, top: 3, order: { $0 > $1 }).groups.prefix(3) == [
        .value("D"), .value("C"), .value("B"),
      ])
    #expect(CubeAxis(sizes: ["A": 1], top: 1, order: nil).groups == [.value("A")])
  }

  @Test func everyTotalHasEachPositionOnce() throws {
    let axes = [
      CubeAxis(sizes: ["X": 2, "Y": 1], top: 9, order: nil),
      CubeAxis(sizes: ["a": 3, "b": 2, "c": 1, nil: 1], top: 2, order: nil),
    ]
    var cube = Cube(axes: axes)
    let facts: [(String, [String?], Currency, Double)] = [
      ("X", ["a", "b"], .usd, 1), ("X", ["c"], .usd, 10), ("Y", [nil], .eur, 100),
      ("Y", ["b", "c"], .usd, 1_000),
    ]
    for (first, second, currency, value) in facts {
      try cube.add(
        sums([value]), in: [axes[0].groups(of: [first]), axes[1].groups(of: second)], currency: currency)
    }
    func value(_ place: Cube.Place) throws -> Double { try figure(cube, place).values[0].get() }
    #expect(try value([nil, nil]) == 1_136 && value([0, nil]) == 11 && value([1, nil]) == 1_125)
    #expect(try value([nil, 0]) == 1 && value([nil, 1]) == 1_001 && value([nil, 2]) == 125)
    #expect(try value([nil, 3]) == 1_010 && value([1, 3]) == 1_000)
    #expect(figure(cube, [nil, nil]).positionCount == 4)
    #expect(cube.parts([0, 2]).isEmpty)
    #expect(cube.places.last == [nil, nil] && cube.places.first == [0, 0])
    #expect(cube.places.count == Set(cube.places).count && cube.places.count == 13)
  }

  @Test func anAverageIsOfThePositionsAndNotOfTheCells() throws {
    let axis = CubeAxis(sizes: ["X": 2, "Y": 1], top: 9, order: nil)
    var cube = Cube(axes: [axis])
    try cube.add(sums([300 * 0.05], weights: [300]), in: [[0]], currency: .usd)
    try cube.add(sums([100 * 0.01], weights: [100]), in: [[1]], currency: .eur)
    let whole = try figure(cube, [nil], .yield).values[0].get()
    #expect(abs(whole - (300 * 0.05 + 125 * 0.01) / 425) < 1e-15)
  }

  @Test func figuresAreWithheldWithTheirReason() throws {
    func reason(_ measure: Measure, _ cells: [(Currency, RollUpCell)]) throws -> String? {
      var cube = Cube(axes: [])
      for (currency, cell) in cells { try cube.add(cell, in: [], currency: currency) }
      guard case .failure(let gap) = figure(cube, [], measure).values[0] else { return nil }
      return gap.reason.description
    }
    let sek = try #require(Currency("SEK"))
    #expect(try reason(.presentValue, [(.usd, sums([1]))]) == nil)
    #expect(
      try reason(.presentValue, [(.usd, sums([1])), (sek, sums([1]))]) == "missing_data: FX rate SEK/USD")
    #expect(
      try reason(
        .presentValue,
        [(.usd, RollUpCell(sums: [FixedPointSum()], weights: [], positionCount: 2, gapCount: 2))])
        == "missing_data: none of 2 positions has a value")
    #expect(
      try reason(.cleanPrice, [(.usd, sums([99]))])
        == "not_applicable: Clean price does not add up over positions")
    #expect(
      try reason(.yield, [(.usd, sums([1], weights: [100])), (.eur, sums([1], weights: [-80]))])
        == "not_applicable: the value to weight by is not positive")
  }

  @Test func vectorsWithoutEveryNumberAreLeftOutOfAllColumns() throws {
    var vectors = VectorSums(columnCount: 2)
    try vectors.add([1, 2], in: [[0]], currency: .usd)
    try vectors.add([10, nil], in: [[0]], currency: .usd)
    try vectors.add([nil, nil], in: [[1]], currency: .usd)
    try vectors.add([100], in: [[1]], currency: .eur)
    #expect(vectors.count == 3)
    var cube = Cube(axes: [CubeAxis(sizes: ["X": 2, "Y": 1], top: 9, order: nil)])
    try vectors.add(to: &cube)
    let whole = CubeFigure(
      cube.parts([nil]), .presentValue, rates: [.usd: [1, 2], .eur: [1, 1]], into: .usd)
    #expect(try whole.values.map { try $0.get() } == [1, 4])
    #expect(whole.positionCount == 4 && whole.gapCount == 3)
  }
}
