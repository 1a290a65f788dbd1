import DatesAndConventions
import NumericalMethods
import Pricing
import RiskAnalytics
import RunRecords

extension RiskStore {
  /// A figure that is read for some scenarios.
  struct Columns {
    let figure: CubeQuestion.Figure
    /// Ordinals of scenarios.
    let scenarios: [Int]
  }

  /// More groups than this of dimensions and currencies are refused: they are held in memory.
  private static let mostFacts = 250_000

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
      let sum = ExactSum(of: term)
      return [sum.wholes, sum.remainders]
    }.map { "coalesce((\($0) FILTER (WHERE \(isWhole)))::text, '0')" }
    let keys = source.columns.map(\.expression) + [CubeSource.currency(columns.figure)]
    let places = (1...keys.count).map(String.init).joined(separator: ", ")
    // In order, so that what is worked out of them has the same digits each time.
    let sql = """
      SELECT \((keys + ["count(*)", "count(*) FILTER (WHERE \(isWhole))"] + sums).joined(separator: ", "))
      \(source.sql)
      GROUP BY \(places) ORDER BY \(places)
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
