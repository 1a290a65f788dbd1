import DatesAndConventions
import HTTPServing
import PostgresStore
import Pricing
import RunRecords
import RunReports

extension ResultsService {
  private static let cubeParameters = Set(
    ["rows", "columns", "measure", "factor", "scenario", "difference", "confidence", "top", "node"]
      + CubeDimension.allCases.map(\.rawValue))

  /// Figures over groups of positions, with every total.
  func getCube(_ request: HTTPRequest) throws -> HTTPResponse {
    let query = request.query
    try query.refuseNames(outside: Self.cubeParameters)
    let id = try request.runID()
    let rows = try query.dimensions("rows")
    let dimensions = try rows + query.dimensions("columns")
    var question = CubeQuestion(
      dimensions: dimensions, node: try request.node(try query.text("node", upTo: 200)),
      groups: try query.positionGroups())
    question.top = try query.integer("top", in: CubeQuestion.tops, default: question.top)
    if let confidence = try query.confidence() {
      return try tailCube(request, id, question, rowCount: rows.count, confidence)
    }
    guard query.values("scenario").count <= 1 else {
      throw ProblemDetails.unprocessable([
        .init(
          field: "scenario", message: "is given \(query.values("scenario").count) times",
          fix: "give it once, or confidence with it")
      ])
    }
    let figures = try Self.figures(query)
    let isDifference = try query.flag("difference")
    let report = try environment.reading.read { connection in
      let store = RiskStore(connection)
      guard let book = try store.book(id) else { return CubeReport(try RunStore(connection).existing(id)) }
      let scenario = try RiskQuery.scenario(try query.text("scenario", upTo: 64), of: book)
      guard !isDifference || scenario.ordinal > 0 else {
        throw ProblemDetails.unprocessable([
          .init(
            field: "scenario", message: "is needed for a difference", fix: "name a scenario other than BASE")
        ])
      }
      let answer = try store.cube(
        book, question, figures, scenario: scenario.ordinal, isDifference: isDifference)
      return CubeReport(
        book, question, rowCount: rows.count, figures, scenario: scenario.ordinal, isDifference: isDifference,
        answer)
    }
    return try .document(report)
  }

  /// Value at risk and expected shortfall in place of a measure.
  private func tailCube(
    _ request: HTTPRequest, _ id: RunID, _ question: CubeQuestion, rowCount: Int, _ confidence: Double
  ) throws -> HTTPResponse {
    for name in ["measure", "factor", "difference"] where !request.query.values(name).isEmpty {
      throw ProblemDetails.unprocessable([
        .init(
          field: name, message: "says nothing of tail risk, which is of profits",
          fix: "leave it or confidence out")
      ])
    }
    // It reads every scenario of every position asked for.
    return try environment.reportSlots.use {
      let report = try environment.reading.read { connection in
        let store = RiskStore(connection)
        guard let book = try store.book(id) else { return CubeReport(try RunStore(connection).existing(id)) }
        let moves = try ScenarioSelection(request.query, of: book.run).moves(request.query)
        let answer = try store.tailRisk(book, question, scenarios: moves, confidence: confidence)
        return CubeReport(book, question, rowCount: rowCount, confidence: confidence, answer)
      }
      return try .document(report)
    }
  }

  /// The measures asked for, in order; `PV` where none is. The factor belongs to those that have such.
  private static func figures(_ query: QueryItems) throws(ProblemDetails) -> [CubeQuestion.Figure] {
    let factor = try query.text("factor", upTo: 100) ?? ""
    let names = query.values("measure")
    var figures: [CubeQuestion.Figure] = []
    for name in names.isEmpty ? [Measure.presentValue.rawValue] : names {
      guard let measure = Measure(rawValue: name) else {
        throw .invalid(
          parameter: "measure", message: "does not know \"\(name)\"",
          fix: "use one of: \(Measure.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      let isWithout = measure.display.factor == .none && names.count > 1
      figures.append(CubeQuestion.Figure(measure, factor: isWithout ? "" : factor))
    }
    return figures
  }
}
