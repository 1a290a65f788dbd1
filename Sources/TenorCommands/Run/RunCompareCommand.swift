import JSONDocuments
import PostgresStore
import Pricing
import RunRecords
import RunReports

extension Command {
  static let runCompare = Command(
    path: ["run", "compare"], summary: "Compare two runs: what was asked, and what came of it",
    arguments: ["A", "B"],
    options: [
      Option(name: "measure", value: "NAME", help: "measure of nodes and positions; default PV"),
      Option(name: "factor", value: "NAME", help: "key rate or currency of the measure; default none"),
      Option(name: "scenario", value: "ID", help: "default the first that both have"),
      ResultOptions.node, ResultOptions.product,
      Option(name: "limit", value: "N", help: "most positions; default 20"), DatabaseOption.option, .json,
    ],
    example: "tenor run compare R20230331-01M7YT7QG2-XR88 latest --measure DV01",
    notes:
      "B less A. Positions are compared by id, in the reporting currency of A, each with the rates of its own run.",
    run: { arguments, console in
      let measure = try ResultOptions.measure(arguments) ?? .presentValue
      let productType = try ResultOptions.productType(arguments)
      let limit = try arguments.integer("limit", default: 20, in: 1...10_000)
      let factor = arguments.value("factor") ?? ""
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor compare")
      let runs = try ComparedRuns(
        RunReference.run(arguments.positional[0], connection).id,
        RunReference.run(arguments.positional[1], connection).id, connection)
      do {
        let comparison = try RunComparison(
          runs, measure: measure, factor: factor, scenario: arguments.value("scenario"),
          node: arguments.value("node"), productType: productType, limit: limit, connection)
        var filter = ResultStore.NodeFilter()
        filter.node = arguments.value("node")
        filter.productType = productType
        filter.onlyAllProducts = productType == nil
        filter.isReportingTotal = true
        filter.measure = measure
        filter.factor = factor
        let scenarios = try runs.scenarios(only: [comparison.positions.scenario])
        let pairs = try ResultStore(connection).nodePairs(runs.a.id, runs.b.id, filter: filter, limit: 10_000)
          .pairs
        let text = RunComparisonText(comparison, pairs.map { NodeComparison($0, scenarios) })
        if arguments.has("json") {
          console.print(try CanonicalJSON.encode(text))
        } else {
          for line in text.lines { console.print(line) }
        }
      } catch StoreError.invalid(let problems) {
        throw CommandError(.usage, "--\(problems.map(\.description).joined(separator: "; "))")
      }
      return .success
    })
}
