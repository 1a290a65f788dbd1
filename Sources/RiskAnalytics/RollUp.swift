public import DatesAndConventions
public import Instruments
public import NumericalMethods
public import Pricing

/// Position results added up per portfolio, product, currency, measure and factor.
///
/// Sums are exact, so a roll-up has the same bits for any order and any split of the positions.
public struct RollUp: Sendable {
  public let scenarioCount: Int
  private var keys: [RollUpKey] = []
  private var sums: [RollUpCell] = []
  private var places: [RollUpKey: Int] = [:]
  private var rowPlaces: [Holding: RowPlaces] = [:]

  public init(scenarioCount: Int) { self.scenarioCount = scenarioCount }

  /// Every key with its sums, in no particular order.
  public var cells: [RollUpKey: RollUpCell] { Dictionary(uniqueKeysWithValues: zip(keys, sums)) }

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
    var row = 0
    var gap = 0
    while row < block.rows.count {
      let position = block.rows[row].positionNumber
      let holding = holding(position)
      var known = rowPlaces[holding] ?? RowPlaces()
      let isExtended = addPosition(block, holding, &known, from: &row, gap: &gap)
      if isExtended { rowPlaces[holding] = known }
    }
  }

  /// Adds the rows of one position, of which `row` is the first and `gap` the first gap not before it; both move past
  /// them. Tells whether `known` has new places.
  private mutating func addPosition(
    _ block: ResultBlock, _ holding: Holding, _ known: inout RowPlaces, from row: inout Int, gap: inout Int
  ) -> Bool {
    let position = block.rows[row].positionNumber
    let knownBefore = known.count
    var presentValue: RowValues?
    while row < block.rows.count, block.rows[row].positionNumber == position {
      defer { row += 1 }
      let firstGap = gap
      while gap < block.gaps.count, block.gaps[gap].row == row { gap += 1 }
      let key = block.rows[row]
      let values = RowValues(
        values: block.range(ofRow: row), gaps: firstGap..<gap)
      if key.measure == .presentValue { presentValue = values }
      switch key.measure.aggregation {
      case .none: continue
      case .sum:
        // An FX delta is an amount of its factor's currency; a row without one holds only a reason.
        if key.measure == .fxDelta, key.factor.isEmpty, values.hasReason(.notApplicable, in: block) {
          continue
        }
        let place = place(key, holding, &known, count: values.values.count)
        sums[place].addAmount(values, of: block)
      case .weightedByPresentValue:
        guard let presentValue, !values.hasReason(.notApplicable, in: block) else { continue }
        let place = place(key, holding, &known, count: values.values.count)
        sums[place].addAverage(values, weights: presentValue, of: block)
      }
    }
    return known.count > knownBefore
  }

  /// Adds one stored part. Throws when a sum would leave its range.
  public mutating func merge(_ key: RollUpKey, _ cell: RollUpCell) throws(FixedPointSumError) {
    let place = place(key, count: cell.sums.count)
    try sums[place].merge(cell)
  }

  /// Adds every part of another roll-up. Throws when a sum would leave its range.
  public mutating func merge(_ other: RollUp) throws(FixedPointSumError) {
    for (key, cell) in zip(other.keys, other.sums) { try merge(key, cell) }
  }

  /// Takes back every part of another roll-up: what is left has the bits of a roll-up in which it never was.
  ///
  /// A key without any position left stays, with sums of zero. Throws when a sum would leave its range.
  public mutating func subtract(_ other: RollUp) throws(FixedPointSumError) {
    for (key, cell) in zip(other.keys, other.sums) {
      let place = place(key, count: cell.sums.count)
      try sums[place].subtract(cell)
    }
  }

  /// The part of the portfolios that `isKept` takes.
  public func part(where isKept: (_ portfolio: String) -> Bool) -> RollUp {
    var part = RollUp(scenarioCount: scenarioCount)
    for (key, cell) in zip(keys, sums) where isKept(key.portfolio) {
      part.places[key] = part.keys.count
      part.keys.append(key)
      part.sums.append(cell)
    }
    return part
  }

  /// Everything in one book, which has no name. Throws when a sum would leave its range.
  public func inOneBook() throws(FixedPointSumError) -> RollUp {
    var all = RollUp(scenarioCount: scenarioCount)
    for (key, cell) in zip(keys, sums) {
      let key = RollUpKey(
        portfolio: "", productType: key.productType, currency: key.currency, measure: key.measure,
        factor: key.factor)
      try all.merge(key, cell)
    }
    return all
  }

  /// Where a row of a holding adds up.
  private mutating func place(
    _ row: ResultBlock.Row, _ holding: Holding, _ known: inout RowPlaces, count: Int
  ) -> Int {
    if let place = known.place(row.measure, row.factor) { return place }
    let currency = row.measure == .fxDelta ? Currency(row.factor) ?? holding.currency : holding.currency
    let place = place(
      RollUpKey(
        portfolio: holding.portfolio, productType: holding.productType, currency: currency,
        measure: row.measure, factor: row.factor), count: count)
    known.append(row.measure, row.factor, place)
    return place
  }

  private mutating func place(_ key: RollUpKey, count: Int) -> Int {
    if let place = places[key] { return place }
    places[key] = keys.count
    keys.append(key)
    sums.append(RollUpCell(key.measure, valueCount: count))
    return keys.count - 1
  }
}

/// The places of the rows that one holding has had.
///
/// Positions of a kind have the same rows in the same order, so each row is first looked for after the one before.
private struct RowPlaces: Sendable {
  private var rows: [(measure: Measure, factor: String, place: Int)] = []
  private var next = 0

  var count: Int { rows.count }

  mutating func place(_ measure: Measure, _ factor: String) -> Int? {
    for _ in rows.indices {
      if next == rows.count { next = 0 }
      let row = rows[next]
      next += 1
      if row.measure == measure, row.factor == factor { return row.place }
    }
    return nil
  }

  mutating func append(_ measure: Measure, _ factor: String, _ place: Int) {
    rows.append((measure, factor, place))
    next = rows.count
  }
}
