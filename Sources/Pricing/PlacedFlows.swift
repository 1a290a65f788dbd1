/// The flows of many contracts placed on the rows of one discount matrix, with one or more weights a flow.
///
/// A weight column is one linear measure: the amount of the flow for present value, amount times years for dollar
/// duration, amount times years times a tent for a key rate.
public struct PlacedFlows: Sendable {
  /// Flows of contract c are `offsets[c] ..< offsets[c + 1]`; starts with 0, never falls.
  public let offsets: [Int]
  /// Row of each flow in the matrix.
  public let rows: [Int32]
  /// Weight columns one after another, each with one weight a flow.
  public let weights: [Double]
  public let weightCount: Int
  private let highestRow: Int32

  public var contractCount: Int { offsets.count - 1 }
  public var flowCount: Int { rows.count }

  /// Precondition: offsets start with 0, never fall and end with the number of flows, rows are not negative, and there
  /// are `weightCount` weights a flow, at least one.
  public init(offsets: [Int], rows: [Int32], weights: [Double], weightCount: Int = 1) {
    precondition(
      offsets.first == 0 && offsets.last == rows.count && zip(offsets, offsets.dropFirst()).allSatisfy(<=),
      "offsets run from 0 to the number of flows")
    precondition(
      weightCount >= 1 && weights.count == rows.count * weightCount, "one weight a flow in each column")
    precondition(offsets.count - 1 <= Int(Int32.max), "contracts are numbered in 32 bits")
    var lowest: Int32 = 0
    var highest: Int32 = -1
    for row in rows {
      lowest = min(lowest, row)
      highest = max(highest, row)
    }
    precondition(lowest >= 0, "a row is not negative")
    self.offsets = offsets
    self.rows = rows
    self.weights = weights
    self.weightCount = weightCount
    highestRow = highest
  }

  /// The least number of matrix rows that holds the row of every flow of `contracts`, of all of them when `nil`.
  func rowsNeeded(by contracts: [Int32]?) -> Int {
    guard let contracts else { return Int(highestRow) + 1 }
    var highest: Int32 = -1
    for contract in contracts {
      for flow in offsets[Int(contract)]..<offsets[Int(contract) + 1] { highest = max(highest, rows[flow]) }
    }
    return Int(highest) + 1
  }
}
