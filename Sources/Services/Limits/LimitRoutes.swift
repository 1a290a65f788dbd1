import HTTPServing

/// Limits: proposed, approved by another person, held against runs. Part of the risk service.
struct LimitRoutes: Sendable {
  let environment: ServiceEnvironment

  var routes: [Route] {
    [
      .json(.post, "/v1/limits", operationID: "createLimit", handler: createLimit),
      Route(.get, "/v1/limits", operationID: "listLimits", handler: listLimits),
      Route(.get, "/v1/limits/{limit_name}", operationID: "getLimit", handler: getLimit),
      .json(.put, "/v1/limits/{limit_name}", operationID: "changeLimit", handler: changeLimit),
      .json(.post, "/v1/limits/{limit_name}/retire", operationID: "retireLimit", handler: retireLimit),
      .json(.post, "/v1/limits/{limit_name}/approve", operationID: "approveLimit", handler: approveLimit),
      .json(.post, "/v1/limits/{limit_name}/reject", operationID: "rejectLimit", handler: rejectLimit),
      Route(
        .get, "/v1/runs/{run_id}/limits", operationID: "listRunLimits", timeout: .seconds(60),
        handler: listRunLimits),
      .json(
        .post, "/v1/runs/{run_id}/limits/{limit_name}/acknowledge", operationID: "acknowledgeRunLimit",
        handler: acknowledge),
    ]
  }
}
