import HTTPServing
import PostgresStore
import RunRecords

extension ResultsService {
  /// The most cells of one page; a page of many scenarios holds fewer rows than its limit.
  static let mostCells = 100_000

  /// What decides which rows a listing has, for its cursor: the operation, the run and every filter, but not the limit.
  ///
  /// - Throws: 400 for a parameter that is not among `parameters`.
  func listing(_ request: HTTPRequest, _ operation: String, _ parameters: Set<String>) throws(ProblemDetails)
    -> [String]
  {
    try request.query.refuseNames(outside: parameters)
    let filters = parameters.subtracting(["limit", "cursor"]).sorted()
      .map { name in "\(name)=\(request.query.values(name).joined(separator: "\u{1F}"))" }
    return [operation, try request.runID().text, filters.joined(separator: "\u{1E}")]
  }

  /// One page of vectors of a run.
  ///
  /// - Parameter read: Gives up to so many rows with the values of some scenarios, all where it is `nil`, and the key after
  ///   which the next page begins when there is one.
  func page<Row>(
    _ request: HTTPRequest, listing: [String],
    read: (ResultStore, RunID, _ scenarios: [Int]?, _ limit: Int) throws -> (rows: [Row], next: [String]?),
    write: (inout ResultPageWriter, Row) -> Void
  ) throws -> HTTPResponse {
    let id = try request.runID()
    let limit = try request.query.pageLimit()
    let (run, scenarios, page) = try environment.reading.read { connection in
      let run = try RunStore(connection).existing(id)
      let scenarios = try ScenarioSelection(request.query, of: run)
      let rows = min(limit, max(1, Self.mostCells / max(run.scenarioIDs.count, 1)))
      let isEvery = scenarios.chosen.count == run.scenarioIDs.count
      return (
        run, scenarios,
        try read(ResultStore(connection), id, isEvery ? nil : scenarios.chosen.map(\.ordinal), rows)
      )
    }
    var writer = ResultPageWriter(run: run, scenarios: scenarios)
    for row in page.rows { write(&writer, row) }
    writer.finish(nextCursor: page.next.map { PageCursor.word($0, listing: listing) })
    return .json(rendered: writer.bytes)
  }
}
