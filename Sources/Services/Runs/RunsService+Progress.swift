import HTTPServing
import JSONDocuments
import PostgresStore
import RunRecords

extension RunsService {
  func getProgress(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let id = try request.runID()
    return try .document(try progress(of: id), headers: ["Cache-Control": "no-store"])
  }

  /// Sends the progress at once and whenever it changes, and ends with the run.
  ///
  /// Every event holds the whole progress, so a client that comes back needs the present one only, and not even that
  /// when it names it in `Last-Event-ID`. A client that has seen the end is told by 204 not to come back.
  func streamProgress(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let id = try request.runID()
    let first = try progress(of: id)
    if first.isAtRest, request.lastEventID == first.eventID { return HTTPResponse(status: .noContent) }
    return .events(
      EventStream(startingAt: request.lastEventID) { [self] seen in
        let progress = try progress(of: id)
        guard progress.eventID != seen else { return progress.isAtRest ? .finished([]) : .events([]) }
        seen = progress.eventID
        let data = try CanonicalJSON.encode(progress)
        let event = ServerSentEvent(id: progress.eventID, event: "progress", data: data)
        return progress.isAtRest ? .finished([event]) : .events([event])
      })
  }

  private func progress(of id: RunID) throws -> RunProgress {
    let progress = try environment.database.read { try RunStore($0).progress(id: id) }
    guard let progress else { throw ProblemDetails.missing("run", id.text) }
    return progress
  }
}

extension RunProgress {
  /// Differs whenever the progress does, the elapsed time aside.
  fileprivate var eventID: String {
    let counts = [queued, running, succeeded, failed, dead, positionsDone].map(String.init)
    return ([isPaused ? "PAUSED" : state.rawValue] + counts).joined(separator: ".")
  }

  /// Whether nothing more happens unless a person sets a failed run going again.
  fileprivate var isAtRest: Bool { state.isFinal || (state == .failed && queued + running + failed == 0) }
}
