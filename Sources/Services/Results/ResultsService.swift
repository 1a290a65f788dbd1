import HTTPServing

/// What runs have computed: vectors of positions and portfolio nodes, and the cells without a number.
struct ResultsService: Sendable {
  let environment: ServiceEnvironment

  var routes: [Route] {
    [
      Route(.get, "/v1/measures", operationID: "listMeasures", handler: listMeasures),
      Route(.get, "/v1/runs/{run_id}/results", operationID: "listResults", handler: unchanging(listResults)),
      Route(
        .get, "/v1/runs/{run_id}/nodes", operationID: "listNodeResults", handler: unchanging(listNodeResults)),
      Route(
        .get, "/v1/runs/{run_id}/cube", operationID: "getCube", timeout: .seconds(60),
        handler: unchanging(getCube)),
      Route(.get, "/v1/runs/{run_id}/gaps", operationID: "countGaps", handler: unchanging(countGaps)),
      Route(
        .get, "/v1/runs/{run_id}/results/export", operationID: "exportResults", timeout: Self.exportTimeout,
        handler: exportResults),
      Route(
        .get, "/v1/runs/{run_id}/nodes/export", operationID: "exportNodeResults", timeout: Self.exportTimeout,
        handler: exportNodes),
      Route(
        .get, "/v1/runs/{run_id}/cashflows/export", operationID: "exportCashFlows",
        timeout: Self.exportTimeout,
        handler: exportCashFlows),
      Route(
        .get, "/v1/runs/{run_id}/gaps/export", operationID: "exportGaps", timeout: Self.exportTimeout,
        handler: exportGaps),
      Route(
        .get, "/v1/runs/{run_id}/compare/{other_run_id}", operationID: "compareRuns",
        handler: unchanging(compareRuns)),
      Route(
        .get, "/v1/runs/{run_id}/compare/{other_run_id}/nodes", operationID: "compareNodeResults",
        handler: unchanging(compareNodes)),
      Route(
        .get, "/v1/runs/{run_id}/evidence", operationID: "getRunEvidence", timeout: Self.exportTimeout,
        handler: getEvidence),
    ]
  }
}
