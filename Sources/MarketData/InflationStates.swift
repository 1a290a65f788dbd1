import DatesAndConventions

/// One price index in the base market and under every scenario, with each distinct state held once.
struct InflationStates: Sendable {
  /// The first is the base market's.
  private let curves: [InflationCurve]
  /// Column 0 is the base market.
  private let curveOfColumn: [Int]

  /// Throws the scenario that moves a rate to where there is no index.
  init(
    _ index: InflationIndex, _ quotes: InflationQuotes, valuationDate: CivilDate, scenarios: [Scenario]
  ) throws(ScenarioError) {
    var moves = [0.0]
    var moveOfColumn = [0]
    for scenario in scenarios {
      var move = 0.0
      for case .inflation(let shift) in scenario.shifts
      where shift.indices.isEmpty || shift.indices.contains(index.id.rawValue) {
        move += shift.basisPoints / 10_000
      }
      if let known = moves.firstIndex(of: move) {
        moveOfColumn.append(known)
      } else {
        moveOfColumn.append(moves.count)
        moves.append(move)
      }
    }
    var curves: [InflationCurve] = []
    for (number, move) in moves.enumerated() {
      guard let curve = InflationCurve(index, quotes, valuationDate: valuationDate, shift: move) else {
        let scenario = moveOfColumn.firstIndex(of: number) ?? 0
        throw ScenarioError(
          scenario: scenario == 0 ? "BASE" : scenarios[scenario - 1].id,
          problem: "moves a breakeven of \(index.id.rawValue) to -90% or less; move it by less")
      }
      curves.append(curve)
    }
    self.curves = curves
    curveOfColumn = moveOfColumn
  }

  func table(_ references: [IndexReference], stride: Int) throws(MissingMarketData) -> InflationTable {
    var table = InflationTable(rows: references.count, stride: stride)
    for (row, reference) in references.enumerated() {
      table.isKnown.append(curves[0].isKnown(reference))
      var cells: [(value: Double, sensitivity: Double)] = []
      for curve in curves { cells.append((try curve.value(reference), curve.sensitivity(reference))) }
      for (column, curve) in curveOfColumn.enumerated() {
        table.values[row * stride + column] = cells[curve].value
        table.sensitivities[row * stride + column] = cells[curve].sensitivity
      }
    }
    return table
  }
}

/// Values of a price index by what is referred to and by scenario.
public struct InflationTable: Sendable {
  /// Rows of `stride` doubles: column 0 is the base market, column 1 + s scenario s; the rest is 0.
  public fileprivate(set) var values: [Double]
  /// The relative change of each value for a parallel move of all breakevens, per 1.00 of rate.
  public fileprivate(set) var sensitivities: [Double]
  /// Of each row: whether it is published.
  public fileprivate(set) var isKnown: [Bool] = []
  public let stride: Int

  fileprivate init(rows: Int, stride: Int) {
    values = [Double](repeating: 0, count: rows * stride)
    sensitivities = values
    self.stride = stride
  }
}
