import Testing

@testable import TenorCommands

@Suite("Histograms on a terminal")
struct TextHistogramTests {
  @Test("numbers fall into classes from a multiple of the width up to the next")
  func bins() {
    let histogram = TextHistogram([-0.3, -0.25, 0, 0.1, 0.249, 0.75], width: 0.25)
    #expect(histogram.bins.map(\.from) == [-0.5, -0.25, 0, 0.25, 0.5, 0.75])
    #expect(histogram.bins.map(\.count) == [1, 1, 3, 0, 0, 1])
    let lines = histogram.lines(decimals: 2)
    #expect(lines[0] == "   from     to  count")
    #expect(lines[4] == "   0.00   0.25      3  " + String(repeating: "#", count: 40))
    #expect(lines[5] == "   0.25   0.50      0")
  }

  @Test("too many classes are made wider, and nothing gives none")
  func bounds() {
    let histogram = TextHistogram([0, 100], width: 0.25)
    #expect(
      histogram.bins.count <= 24 && histogram.width == 8 && histogram.bins.map(\.count).reduce(0, +) == 2)
    #expect(TextHistogram([], width: 1).bins.isEmpty)
    // However few, what is there has a bar.
    #expect(
      TextHistogram([0] + Array(repeating: 1.5, count: 900), width: 1).lines(decimals: 0)[2].hasSuffix("1  #")
    )
  }
}
