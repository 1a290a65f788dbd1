import DatesAndConventions
public import Pricing
public import RiskAnalytics
public import RunRecords

extension RiskStore {
  /// Value at risk and expected shortfall over the groups of some dimensions, with every total, in the reporting currency.
  public struct TailAnswer: Sendable {
    public let axes: [CubeAxis]
    /// Ordinals of the scenarios that are taken for equally likely moves; `TailRisk.Move.index` counts in them.
    public let scenarios: [Int]
    /// In order of the axes, totals after their parts.
    public let cells: [Cell]

    public struct Cell: Sendable {
      public let place: Cube.Place
      public let risk: Result<TailRisk, CellGap>
      /// Positions with a present value or a reason for having none.
      public let positionCount: Int
      /// Of these, positions without a value under some of the scenarios or `BASE`, which are left out.
      public let gapCount: Int
    }
  }

  /// Sums held at one time, 16 bytes each.
  private static let mostSums = 8_000_000

  /// Tail risk of the profits of a run's scenarios over `BASE`.
  ///
  /// Profits are added up position by position and scenario by scenario, in each group and in every total: a total's risk is
  /// that of its own profits, not a sum of risks. The vectors of all positions asked for are read once.
  ///
  /// - Parameters:
  ///   - scenarios: Ordinals in the run, without that of `BASE`; the asker says that they are equally likely.
  ///   - confidence: Within `TailRisk.confidences`.
  /// - Throws: `StoreError.invalid` for a question that the run cannot answer, or that has too many groups.
  public func tailRisk(
    _ book: Book, _ question: CubeQuestion, scenarios: [Int], confidence: Double
  ) throws -> TailAnswer {
    let value = CubeQuestion.Figure(.presentValue)
    let problems = question.problems([value], of: book.request)
    guard problems.isEmpty else { throw StoreError.invalid(problems) }
    let columns = [0] + scenarios
    let rates = try columnRates(book, columns)
    let cube = try connection.transaction {
      // Two tables of all positions are hashed.
      try connection.execute("SET LOCAL work_mem = '64MB'")
      let facts = try cubeFacts(book, question, Columns(figure: value, scenarios: [0]))
      return try profits(book, question, RiskStore.axes(question, [facts], rates), columns)
    }
    let places = cube.places
    guard places.count <= CubeQuestion.mostCells else {
      throw RiskStore.tooMuch("has more than the \(CubeQuestion.mostCells) cells")
    }
    let isBaseOnly = book.request.pricing.baseOnlyMeasures.contains(.presentValue)
    let cells = places.map { place in
      let figure = CubeFigure(cube.parts(place), .presentValue, rates: rates, into: book.currency)
      let risk = Result { () throws(CellGap) in
        guard !isBaseOnly else { throw CellGap(Reason(.notApplicable, "asked for on BASE only")) }
        var values: [Double] = []
        for value in figure.values { values.append(try value.get()) }
        return try TailRisk(profits: values.dropFirst().map { $0 - values[0] }, confidence: confidence)
      }
      return TailAnswer.Cell(
        place: place, risk: risk, positionCount: figure.positionCount, gapCount: figure.gapCount)
    }
    return TailAnswer(axes: cube.axes, scenarios: scenarios, cells: cells)
  }

  /// Present values under some scenarios, added up.
  private func profits(
    _ book: Book, _ question: CubeQuestion, _ axes: [CubeAxis], _ columns: [Int]
  ) throws -> Cube {
    let valuationDate = try ResultStore(connection).valuationDate(run: book.tables.run)
    let value = CubeQuestion.Figure(.presentValue)
    let source = CubeSource(book, question, valuationDate: valuationDate, value)
    let isEvery = columns == Array(book.run.scenarioIDs.indices)
    let vector =
      isEvery ? "v.\"values\"" : "ARRAY[\(columns.map { "v.\"values\"[\($0 + 1)]" }.joined(separator: ", "))]"
    let keys = source.columns.map(\.expression) + [CubeSource.currency(value)]
    let mostGroups = RiskStore.mostSums / (columns.count << axes.count)
    var sums = VectorSums(columnCount: columns.count)
    try connection.forEachRow(
      "SELECT \((keys + [vector]).joined(separator: ", "))\n\(source.sql)", source.parameters
    ) { row in
      let groups = zip(axes, source.columns).enumerated().map { $1.0.groups(of: $1.1.values(row, $0)) }
      try sums.add(
        row.doubles(keys.count), in: groups, currency: try RiskStore.currency(row.text(keys.count - 1)))
      guard sums.count <= mostGroups else {
        throw RiskStore.tooMuch(
          "asks for more than \(mostGroups) groups of \(columns.count) scenarios, the most")
      }
    }
    var cube = Cube(axes: axes)
    try sums.add(to: &cube)
    return cube
  }
}
