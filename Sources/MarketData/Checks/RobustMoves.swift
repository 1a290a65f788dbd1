/// How far from usual a move is, told so that a few wild moves among the usual ones do not matter.
struct RobustMoves {
  let median: Double
  /// 1.4826 times the median absolute deviation, which for normal moves is their standard deviation (Hampel, 1974);
  /// 0 where more than half of the moves are the same.
  let deviation: Double

  /// - Precondition: There is a move.
  init(_ moves: [Double]) {
    let median = RobustMoves.median(moves)
    self.median = median
    deviation = 1.4826 * RobustMoves.median(moves.map { abs($0 - median) })
  }

  /// How many deviations from the median a move is; `nil` where the deviation is zero.
  func deviations(of move: Double) -> Double? { deviation > 0 ? (move - median) / deviation : nil }

  private static func median(_ values: [Double]) -> Double {
    precondition(!values.isEmpty, "nothing has no median")
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
