import Pricing

/// One row of a block: where its values and its gaps are.
struct RowValues {
  let values: Range<Int>
  let gaps: Range<Int>

  /// Whether the cell of a scenario has a reason instead of a value.
  func isMissing(_ scenario: Int, in block: ResultBlock) -> Bool {
    gaps.contains { block.gaps[$0].scenario == nil || block.gaps[$0].scenario == scenario }
  }

  /// Whether the whole row has this reason.
  func hasReason(_ code: Reason.Code, in block: ResultBlock) -> Bool {
    gaps.contains { block.gaps[$0].scenario == nil && block.gaps[$0].reason.code == code }
  }
}
