import HTTPServing
import Instruments
import PostgresStore
import Pricing
import RunRecords
import RunReports

extension ResultsService {
  /// What differs between two runs, and the positions that differ most.
  func compareRuns(_ request: HTTPRequest) throws -> HTTPResponse {
    let query = request.query
    try query.refuseNames(outside: ["measure", "factor", "scenario", "node", "product_type", "limit"])
    let limit = try query.pageLimit(default: 20)
    let measure = try query.choice("measure", Measure.self) ?? .presentValue
    let factor = try query.textOrEmpty("factor", upTo: 100) ?? ""
    let scenario = try query.text("scenario", upTo: 64)
    let node = try request.node(try query.text("node", upTo: 200))
    let productType = try query.choice("product_type", ProductType.self)
    let (a, b) = (try request.runID(), try request.otherRunID())
    let comparison = try environment.reading.read { connection in
      try RunComparison(
        ComparedRuns(a, b, connection), measure: measure, factor: factor, scenario: scenario, node: node,
        productType: productType, limit: limit, connection)
    }
    return try .document(comparison)
  }

  /// The results of portfolio nodes in two runs beside each other.
  func compareNodes(_ request: HTTPRequest) throws -> HTTPResponse {
    let listing =
      try listing(request, "compareNodeResults", Self.nodeFilters.union(["limit", "cursor"]))
      + [request.otherRunID().text]
    var filter = try Self.nodeFilter(request.query)
    filter.node = try request.node(filter.node)
    let limit = try request.query.pageLimit()
    let after = try PageCursor(request.query, listing: listing, count: 6)?.nodeKey()
    let (a, b) = (try request.runID(), try request.otherRunID())
    let (items, next) = try environment.reading.read { connection in
      let runs = try ComparedRuns(a, b, connection)
      let scenarios = try runs.scenarios(only: request.query.values("scenario"))
      let rows = min(limit, max(1, Self.mostCells / max(scenarios.count, 1)))
      let page = try ResultStore(connection).nodePairs(a, b, filter: filter, after: after, limit: rows)
      return (
        page.pairs.map { NodeComparison($0, scenarios) },
        page.hasMore ? page.pairs.last.map { Self.fields($0.key) } : nil
      )
    }
    return try .document(Page(items: items, nextCursor: next.map { PageCursor.word($0, listing: listing) }))
  }
}

extension HTTPRequest {
  /// The path parameter `other_run_id`.
  ///
  /// - Throws: 400 when it is not a run id.
  func otherRunID() throws(ProblemDetails) -> RunID {
    guard let id = RunID(pathParameter("other_run_id")) else {
      throw .invalid(
        parameter: "other_run_id", message: "is not a run id",
        fix: "write 1 to 40 of the characters A-Z a-z 0-9 . _ - beginning with a letter or digit")
    }
    return id
  }
}
