import HTTPServing

/// Risk of runs down the portfolio tree, and limits on it.
struct RiskService: Sendable {
  let environment: ServiceEnvironment

  var routes: [Route] {
    [
      Route(.get, "/v1/runs/{run_id}/risk", operationID: "getRisk", handler: getRisk),
      Route(.get, "/v1/runs/{run_id}/risk/key-rates", operationID: "getKeyRates", handler: getKeyRates),
      Route(
        .get, "/v1/runs/{run_id}/risk/scenarios", operationID: "getScenarioProfits",
        handler: getScenarioProfits),
      Route(
        .get, "/v1/runs/{run_id}/risk/contributions", operationID: "getContributions",
        handler: getContributions),
      Route(
        .get, "/v1/runs/{run_id}/risk/positions", operationID: "rankPositions", timeout: .seconds(60),
        handler: rankPositions),
      Route(
        .get, "/v1/runs/{run_id}/risk/concentration", operationID: "getConcentration", timeout: .seconds(60),
        handler: getConcentration),
      Route(
        .get, "/v1/runs/{run_id}/risk/var", operationID: "getTailRisk", timeout: .seconds(60),
        handler: getTailRisk),
    ] + LimitRoutes(environment: environment).routes
  }
}
