import Pricing
import Testing

@Suite struct MeasureDisplayTests {
  @Test(arguments: Measure.allCases)
  func whatAddsUpIsAnAmountAndOnlyThat(measure: Measure) {
    // Errors by chance are amounts too, and partly cancel.
    #expect(
      (measure.aggregation == .sum || measure == .simulationError) == (measure.display.unit == .amount))
    #expect(measure.display.factor == .none || measure.aggregation != .none)
    #expect((0...4).contains(measure.display.decimals))
    #expect(!measure.display.label.isEmpty && !measure.display.sign.isEmpty)
  }

  @Test func labelsTellMeasuresApart() {
    #expect(Set(Measure.allCases.map(\.display.label)).count == Measure.allCases.count)
  }
}
