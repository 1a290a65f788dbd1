import DatesAndConventions
import NumericalMethods
import Pricing
public import RiskAnalytics
public import RunRecords

extension RiskStore {
  /// Figures over the groups of some dimensions, with every total, in the reporting currency.
  public struct CubeAnswer: Sendable {
    /// By dimension of the question.
    public let axes: [CubeAxis]
    /// In order of the axes, totals after their parts.
    public let cells: [Cell]

    public struct Cell: Sendable {
      public let place: Cube.Place
      /// By figure of the question; `nil` where no position has the measure.
      public let figures: [CubeFigure?]
    }
  }

  /// A cube of a run's results under one scenario.
  ///
  /// Each figure is one statement over all positions, which gives the exact sums of every group in its own currency; totals
  /// and conversion follow here.
  ///
  /// - Parameters:
  ///   - scenario: Ordinal in the run.
  ///   - isDifference: Whether figures are those under the scenario less those under `BASE`, of positions that have both.
  /// - Throws: `StoreError.invalid` for a question that the run cannot answer, or that has too many groups or cells.
  public func cube(
    _ book: Book, _ question: CubeQuestion, _ figures: [CubeQuestion.Figure], scenario: Int,
    isDifference: Bool
  ) throws -> CubeAnswer {
    let problems = question.problems(figures, of: book.request)
    guard problems.isEmpty else { throw StoreError.invalid(problems) }
    let scenarios = isDifference ? [scenario, 0] : [scenario]
    let rates = try columnRates(book, scenarios)
    let facts = try connection.transaction {
      // Two tables of all positions are hashed.
      try connection.execute("SET LOCAL work_mem = '64MB'")
      return try figures.map { try cubeFacts(book, question, Columns(figure: $0, scenarios: scenarios)) }
    }
    let axes = RiskStore.axes(question, facts, rates)
    let cubes = try facts.map { facts in
      var cube = Cube(axes: axes)
      for fact in facts {
        try cube.add(
          fact.sums, in: zip(axes, fact.values).map { $0.groups(of: $1) }, currency: fact.currency)
        try RiskStore.requireFew(cube.cellCount, figureCount: figures.count)
      }
      return cube
    }
    let places = try RiskStore.places(cubes, figureCount: figures.count)
    let cells = places.map { place in
      CubeAnswer.Cell(
        place: place,
        figures: zip(figures, cubes).map { figure, cube in
          let parts = cube.parts(place)
          guard !parts.isEmpty else { return nil }
          let found = CubeFigure(parts, figure.measure, rates: rates, into: book.currency)
          let isBaseOnly = scenario > 0 && book.request.pricing.isBaseOnly(figure.measure)
          return isBaseOnly
            ? found.withheld(Reason(.notApplicable, "asked for on BASE only"))
            : isDifference ? found.difference : found
        })
    }
    return CubeAnswer(axes: axes, cells: cells)
  }

  /// The places of all cubes in order.
  private static func places(_ cubes: [Cube], figureCount: Int) throws -> [Cube.Place] {
    let places = Set(cubes.flatMap(\.places)).sorted(by: Cube.isBefore)
    try requireFew(places.count, figureCount: figureCount)
    return places
  }

  private static func requireFew(_ cellCount: Int, figureCount: Int) throws(StoreError) {
    guard cellCount * figureCount > CubeQuestion.mostCells else { return }
    throw tooMuch("has more than the \(CubeQuestion.mostCells / figureCount) cells")
  }

  static func tooMuch(_ what: String) -> StoreError {
    .invalid([
      RunRequestProblem(
        field: "top", message: "\(what) that are served; name a smaller one, fewer dimensions, or a filter")
    ])
  }

  /// Each dimension's groups: values of all figures, the largest by the first.
  static func axes(
    _ question: CubeQuestion, _ facts: [[CubeFact]], _ rates: [Currency: [Double]]
  ) -> [CubeAxis] {
    question.dimensions.enumerated().map { index, dimension in
      var sizes: [String?: Double] = [:]
      for (number, figureFacts) in facts.enumerated() {
        for fact in figureFacts {
          let sum = fact.sums.weights.first ?? fact.sums.sums[0]
          let size = number == 0 ? sum.value * (rates[fact.currency]?[0] ?? 1) : 0
          for value in fact.values[index] { sizes[value, default: 0] += size }
        }
      }
      return CubeAxis(sizes: sizes, top: question.top, order: dimension.order)
    }
  }

  /// Rates into the reporting currency by column, of currencies that have them.
  func columnRates(_ book: Book, _ scenarios: [Int]) throws -> [Currency: [Double]] {
    try rates(book).mapValues { rates in scenarios.map { rates[$0] } }
  }
}
