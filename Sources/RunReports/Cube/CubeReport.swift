import DatesAndConventions
public import PostgresStore
public import Pricing
import RiskAnalytics
public import RunRecords

/// A cube of a run's results as services and commands show it.
public struct CubeReport: Sendable, Encodable {
  /// Into which of a table's heads a dimension's groups go.
  public enum Axis: String, Sendable, Encodable {
    case rows
    case columns
  }

  public struct Dimension: Sendable, Encodable {
    public let dimension: CubeDimension
    public let axis: Axis
    public let groups: [Group]
  }

  public struct Group: Sendable, Encodable {
    public enum Kind: String, Sendable, Encodable {
      case value = "VALUE"
      case none = "NONE"
      case other = "OTHER"
    }

    public let kind: Kind
    /// Only of a value.
    public let value: String?
    /// Only of the others: how many values they are.
    public let valueCount: Int?
  }

  public struct Figure: Sendable, Encodable {
    /// A measure, or `VAR` or `ES`.
    public let name: String
    public let factor: String
    public let label: String
    public let unit: MeasureUnit
    public let decimals: Int
  }

  public struct Cell: Sendable, Encodable {
    /// For each dimension the index of a group, `nil` for all of them together.
    public let at: [Int?]
    /// In order of the figures.
    public let figures: [Value]
    /// The address of the rows behind it; `nil` where no filter names them.
    public let results: String?
  }

  public struct Value: Sendable, Encodable {
    public let value: Double?
    public let reason: Reason?
    public let positionCount: Int
    public let gapCount: Int
  }

  public let runId: String
  public let runState: RunState
  /// Of amounts.
  public let currency: String?
  /// `nil` for tail risk, which is of several.
  public let scenario: String?
  public let isDifference: Bool?
  /// Only of tail risk, as is the number of scenarios.
  public let confidence: Double?
  public let scenarioCount: Int?
  public let dimensions: [Dimension]
  public let figures: [Figure]
  public let cells: [Cell]

  /// Of a run that has no results yet.
  public init(_ run: RunRecord) {
    (runId, runState, currency, scenario, isDifference) = (run.id.text, run.state, nil, nil, nil)
    (confidence, scenarioCount, dimensions, figures, cells) = (nil, nil, [], [], [])
  }

  /// - Parameters:
  ///   - rowCount: How many of the dimensions, the first, are of rows.
  ///   - scenario: Ordinal in the run.
  public init(
    _ book: RiskStore.Book, _ question: CubeQuestion, rowCount: Int, _ asked: [CubeQuestion.Figure],
    scenario: Int, isDifference: Bool, _ answer: RiskStore.CubeAnswer
  ) {
    (runId, runState, currency) = (book.run.id.text, book.run.state, book.currency.code)
    let name = book.run.scenarioIDs[scenario]
    self.scenario = name
    self.isDifference = isDifference
    (confidence, scenarioCount) = (nil, nil)
    dimensions = Self.dimensions(question, rowCount: rowCount, answer.axes)
    figures = asked.map { figure in
      let display = figure.measure.display
      return Figure(
        name: figure.measure.rawValue, factor: figure.factor, label: display.label, unit: display.unit,
        decimals: display.decimals)
    }
    // A listing shows one measure or all.
    var query = asked.count == 1 ? [("measure", asked[0].measure.rawValue), ("factor", asked[0].factor)] : []
    query += (isDifference ? ["BASE", name] : [name]).map { ("scenario", $0) }
    let rows = RowsAddress(book.run.id, question, answer.axes, query)
    cells = answer.cells.map { cell in
      Cell(at: cell.place, figures: cell.figures.map(Self.value), results: rows.address(cell.place))
    }
  }

  /// Of tail risk: value at risk and expected shortfall.
  public init(
    _ book: RiskStore.Book, _ question: CubeQuestion, rowCount: Int, confidence: Double,
    _ answer: RiskStore.TailAnswer
  ) {
    (runId, runState, currency) = (book.run.id.text, book.run.state, book.currency.code)
    (scenario, isDifference) = (nil, nil)
    self.confidence = confidence
    scenarioCount = answer.scenarios.count
    dimensions = Self.dimensions(question, rowCount: rowCount, answer.axes)
    figures = [("VAR", "Value at risk"), ("ES", "Expected shortfall")].map {
      Figure(name: $0.0, factor: "", label: $0.1, unit: .amount, decimals: 0)
    }
    let rows = RowsAddress(book.run.id, question, answer.axes, [("measure", Measure.presentValue.rawValue)])
    cells = answer.cells.map { cell in
      func value(_ result: Result<Double, CellGap>) -> Value {
        Value(result, positionCount: cell.positionCount, gapCount: cell.gapCount)
      }
      return Cell(
        at: cell.place,
        figures: [value(cell.risk.map(\.valueAtRisk)), value(cell.risk.map(\.expectedShortfall))],
        results: rows.address(cell.place))
    }
  }

  private static func dimensions(
    _ question: CubeQuestion, rowCount: Int, _ axes: [CubeAxis]
  ) -> [Dimension] {
    zip(question.dimensions, axes).enumerated().map { index, pair in
      Dimension(
        dimension: pair.0, axis: index < rowCount ? .rows : .columns,
        groups: pair.1.groups.map { group in
          switch group {
          case .value(let name): Group(kind: .value, value: name, valueCount: nil)
          case .none: Group(kind: .none, value: nil, valueCount: nil)
          case .other(let count): Group(kind: .other, value: nil, valueCount: count)
          }
        })
    }
  }

  private static func value(_ figure: CubeFigure?) -> Value {
    guard let figure else {
      let reason = Reason(.notApplicable, "no position here has the measure")
      return Value(.failure(CellGap(reason)), positionCount: 0, gapCount: 0)
    }
    return Value(figure.values[0], positionCount: figure.positionCount, gapCount: figure.gapCount)
  }
}

extension CubeReport.Value {
  init(_ result: Result<Double, CellGap>, positionCount: Int, gapCount: Int) {
    switch result {
    case .success(let value): (self.value, reason) = (value, nil)
    case .failure(let gap): (value, reason) = (nil, gap.reason)
    }
    self.positionCount = positionCount
    self.gapCount = gapCount
  }
}
