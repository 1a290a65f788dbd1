import CashFlows
import DatesAndConventions
import Instruments
import MarketData
import Pricing

/// How much a run computes and stores for its positions, extrapolated from samples of each product type.
struct RunVolume: Hashable {
  private(set) var positions = 0
  private(set) var vectors = 0.0
  private(set) var cells = 0.0
  private(set) var cashFlows = 0.0
  /// Of vectors, and of their keys.
  private(set) var vectorBytes = 0.0
  private(set) var keyBytes = 0.0

  /// What one run asks of so many positions; `nil` when there is no sample of a product type.
  init?(
    _ request: RunRequest, positions: [ProductType: Int], samples: [ProductType: [InstrumentRecord]],
    market: MarketSnapshot
  ) {
    // In one order, so that the sums have the same bits.
    for type in ProductType.allCases {
      guard let count = positions[type], count > 0 else { continue }
      guard let sample = samples[type], !sample.isEmpty else { return nil }
      self.positions += count
      let scale = Double(count) / Double(sample.count)
      for record in sample { add(record, request, market, times: scale) }
      if request.pricing.measures.contains(.cashFlows) {
        var columns = CashFlowColumns()
        for record in sample {
          CashFlowGenerator.append(record.terms, after: market.valuationDate, to: &columns)
        }
        cashFlows += scale * Double(columns.flowCount)
      }
    }
  }

  private mutating func add(
    _ record: InstrumentRecord, _ request: RunRequest, _ market: MarketSnapshot, times scale: Double
  ) {
    for measure in request.pricing.measures {
      let shape = request.vectors(of: measure, for: record, in: market)
      let values = request.valueCount(of: measure)
      let bytes = StoredSize.vector(shape, values: values)
      let count = scale * Double(shape.count)
      vectors += count
      cells += count * Double(values)
      vectorBytes += count * bytes.row
      keyBytes += count * bytes.key
    }
  }
}
