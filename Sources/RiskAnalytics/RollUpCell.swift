public import NumericalMethods
import Pricing

/// The exact sums of one roll-up key, one per scenario.
public struct RollUpCell: Sendable, Hashable {
  /// Sums of the measure, or of measure × present value where the measure is an average.
  public internal(set) var sums: [FixedPointSum]
  /// Present value behind an average; empty for measures that simply add.
  public internal(set) var weights: [FixedPointSum]
  /// Positions to which the measure applies, those with gaps included.
  public internal(set) var positionCount: Int
  /// Of these, positions that lack a value in at least one scenario; those scenarios' sums leave them out.
  public internal(set) var gapCount: Int

  public init(sums: [FixedPointSum], weights: [FixedPointSum], positionCount: Int, gapCount: Int) {
    self.sums = sums
    self.weights = weights
    self.positionCount = positionCount
    self.gapCount = gapCount
  }

  init(_ measure: Measure, scenarioCount: Int) {
    let zeros = [FixedPointSum](repeating: FixedPointSum(), count: scenarioCount)
    sums = zeros
    weights = measure.aggregation == .weightedByPresentValue ? zeros : []
    positionCount = 0
    gapCount = 0
  }

  /// Adds another part of the same key, exactly. Throws when a sum would leave its range.
  public mutating func merge(_ other: RollUpCell) throws(FixedPointSumError) {
    for index in sums.indices { try sums[index].merge(other.sums[index]) }
    for index in weights.indices { try weights[index].merge(other.weights[index]) }
    positionCount += other.positionCount
    gapCount += other.gapCount
  }
}
