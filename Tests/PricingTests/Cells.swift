import Pricing

/// One cell of a result block, for tests.
enum Cell: Equatable {
  case value(Double)
  case reason(Reason)

  var value: Double? {
    if case .value(let value) = self { return value }
    return nil
  }

  var reason: Reason? {
    if case .reason(let reason) = self { return reason }
    return nil
  }
}

/// The first scenario's cells by position number and measure; for measures with factors, the first factor's.
func cells(_ block: ResultBlock, positions: Int) -> [[Measure: Cell]] {
  var result = [[Measure: Cell]](repeating: [:], count: positions)
  for (index, row) in block.rows.enumerated() where result[Int(row.positionNumber)][row.measure] == nil {
    result[Int(row.positionNumber)][row.measure] = cell(block, row: index, scenario: 0)
  }
  return result
}

func cell(_ block: ResultBlock, row: Int, scenario: Int) -> Cell {
  if let gap = block.gaps.first(where: { $0.row == row && ($0.scenario == nil || $0.scenario == scenario) }) {
    return .reason(gap.reason)
  }
  // Of a measure on the base market alone there is one value.
  let range = block.range(ofRow: row)
  return .value(block.values[range.lowerBound + min(scenario, range.count - 1)])
}
