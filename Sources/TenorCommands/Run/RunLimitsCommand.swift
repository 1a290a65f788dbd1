import JSONDocuments
import PostgresStore
import Pricing
import RunRecords

extension Command {
  static let runLimits = Command(
    path: ["run", "limits"], summary: "Show how a run stands against limits", arguments: ["RUN"],
    options: [DatabaseOption.option, .json], example: "tenor run limits latest",
    notes: "What is found is stored with the run. The exit code is 1 when a limit in force is breached.",
    run: { arguments, console in
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor run")
      let run = try RunReference.run(arguments.positional[0], connection)
      let found = try LimitStore(connection).evaluations(run.id)
      let isBreached = found.contains { $0.isInForce && $0.finding.status == .breach }
      if arguments.has("json") {
        console.print(try CanonicalJSON.encode(found.map(RunLimitLine.init)))
        return isBreached ? .failed : .success
      }
      guard !found.isEmpty else {
        console.print(
          run.state == .succeeded
            ? "no limit is in force; 'tenor limit list' tells what waits for approval"
            : "run \(run.id) is \(run.state.rawValue); limits are held against what has SUCCEEDED")
        return .success
      }
      var table = TextTable([
        ("limit", .left), ("status", .left), ("portfolio", .left), ("figure", .left), ("value", .right),
        ("bounds", .left), ("without", .right), ("seen by", .left), ("why", .left),
      ])
      for evaluation in found {
        let (definition, finding) = (evaluation.definition, evaluation.finding)
        table.append([
          definition.name.text + (evaluation.isInForce ? "" : " (version \(evaluation.version))"),
          finding.status.rawValue, LimitText.node(definition.node), LimitText.figure(definition.figure),
          finding.value.map { LimitText.value($0, definition.figure) } ?? "-", LimitText.bounds(definition),
          "\(finding.gapCount) of \(finding.positionCount)",
          evaluation.acknowledgements.last?.by ?? "", finding.reason?.detail ?? "",
        ])
      }
      for line in table.lines { console.print(line) }
      return isBreached ? .failed : .success
    })
}

/// An evaluation as JSON.
private struct RunLimitLine: Encodable {
  let limit: String
  let version: Int
  let isInForce: Bool
  let status: LimitStatus
  let value: Double?
  let reason: Reason?
  let positionCount: Int
  let gapCount: Int
  let acknowledgements: Int

  init(_ evaluation: LimitEvaluation) {
    limit = evaluation.definition.name.text
    version = evaluation.version
    isInForce = evaluation.isInForce
    status = evaluation.finding.status
    value = evaluation.finding.value
    reason = evaluation.finding.reason
    positionCount = evaluation.finding.positionCount
    gapCount = evaluation.finding.gapCount
    acknowledgements = evaluation.acknowledgements.count
  }
}
