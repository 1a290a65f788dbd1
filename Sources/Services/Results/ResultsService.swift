import HTTPServing

/// What runs have computed: vectors of positions and portfolio nodes, and the cells without a number.
struct ResultsService: Sendable {
  let environment: ServiceEnvironment

  var routes: [Route] {
    [
      Route(.get, "/v1/measures", operationID: "listMeasures", handler: listMeasures),
      Route(.get, "/v1/runs/{run_id}/results", operationID: "listResults", handler: listResults),
      Route(.get, "/v1/runs/{run_id}/nodes", operationID: "listNodeResults", handler: listNodeResults),
      Route(.get, "/v1/runs/{run_id}/gaps", operationID: "countGaps", handler: countGaps),
    ]
  }
}
