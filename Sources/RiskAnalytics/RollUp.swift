public import DatesAndConventions
public import Instruments
public import NumericalMethods
public import Pricing

/// Position results added up per portfolio, product, currency, measure and factor.
///
/// Sums are exact, so a roll-up has the same bits for any order and any split of the positions.
public struct RollUp: Sendable {
  public let scenarioCount: Int
  public private(set) var cells: [RollUpKey: RollUpCell] = [:]

  public init(scenarioCount: Int) { self.scenarioCount = scenarioCount }

  /// What the roll-up needs to know of a position.
  public struct Holding: Sendable, Hashable {
    public let portfolio: String
    public let productType: ProductType
    public let currency: Currency

    public init(portfolio: String, productType: ProductType, currency: Currency) {
      self.portfolio = portfolio
      self.productType = productType
      self.currency = currency
    }
  }

  /// Adds every row of `block` whose measure adds up; `holding` tells where a position number belongs.
  ///
  /// Averages need the present value row of the same position in the block; without it they are left out.
  public mutating func add(_ block: ResultBlock, holding: (Int32) -> Holding) {
    precondition(block.scenarioCount == scenarioCount, "a roll-up has one set of scenarios")
    let gaps = GapIndex(block)
    var presentValueRow: Int?
    var position: Int32 = -1
    for (index, row) in block.rows.enumerated() {
      if row.positionNumber != position {
        position = row.positionNumber
        presentValueRow = nil
      }
      if row.measure == .presentValue { presentValueRow = index }
      let place = holding(row.positionNumber)
      switch row.measure.aggregation {
      case .none: continue
      case .sum: addAmount(block, index, row, place, gaps)
      case .weightedByPresentValue:
        if let presentValueRow { addAverage(block, index, row, place, weightRow: presentValueRow, gaps) }
      }
    }
  }

  /// Adds one stored part. Throws when a sum would leave its range.
  public mutating func merge(_ key: RollUpKey, _ cell: RollUpCell) throws(FixedPointSumError) {
    try cells[key, default: RollUpCell(key.measure, scenarioCount: scenarioCount)].merge(cell)
  }

  private mutating func addAmount(
    _ block: ResultBlock, _ index: Int, _ row: ResultBlock.Row, _ place: Holding, _ gaps: GapIndex
  ) {
    // An FX delta is an amount of its factor's currency; a row without one holds only a reason.
    if row.measure == .fxDelta, row.factor.isEmpty, gaps.hasReason(row: index, .notApplicable) { return }
    let currency = row.measure == .fxDelta ? Currency(row.factor) ?? place.currency : place.currency
    let key = RollUpKey(
      portfolio: place.portfolio, productType: place.productType, currency: currency, measure: row.measure,
      factor: row.factor)
    let start = index * scenarioCount
    var complete = true
    update(key) { cell in
      for scenario in cell.sums.indices {
        if gaps.contains(row: index, scenario: scenario)
          || !cell.sums[scenario].adds(block.values[start + scenario])
        {
          complete = false
        }
      }
      cell.positionCount += 1
      if !complete { cell.gapCount += 1 }
    }
  }

  private mutating func addAverage(
    _ block: ResultBlock, _ index: Int, _ row: ResultBlock.Row, _ place: Holding, weightRow: Int,
    _ gaps: GapIndex
  ) {
    if gaps.hasReason(row: index, .notApplicable) { return }
    let key = RollUpKey(
      portfolio: place.portfolio, productType: place.productType, currency: place.currency,
      measure: row.measure,
      factor: row.factor)
    let start = index * scenarioCount
    let weightStart = weightRow * scenarioCount
    var complete = true
    update(key) { cell in
      for scenario in cell.sums.indices {
        let weight = block.values[weightStart + scenario]
        let product = weight * block.values[start + scenario]
        let missing =
          gaps.contains(row: index, scenario: scenario) || gaps.contains(row: weightRow, scenario: scenario)
        var sum = cell.sums[scenario]
        var weights = cell.weights[scenario]
        if missing || !sum.adds(product) || !weights.adds(weight) {
          complete = false
        } else {
          cell.sums[scenario] = sum
          cell.weights[scenario] = weights
        }
      }
      cell.positionCount += 1
      if !complete { cell.gapCount += 1 }
    }
  }

  private mutating func update(_ key: RollUpKey, _ change: (inout RollUpCell) -> Void) {
    change(&cells[key, default: RollUpCell(key.measure, scenarioCount: scenarioCount)])
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

/// The gaps of a block, for looking up by row.
private struct GapIndex {
  private let byRow: [Int: [ResultBlock.Gap]]

  init(_ block: ResultBlock) { byRow = Dictionary(grouping: block.gaps, by: \.row) }

  func contains(row: Int, scenario: Int) -> Bool {
    guard let gaps = byRow[row] else { return false }
    return gaps.contains { $0.scenario == nil || $0.scenario == scenario }
  }

  /// Whether the whole row has this reason.
  func hasReason(row: Int, _ code: Reason.Code) -> Bool {
    byRow[row]?.contains { $0.scenario == nil && $0.reason.code == code } ?? false
  }
}
