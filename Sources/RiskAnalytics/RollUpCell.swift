public import NumericalMethods
import Pricing

/// The exact sums of one roll-up key: one per scenario, or one where the measure is wanted on the base market alone.
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

  init(_ measure: Measure, valueCount: Int) {
    let zeros = [FixedPointSum](repeating: FixedPointSum(), count: valueCount)
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

  /// Takes back another part of the same key, exactly. Throws when a sum would leave its range.
  mutating func subtract(_ other: RollUpCell) throws(FixedPointSumError) {
    for index in sums.indices { try sums[index].subtract(other.sums[index]) }
    for index in weights.indices { try weights[index].subtract(other.weights[index]) }
    positionCount -= other.positionCount
    gapCount -= other.gapCount
  }
}

extension RollUpCell {
  /// Adds a position's amounts.
  mutating func addAmount(_ row: RowValues, of block: ResultBlock) {
    var isComplete = true
    for scenario in sums.indices {
      if row.isMissing(scenario, in: block)
        || !sums[scenario].adds(block.values[row.values.lowerBound + scenario])
      {
        isComplete = false
      }
    }
    count(isComplete: isComplete)
  }

  /// Adds a position's measures, each weighted by the present value under the same scenario.
  mutating func addAverage(_ row: RowValues, weights weightRow: RowValues, of block: ResultBlock) {
    var isComplete = true
    for scenario in sums.indices {
      let weight = block.values[weightRow.values.lowerBound + scenario]
      let product = weight * block.values[row.values.lowerBound + scenario]
      let isMissing = row.isMissing(scenario, in: block) || weightRow.isMissing(scenario, in: block)
      // Both or neither.
      var sum = sums[scenario]
      var sumOfWeights = self.weights[scenario]
      if isMissing || !sum.adds(product) || !sumOfWeights.adds(weight) {
        isComplete = false
      } else {
        sums[scenario] = sum
        weights[scenario] = sumOfWeights
      }
    }
    count(isComplete: isComplete)
  }

  private mutating func count(isComplete: Bool) {
    positionCount += 1
    if !isComplete { gapCount += 1 }
  }
}

extension FixedPointSum {
  /// Adds a term and tells whether it could.
  fileprivate mutating func adds(_ value: Double) -> Bool {
    do {
      try add(value)
      return true
    } catch {
      return false
    }
  }
}
