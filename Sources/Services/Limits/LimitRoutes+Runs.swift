import HTTPServing
import PostgresStore
import Pricing
import RunRecords

extension LimitRoutes {
  /// How a run stands against limits. The first to ask about a limit in force has it evaluated and stored.
  func listRunLimits(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let id = try request.runID()
    let (run, found) = try environment.database.write { connection in
      (try RunStore(connection).existing(id), try LimitStore(connection).evaluations(id))
    }
    let items = found.filter { request.maySee($0.definition.node) }.map(EvaluationView.init)
    return try .document(RunLimitsView(runId: run.id.text, runState: run.state, items: items))
  }

  func acknowledge(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let id = try request.runID()
    let name = try request.limitName()
    let input = try request.document(AcknowledgementInput.self)
    let person = try request.person(input.by, field: "by")
    try ProblemDetails.requireText(input.comment, field: "comment", upTo: 1_000)
    let found = try environment.database.write {
      try LimitStore($0).acknowledge(id, name, version: input.version, by: person, comment: input.comment)
    }
    return try .document(EvaluationView(found))
  }
}

private struct RunLimitsView: Encodable {
  let runId: String
  let runState: RunState
  let items: [EvaluationView]
}

private struct EvaluationView: Encodable {
  let limit: String
  let version: Int
  let isInForce: Bool
  let definition: LimitDefinition
  let status: LimitStatus
  let value: Double?
  let reason: Reason?
  let positionCount: Int
  let gapCount: Int
  let evaluatedAt: String
  let acknowledgements: [Acknowledgement]

  struct Acknowledgement: Encodable {
    let by: String
    let at: String
    let comment: String
  }

  init(_ evaluation: LimitEvaluation) {
    limit = evaluation.definition.name.text
    version = evaluation.version
    isInForce = evaluation.isInForce
    definition = evaluation.definition
    status = evaluation.finding.status
    value = evaluation.finding.value
    reason = evaluation.finding.reason
    positionCount = evaluation.finding.positionCount
    gapCount = evaluation.finding.gapCount
    evaluatedAt = evaluation.evaluatedAt
    acknowledgements = evaluation.acknowledgements.map {
      Acknowledgement(by: $0.by, at: $0.at, comment: $0.comment)
    }
  }
}
