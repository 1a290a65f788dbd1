public import DatesAndConventions
public import NumericalMethods

/// Vectors of positions, one number for each scenario, added up exactly by group and currency as they come.
///
/// A position that lacks a number under some scenario is in none of its sums, so that it does not look like a loss there.
public struct VectorSums: Sendable {
  private struct Key: Hashable {
    let groups: [[Int]]
    let currency: Currency
  }

  public let columnCount: Int
  private var places: [Key: Int] = [:]
  private var sums: [FixedPointSum] = []
  private var counts: [(positions: Int, gaps: Int)] = []

  public init(columnCount: Int) { self.columnCount = columnCount }

  /// Groups and currencies that there are.
  public var count: Int { counts.count }

  /// Adds a position's vector.
  ///
  /// - Parameter groups: As in `Cube.add`.
  /// - Throws: `FixedPointSumError` when a sum would leave its range.
  public mutating func add(_ values: [Double?], in groups: [[Int]], currency: Currency)
    throws(FixedPointSumError)
  {
    let key = Key(groups: groups, currency: currency)
    let place = places[key] ?? count
    if place == count {
      places[key] = place
      sums.append(contentsOf: repeatElement(FixedPointSum(), count: columnCount))
      counts.append((0, 0))
    }
    counts[place].positions += 1
    let isWhole =
      values.count == columnCount && values.allSatisfy { $0.map(FixedPointSum.isInRange) ?? false }
    guard isWhole else {
      counts[place].gaps += 1
      return
    }
    for column in 0..<columnCount { try sums[place * columnCount + column].add(values[column]!) }
  }

  /// Adds what there is to a cube. Throws when a sum would leave its range.
  public func add(to cube: inout Cube) throws(FixedPointSumError) {
    for (key, place) in places {
      let sums = Array(sums[place * columnCount..<(place + 1) * columnCount])
      try cube.add(
        RollUpCell(
          sums: sums, weights: [], positionCount: counts[place].positions, gapCount: counts[place].gaps),
        in: key.groups, currency: key.currency)
    }
  }
}
