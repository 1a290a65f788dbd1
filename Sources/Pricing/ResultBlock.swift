/// Results of a batch of positions in flat columns: one row per (position, measure, factor), one value per scenario, or
/// one alone for measures that are wanted on the base market only.
///
/// Rows are in ascending position number, then in the order of `Measure.allCases`, then by factor.
public struct ResultBlock: Sendable {
  /// What a row is about.
  public struct Row: Sendable, Hashable {
    /// The position's ordinal in its snapshot.
    public let positionNumber: Int32
    public let measure: Measure
    /// A key rate such as `USD:5Y` for `KEY_RATE_DV01` and `KEY_RATE_DURATION`, a currency for `FX_DELTA`, empty otherwise.
    public let factor: String

    public init(positionNumber: Int32, measure: Measure, factor: String = "") {
      self.positionNumber = positionNumber
      self.measure = measure
      self.factor = factor
    }
  }

  /// A cell, or a whole row, without a number.
  public struct Gap: Sendable, Hashable {
    public let row: Int
    /// `nil` when the whole row has this reason.
    public let scenario: Int?
    public let reason: Reason

    public init(row: Int, scenario: Int?, reason: Reason) {
      self.row = row
      self.scenario = scenario
      self.reason = reason
    }
  }

  public let scenarioCount: Int
  /// Measures whose rows hold one value.
  private let baseOnlyMeasures: [Measure]
  public private(set) var rows: [Row] = []
  /// Row after row, see `range(ofRow:)`. Cells named in `gaps` hold 0. Always finite.
  public private(set) var values: [Double] = []
  /// In ascending row.
  public private(set) var gaps: [Gap] = []
  /// Where each row's values begin.
  private var starts: [Int] = []

  public init(scenarioCount: Int, baseOnlyMeasures: [Measure] = []) {
    self.scenarioCount = scenarioCount
    self.baseOnlyMeasures = baseOnlyMeasures
  }

  /// Where the values of a row are: one per scenario, or the one of the base market.
  public func range(ofRow row: Int) -> Range<Int> {
    starts[row]..<(row + 1 < starts.count ? starts[row + 1] : values.count)
  }

  /// How many values a row of `measure` holds.
  func valueCount(of measure: Measure) -> Int {
    measure.valueCount(baseOnly: baseOnlyMeasures, scenarioCount: scenarioCount)
  }

  /// Makes room for more rows.
  mutating func reserveRows(_ count: Int) {
    rows.reserveCapacity(rows.count + count)
    starts.reserveCapacity(starts.count + count)
    values.reserveCapacity(values.count + count * scenarioCount)
  }

  /// Appends a row of values, one for each that its measure holds; more are left out. A value that is not finite becomes
  /// a gap with `calculation_failed`.
  public mutating func append(_ row: Row, values rowValues: some Collection<Double>) {
    precondition(rowValues.count >= valueCount(of: row.measure), "one value per scenario")
    var rest = rowValues.makeIterator()
    append(row) { _ in rest.next()! }
  }

  /// Appends a row in which every cell has the same reason.
  public mutating func append(_ row: Row, reason: Reason) {
    gaps.append(Gap(row: rows.count, scenario: nil, reason: reason))
    begin(row)
    values.append(contentsOf: repeatElement(0, count: valueCount(of: row.measure)))
  }

  private mutating func begin(_ row: Row) {
    rows.append(row)
    starts.append(values.count)
  }

  /// Appends rows `rows` of another block of the same scenarios, whose first gap is `gap`, and returns the first gap
  /// after them.
  mutating func append(_ rows: Range<Int>, of other: ResultBlock, gap: Int) -> Int {
    var gap = gap
    for row in rows {
      while gap < other.gaps.count, other.gaps[gap].row == row {
        gaps.append(
          Gap(row: self.rows.count, scenario: other.gaps[gap].scenario, reason: other.gaps[gap].reason))
        gap += 1
      }
      begin(other.rows[row])
      values.append(contentsOf: other.values[other.range(ofRow: row)])
    }
    return gap
  }

  /// Appends a row whose cells are values or reasons.
  public mutating func append(_ row: Row, cells: [Result<Double, CellGap>]) {
    precondition(cells.count >= valueCount(of: row.measure), "one cell per scenario")
    var missing: [MissingCell] = []
    for scenario in 0..<cells.count {
      if case .failure(let gap) = cells[scenario] {
        missing.append(MissingCell(scenario: scenario, reason: gap.reason))
      }
    }
    append(row, missing: missing) { scenario in (try? cells[scenario].get()) ?? 0 }
  }

  /// Appends a row of the values that `value` gives for the scenarios from 0 on; those in `missing`, ascending, have
  /// a reason instead. A value that is not finite becomes a gap with `calculation_failed`.
  @inline(__always)
  mutating func append(_ row: Row, missing: [MissingCell] = [], value: (Int) -> Double) {
    let index = rows.count
    begin(row)
    var nextMissing = 0
    for scenario in 0..<valueCount(of: row.measure) {
      let value = value(scenario)
      if nextMissing < missing.count, missing[nextMissing].scenario == scenario {
        values.append(0)
        gaps.append(Gap(row: index, scenario: scenario, reason: missing[nextMissing].reason))
        nextMissing += 1
      } else if value.isFinite {
        values.append(value)
      } else {
        values.append(0)
        gaps.append(Gap(row: index, scenario: scenario, reason: .notFinite))
      }
    }
  }
}

/// A scenario without a value.
struct MissingCell {
  let scenario: Int
  let reason: Reason
}

extension Reason {
  fileprivate static let notFinite = Reason(.calculationFailed, "the result is not a finite number")
}

/// A reason as an error, so that a cell is `Result<Double, CellGap>`.
public struct CellGap: Error, Sendable, Hashable {
  public let reason: Reason

  public init(_ reason: Reason) { self.reason = reason }
}
