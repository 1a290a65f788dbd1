import AccessControl
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
    let publisher = try request.person(input.publishedBy, field: "published_by")
    let publication = try environment.database.write { connection in
      let store = RunStore(connection)
      let creator = try store.existing(id).createdBy
      guard environment.access.duties.mayPublish(publisher, runOf: creator) else {
        throw ProblemDetails.sameHands(creator)
      }
      return try store.publish(id, by: publisher)
    }
    return try .document(PublicationView(id, publication))
  }

  /// Stops a run: open tasks are dead, results of workers still at it are refused.
  func cancelRun(_ request: HTTPRequest) throws -> HTTPResponse {
    let id = try emptyCommand(request)
    return try changed(id) { try $0.cancel(id) }
  }

  /// Lets no further task of a run be taken.
  func pauseRun(_ request: HTTPRequest) throws -> HTTPResponse {
    let id = try emptyCommand(request)
    return try changed(id) { try $0.pause(id) }
  }

  /// Lets the tasks of a paused run be taken again.
  func resumeRun(_ request: HTTPRequest) throws -> HTTPResponse {
    let id = try emptyCommand(request)
    return try changed(id) { try $0.resume(id) }
  }

  /// Sets whose turn a run's tasks are and how many may be worked on at once.
  func setRunQueueing(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let id = try request.runID()
    let input = try request.document(QueueingInput.self)
    let queueing = RunQueueing(priority: input.priority, maxRunning: input.maxRunning)
    return try changed(id) { try $0.setQueueing(id, queueing) }
  }

  /// The run after a change.
  private func changed(_ id: RunID, _ change: (TaskQueue) throws -> Void) throws -> HTTPResponse {
    let run = try environment.database.write { connection in
      try change(TaskQueue(connection))
      return try RunStore(connection).record(id: id)
    }
    guard let run else { throw ProblemDetails.missing("run", id.text) }
    return try .document(run)
  }

  /// Gives the dead tasks of a failed run all their attempts again.
  func requeueRun(_ request: HTTPRequest) throws -> HTTPResponse {
    let id = try emptyCommand(request)
    let count = try environment.database.write { try TaskQueue($0).requeueDead(id) }
    return try .document(RequeueView(runId: id.text, requeuedTasks: count))
  }

  /// The run of a command whose body is `{}`.
  private func emptyCommand(_ request: HTTPRequest) throws(ProblemDetails) -> RunID {
    let id = try request.runID()
    try request.requireEmptyObject()
    return id
  }

  private struct QueueingInput: Decodable {
    let priority: Int
    let maxRunning: Int?
  }

  private struct PublishInput: Decodable {
    /// Asked for on an open server only; elsewhere it is who has signed in.
    let publishedBy: String?
  }

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

extension HTTPRequest {
  /// Refuses a query, and a body that is not `{}`: a body in JSON is what a web page of another origin cannot send
  /// unasked.
  func requireEmptyObject() throws(ProblemDetails) {
    try query.refuseNames(outside: [])
    guard case .object(let object) = try bodyValue(), object.members.isEmpty else {
      throw .invalidBody([
        .init(field: "body", message: "is not an empty object", fix: "send {} as application/json")
      ])
    }
  }
}
