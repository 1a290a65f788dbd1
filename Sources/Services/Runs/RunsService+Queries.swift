import HTTPServing
import MarketData
import PostgresStore
import RunRecords

extension RunsService {
  func listRuns(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["limit", "cursor"])
    let limit = try request.query.pageLimit()
    let listing = ["listRuns"]
    let before = try PageCursor(request.query, listing: listing, count: 1)?.integer(0, Int32.self)
    let found = try environment.database.read { try RunStore($0).list(limit: limit + 1, before: before) }
    return try .page(found, limit: limit, listing: listing) {
      [String($0.number)]
    } view: {
      $0
    }
  }

  func getRun(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let id = try request.runID()
    let detail = try environment.database.read { connection in
      let store = RunStore(connection)
      let run = try store.existing(id)
      guard let request = try store.request(id: id),
        let market = try MarketSnapshotStore(connection).snapshot(id: run.marketSnapshotID)
      else { throw StoreError.notFound(kind: "run", id: id.text) }
      return RunDetail(run: run, request: request, warnings: market.warnings(about: request.scenarios))
    }
    return try .document(detail, headers: HTTPHeaders.revalidated).taggedByContent()
  }

  /// A run with all that decides its numbers.
  private struct RunDetail: Encodable {
    let run: RunRecord
    let request: RunRequest
    /// What its scenarios move without effect.
    let warnings: [String]
  }

  func listTasks(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["limit", "cursor", "state"])
    let id = try request.runID()
    let limit = try request.query.pageLimit()
    let state = try request.query.choice("state", TaskStateName.self)
    let listing = ["listRunTasks", id.text, state?.rawValue ?? ""]
    let after = try PageCursor(request.query, listing: listing, count: 1)?.integer(0, Int32.self) ?? 0
    let tasks = try environment.database.read { connection in
      _ = try RunStore(connection).existing(id)
      return try RunStore(connection).tasks(id: id)
    }
    let found = tasks.filter {
      $0.number > after && (state.map { [$0.rawValue] } ?? [$0.state]).contains($0.state)
    }
    return try .page(Array(found.prefix(limit + 1)), limit: limit, listing: listing) {
      [String($0.number)]
    } view: {
      $0
    }
  }

  /// The states of a task by which a listing may be filtered.
  private enum TaskStateName: String, CaseIterable {
    case queued = "QUEUED"
    case running = "RUNNING"
    case succeeded = "SUCCEEDED"
    case failed = "FAILED"
    case dead = "DEAD"
  }
}

extension HTTPRequest {
  /// The path parameter `run_id`.
  ///
  /// - Throws: 400 when it is not a run id.
  func runID() throws(ProblemDetails) -> RunID {
    guard let id = RunID(pathParameter("run_id")) else {
      throw .invalid(
        parameter: "run_id", message: "is not a run id",
        fix: "write 1 to 40 of the characters A-Z a-z 0-9 . _ - beginning with a letter or digit")
    }
    return id
  }
}
