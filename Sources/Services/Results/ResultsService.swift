import HTTPServing

/// What runs have computed: vectors of positions and portfolio nodes, cash flows, and the cells without a number.
struct ResultsService: Sendable {
  let environment: ServiceEnvironment

  var routes: [Route] {
    [
      Route(.get, "/v1/runs/{run_id}/results", operationID: "listResults", handler: listResults),
      Route(.get, "/v1/runs/{run_id}/nodes", operationID: "listNodeResults", handler: listNodeResults),
      Route(.get, "/v1/runs/{run_id}/gaps", operationID: "countGaps", handler: countGaps),
      Route(
        .get, "/v1/runs/{run_id}/positions/{position_id}/cashflows", operationID: "listCashFlows",
        handler: listCashFlows),
    ]
  }

  /// The most cells of one page; a page of many scenarios holds fewer rows than its limit.
  static let mostCells = 100_000

  /// Rows of a page of `cells` cells each.
  static func rows(limit: Int, cells: Int) -> Int { min(limit, max(1, mostCells / max(cells, 1))) }
}
