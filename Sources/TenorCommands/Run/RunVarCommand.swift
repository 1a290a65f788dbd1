import JSONDocuments
import PostgresStore
import Pricing
import RunRecords
import RunReports

extension Command {
  static let runVar = Command(
    path: ["run", "var"], summary: "Show value at risk and expected shortfall of a node and its children",
    arguments: ["RUN"],
    options: [
      ResultOptions.node, CubeOptions.confidence, CubeOptions.moves,
      Option(name: "limit", value: "N", help: "most children; default 100"), DatabaseOption.option, .json,
    ],
    example: "tenor run var latest --node GS-BOND-FUND --confidence 0.9",
    notes:
      "The run's scenarios, or those named, are taken for equally likely moves; the default confidence is 0.99, "
      + "which needs 100 of them. docs/cube.md has the formulas.",
    run: { arguments, console in
      let confidence = try CubeOptions.confidence(arguments) ?? 0.99
      let limit = try arguments.integer("limit", default: 100, in: CubeQuestion.tops)
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor run")
      let run = try RunReference.succeededRun(
        arguments.positional[0], connection, action: "asked for its risk")
      let store = RiskStore(connection)
      let node = arguments.value("node") ?? ""
      guard let book = try store.book(run.id), try store.hasNode(book, node) else {
        throw CommandError(.usage, "--node '\(node)' is not in the run")
      }
      let report: TailRiskReport
      do {
        report = try TailRiskReport(
          book, node: node, scenarios: CubeOptions.moves(arguments, run), confidence: confidence,
          limit: limit, store)
      } catch StoreError.invalid(let problems) {
        throw CommandError(.usage, "--\(problems.map(\.description).joined(separator: "; "))")
      }
      if arguments.has("json") {
        console.print(try CanonicalJSON.encode(report))
        return .success
      }
      for line in lines(report) { console.print(line) }
      return .success
    })

  private static func lines(_ report: TailRiskReport) -> [String] {
    var table = TextTable([
      ("node", .left), ("VaR", .right), ("ES", .right), ("positions", .right), ("without", .right),
      ("why", .left),
    ])
    func text(_ value: Double?) -> String { value.map { NumberText.grouped($0) } ?? "-" }
    for (index, found) in ((report.node.map { [$0] } ?? []) + report.children).enumerated() {
      let name = found.node ?? "(others)"
      table.append([
        index == 0 && name.isEmpty ? "(all)" : name, text(found.valueAtRisk), text(found.expectedShortfall),
        String(found.positionCount), String(found.gapCount), found.reason?.detail ?? "",
      ])
    }
    let tail = (report.node?.tail ?? []).prefix(10).map { move in
      "    \(move.scenario)  \(NumberText.grouped(move.profit))  weight \(NumberText.fixed(move.weight, decimals: 4))"
    }
    return [
      "Losses at confidence \(report.confidence ?? 0) over \(report.scenarioCount ?? 0) scenarios, \(report.currency ?? "")"
    ] + table.lines + (tail.isEmpty ? [] : ["  the worst scenarios of the whole"] + tail)
  }
}
