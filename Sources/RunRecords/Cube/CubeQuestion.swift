public import Pricing

/// What is asked of a cube of a run's results.
public struct CubeQuestion: Sendable, Hashable {
  /// One figure of every cell.
  public struct Figure: Sendable, Hashable {
    public let measure: Measure
    /// A key rate or currency where the measure has such; otherwise empty.
    public let factor: String

    public init(_ measure: Measure, factor: String = "") {
      self.measure = measure
      self.factor = factor
    }
  }

  /// Up to three, each once; those of rows before those of columns.
  public var dimensions: [CubeDimension]
  /// Only positions at this node and below it.
  public var node: String?
  /// Only positions in these groups.
  public var groups: PositionGroups
  /// The most groups of a dimension that are told apart; the smaller ones are one group, `other`.
  public var top: Int

  public init(dimensions: [CubeDimension], node: String? = nil, groups: PositionGroups = [:], top: Int? = nil)
  {
    self.dimensions = dimensions
    self.node = node
    self.groups = groups
    self.top = top ?? Self.usualTop(dimensions.count)
  }

  public static let mostDimensions = 3
  public static let mostFigures = 6
  public static let tops = 1...1_000
  /// Cells of an answer, totals included.
  public static let mostCells = 10_000

  /// As many as a page can show.
  public static func usualTop(_ dimensionCount: Int) -> Int {
    switch dimensionCount {
    case ...1: return 500
    case 2: return 50
    default: return 15
    }
  }

  /// What is wrong with the question, for a run of this request.
  public func problems(_ figures: [Figure], of request: RunRequest) -> [RunRequestProblem] {
    var problems: [RunRequestProblem] = []
    func refuse(_ field: String, _ message: String) {
      problems.append(RunRequestProblem(field: field, message: message))
    }
    if dimensions.count > Self.mostDimensions {
      refuse("rows", "and columns are more than \(Self.mostDimensions) dimensions; take some out")
    }
    if Set(dimensions).count < dimensions.count {
      refuse("rows", "and columns name a dimension twice; name each once")
    }
    if figures.count > Self.mostFigures {
      refuse("measure", "is given more than \(Self.mostFigures) times; ask twice")
    }
    if Set(figures).count < figures.count { refuse("measure", "is named twice; name each once") }
    let known = request.pricing.measures
    for figure in figures {
      let name = figure.measure.rawValue
      if !known.contains(figure.measure) {
        refuse(
          "measure",
          "\(name) is not in this run; use one of: \(known.map(\.rawValue).joined(separator: ", "))")
      } else if figure.measure.aggregation == .weightedByPresentValue, !known.contains(.presentValue) {
        refuse("measure", "\(name) is averaged by PV, which the run does not have; make a run with PV")
      }
      switch figure.measure.display.factor {
      case .none where !figure.factor.isEmpty: refuse("factor", "\(name) has none; leave it out")
      case .curvePoint where figure.factor.isEmpty:
        refuse("factor", "is needed for \(name); name one such as USD:5Y")
      case .currency where figure.factor.isEmpty:
        refuse("factor", "is needed for \(name); name one such as EUR")
      case .surfaceExpiry where figure.factor.isEmpty:
        refuse("factor", "is needed for \(name); name one such as EURUSD:1Y")
      case .curveQuote where figure.factor.isEmpty:
        refuse("factor", "is needed for \(name); name one such as USD.TREASURY:5Y")
      case .none, .curvePoint, .curveQuote, .surfaceExpiry, .currency: break
      }
    }
    return problems
  }
}
