import HTTPServing
import JSONDocuments
import PostgresStore
import RunRecords

extension RunsService {
  /// Freezes a run that has succeeded. Publishing again gives the first publication.
  func publishRun(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let id = try request.runID()
    let input = try request.document(PublishInput.self)
    guard !input.publishedBy.isEmpty, input.publishedBy.isPlainText(upTo: 100) else {
      throw ProblemDetails.unprocessable([
        .init(
          field: "published_by", message: "is not 1 to 100 characters without control characters",
          fix: "send the name of who publishes")
      ])
    }
    let publication = try environment.database.write { try RunStore($0).publish(id, by: input.publishedBy) }
    return try .document(PublicationView(id, publication))
  }

  /// Stops a run: open tasks are dead, results of workers still at it are refused.
  func cancelRun(_ request: HTTPRequest) throws -> HTTPResponse {
    let id = try emptyCommand(request)
    let run = try environment.database.write { connection in
      try TaskQueue(connection).cancel(id)
      return try RunStore(connection).record(id: id)
    }
    guard let run else { throw ProblemDetails.missing("run", id.text) }
    return try .document(RunView(run))
  }

  /// Gives the dead tasks of a failed run all their attempts again.
  func requeueRun(_ request: HTTPRequest) throws -> HTTPResponse {
    let id = try emptyCommand(request)
    let count = try environment.database.write { try TaskQueue($0).requeueDead(id) }
    return try .document(RequeueView(runId: id.text, requeuedTasks: count))
  }

  /// The run of a command whose body is `{}`: a body in JSON is what a web page of another origin cannot send unasked.
  private func emptyCommand(_ request: HTTPRequest) throws(ProblemDetails) -> RunID {
    try request.query.refuseNames(outside: [])
    let id = try request.runID()
    guard case .object(let object) = try request.bodyValue(), object.members.isEmpty else {
      throw .invalidBody([
        .init(field: "body", message: "is not an empty object", fix: "send {} as application/json")
      ])
    }
    return id
  }

  private struct PublishInput: Decodable { let publishedBy: String }

  private struct PublicationView: Encodable {
    let runId: String
    let publishedBy: String
    let publishedAt: String
    let requestHash: String
    let resultRows: Int
    let cashFlowRows: Int
    let nodeRows: Int

    init(_ id: RunID, _ publication: RunStore.Publication) {
      runId = id.text
      publishedBy = publication.publishedBy
      publishedAt = publication.publishedAt
      requestHash = publication.requestHash
      resultRows = publication.resultRows
      cashFlowRows = publication.cashFlowRows
      nodeRows = publication.nodeRows
    }
  }

  private struct RequeueView: Encodable {
    let runId: String
    let requeuedTasks: Int
  }
}
