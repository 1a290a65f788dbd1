import DatesAndConventions
import Instruments
import MarketData
import Pricing
import Testing

@testable import RunRecords

/// Holds what an estimate says of contracts against what the pricer stores of them.
struct StoredShapes {
  let market: MarketSnapshot
  let reporting: Currency
  /// Rows hang on terms and market alone, whatever is held.
  var quantity = 1.0

  /// Expects for every measure but cash flows as many rows as estimated, the reason in place of numbers, and factors no longer.
  ///
  /// - Parameter mayBeFewer: Measures that are counted from above.
  func expect(_ contracts: [Instrument], mayBeFewer: [Measure] = []) throws {
    let request = RunRequest(
      marketSnapshotID: RunRequestTests.market, positionSnapshotID: RunRequestTests.positions,
      scenarios: [.base],
      pricing: PricingRequest(measures: Measure.allCases, reportingCurrency: reporting), bucketCount: 1,
      codeVersion: "test")
    let pricer = BatchPricer(
      markets: try ScenarioMarkets(snapshot: market, scenarios: [.base], reportingCurrency: reporting),
      request: request.pricing)
    for (index, terms) in contracts.enumerated() {
      let record = InstrumentRecord(id: "I", name: "", terms: terms)
      let block = pricer.price([
        PositionToPrice(
          number: 0, position: Position(id: "P", portfolio: "F", instrumentID: "I", quantity: quantity),
          instrument: record)
      ]).results
      for measure in Measure.allCases where measure != .cashFlows {
        let rows = block.rows.indices.filter { block.rows[$0].measure == measure }
        let shape = request.vectors(of: measure, for: record, in: market)
        let reason = rows.first.flatMap { row in block.gaps.first { $0.row == row } }?.reason
        if mayBeFewer.contains(measure) {
          #expect(shape.count >= rows.count, "\(index) \(measure)")
          continue
        }
        #expect(shape.count == rows.count, "\(index) \(measure)")
        #expect(shape.reason == reason, "\(index) \(measure)")
        // Factors of key rates and quotes are of different lengths, which are averaged.
        if reason == nil, measure.display.factor != .curvePoint, measure.display.factor != .curveQuote {
          #expect(
            shape.factorLength == rows.map { block.rows[$0].factor.utf8.count }.max(), "\(index) \(measure)")
        }
      }
    }
  }
}
