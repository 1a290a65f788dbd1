import JSONDocuments
import PostgresStore
import Pricing
import RunRecords
import RunReports

extension Command {
  static let runCube = Command(
    path: ["run", "cube"], summary: "Show figures of a run over groups of positions, with every total",
    arguments: ["RUN"],
    options: CubeOptions.options + [
      Option(name: "csv", value: nil, help: "print a line for each cell and figure"), DatabaseOption.option,
      .json,
    ],
    example: "tenor run cube latest --rows sector --columns currency --measure PV",
    notes:
      "Dimensions are \(CubeOptions.dimensions); at most three. Totals are made of the positions, so that averages are "
      + "right; docs/cube.md has the formulas.",
    run: { arguments, console in
      guard !arguments.has("csv") || !arguments.has("json") else {
        throw CommandError(.usage, "--csv and --json are two forms; choose one")
      }
      let rows = try CubeOptions.dimensions(arguments, "rows")
      let columns = try CubeOptions.dimensions(arguments, "columns")
      var question = CubeQuestion(
        dimensions: rows + columns, node: arguments.value("node"), groups: try CubeOptions.groups(arguments))
      question.top = try arguments.integer("top", default: question.top, in: CubeQuestion.tops)
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor run")
      let run = try RunReference.succeededRun(arguments.positional[0], connection, action: "shown as a cube")
      let store = RiskStore(connection)
      guard let book = try store.book(run.id) else {
        throw StoreError.wrongState(run: run.id, state: run.state, action: "shown as a cube")
      }
      let report: CubeReport
      do {
        if let confidence = try CubeOptions.confidence(arguments) {
          if let name = ["measure", "factor", "difference"].first(where: arguments.has) {
            throw CommandError(.usage, "--\(name) says nothing of tail risk; leave it or --confidence out")
          }
          report = CubeReport(
            book, question, rowCount: rows.count, confidence: confidence,
            try store.tailRisk(
              book, question, scenarios: CubeOptions.moves(arguments, run), confidence: confidence))
        } else {
          let figures = try CubeOptions.figures(arguments)
          let names = arguments.all("scenario")
          guard names.count <= 1 else {
            throw CommandError(
              .usage, "--scenario is given \(names.count) times; give it once without --confidence")
          }
          let scenario = try names.first.map { try CubeOptions.ordinal($0, run) } ?? 0
          let isDifference = arguments.has("difference")
          guard !isDifference || scenario > 0 else {
            throw CommandError(.usage, "--difference needs a --scenario other than BASE")
          }
          report = CubeReport(
            book, question, rowCount: rows.count, figures, scenario: scenario, isDifference: isDifference,
            try store.cube(book, question, figures, scenario: scenario, isDifference: isDifference))
        }
      } catch StoreError.invalid(let problems) {
        throw CommandError(.usage, "--\(problems.map(\.description).joined(separator: "; "))")
      }
      if arguments.has("json") {
        console.print(try CanonicalJSON.encode(report))
      } else if arguments.has("csv") {
        for line in CubeText(report).csv { console.print(line) }
      } else {
        for line in CubeText(report).lines { console.print(line) }
      }
      return .success
    })
}
