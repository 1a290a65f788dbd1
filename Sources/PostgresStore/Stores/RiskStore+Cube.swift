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

  /// A figure that is read for some scenarios.
  struct Columns {
    let figure: CubeQuestion.Figure
    /// Ordinals of scenarios.
    let scenarios: [Int]
  }

  /// More groups than this of dimensions and currencies are refused: they are held in memory.
  static let mostFacts = 250_000

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
          let isBaseOnly = scenario > 0 && book.request.pricing.baseOnlyMeasures.contains(figure.measure)
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
    guard places.count * figureCount <= CubeQuestion.mostCells else {
      throw tooMuch("has \(places.count) cells, of \(CubeQuestion.mostCells / figureCount)")
    }
    return places
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

  // MARK: Sums of groups

  /// Joins and conditions that tell the positions of a question, with their instruments and one measure's vectors `v`.
  struct CubeSource {
    var parameters: [PostgresValue] = []
    let columns: [CubeColumn]
    private(set) var sql: String

    init(_ book: Book, _ question: CubeQuestion, valuationDate: CivilDate, _ figure: CubeQuestion.Figure) {
      columns = question.dimensions.map { CubeColumn(dimension: $0, valuationDate: valuationDate) }
      sql = """
        FROM \(book.tables.results) v JOIN \(book.tables.positions) p USING (position_number)
        JOIN instrument i USING (instrument_no)
        """
      if figure.measure.aggregation == .weightedByPresentValue {
        sql += """

          JOIN \(book.tables.results) w ON w.position_number = v.position_number
            AND w.measure_no = \(Measure.presentValue.number) AND w.factor = ''
          """
      }
      var parameters: [PostgresValue] = []
      func parameter(_ value: PostgresValue) -> String {
        parameters.append(value)
        return "$\(parameters.count)"
      }
      sql += "\nWHERE v.measure_no = \(parameter(.int2(figure.measure.number)))"
      sql += " AND v.factor = \(parameter(.text(figure.factor)))"
      if figure.measure.aggregation == .weightedByPresentValue {
        sql += " AND (v.reasons IS NULL OR v.reasons #>> '{*,code}' IS DISTINCT FROM 'not_applicable')"
      }
      if let node = question.node {
        sql += " AND \(PortfolioStore.isUnder("p.portfolio_id", node: parameter(.text(node))))"
      }
      for (dimension, groups) in question.groups.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        let column = CubeColumn(dimension: dimension, valuationDate: valuationDate)
        sql += " AND \(column.condition(groups, parameter))"
      }
      self.parameters = parameters
    }

    /// The currency of amounts as SQL: that of the instrument, or of the factor of an FX delta.
    static func currency(_ figure: CubeQuestion.Figure) -> String {
      figure.measure == .fxDelta ? "v.factor" : "i.currency::text"
    }
  }

  /// Exact sums by group and currency.
  ///
  /// A number is added as its whole part and as what is left of it in units of 2^-40, both integers, of which the server adds
  /// any number in any order, with helpers, to the same sum: that of `FixedPointSum`.
  func cubeFacts(_ book: Book, _ question: CubeQuestion, _ columns: Columns) throws -> [CubeFact] {
    let valuationDate = try ResultStore(connection).valuationDate(run: book.tables.run)
    let source = CubeSource(book, question, valuationDate: valuationDate, columns.figure)
    let isAverage = columns.figure.measure.aggregation == .weightedByPresentValue
    let values = columns.scenarios.map { "v.\"values\"[\($0 + 1)]" }
    let weights = isAverage ? columns.scenarios.map { "w.\"values\"[\($0 + 1)]" } : []
    let terms = isAverage ? zip(weights, values).map { "\($0) * \($1)" } : values
    // In this order: a product of numbers within the range cannot overflow.
    let isWhole = (values + weights + (isAverage ? terms : [])).map { "abs(\($0)) < 9e18" }.joined(
      separator: " AND ")
    let sums = (terms + weights).flatMap { term in
      [
        "sum(trunc(\(term))::int8)",
        "sum(((\(term) - trunc(\(term))) * 1099511627776)::int8)",
      ]
    }.map { "coalesce((\($0) FILTER (WHERE \(isWhole)))::text, '0')" }
    let keys = source.columns.map(\.expression) + [CubeSource.currency(columns.figure)]
    let sql = """
      SELECT \((keys + ["count(*)", "count(*) FILTER (WHERE \(isWhole))"] + sums).joined(separator: ", "))
      \(source.sql)
      GROUP BY \((1...keys.count).map(String.init).joined(separator: ", "))
      """
    var facts: [CubeFact] = []
    try connection.forEachRow(sql, source.parameters) { row in
      guard facts.count < RiskStore.mostFacts else {
        throw RiskStore.tooMuch("asks for more than \(RiskStore.mostFacts) groups, the most")
      }
      let first = keys.count + 2
      let sums = try (0..<terms.count + weights.count).map { try RiskStore.sum(row, first + 2 * $0) }
      facts.append(
        CubeFact(
          values: source.columns.enumerated().map { $1.values(row, $0) },
          currency: try RiskStore.currency(row.text(keys.count - 1)),
          sums: RollUpCell(
            sums: Array(sums[..<terms.count]), weights: Array(sums[terms.count...]),
            positionCount: row.int(keys.count), gapCount: row.int(keys.count) - row.int(keys.count + 1))))
    }
    return facts
  }

  static func currency(_ code: String) throws(StoreError) -> Currency {
    guard let currency = Currency(code) else { throw .unreadable("'\(code)' is not a currency") }
    return currency
  }

  private static func sum(_ row: PostgresRow, _ column: Int) throws -> FixedPointSum {
    guard let wholes = Int128(row.text(column)), let remainders = Int128(row.text(column + 1)) else {
      throw StoreError.unreadable("a sum of the database is not a whole number")
    }
    return try FixedPointSum(wholes: wholes, remainders: remainders)
  }
}
