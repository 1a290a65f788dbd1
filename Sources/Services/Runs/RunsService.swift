import HTTPServing

/// Runs: created, watched, published, cancelled, set going again.
struct RunsService: Sendable {
  let environment: ServiceEnvironment

  /// A thousand scenarios with long profiles.
  static let requestBytes = 8 << 20

  var routes: [Route] {
    [
      .json(
        .post, "/v1/runs", operationID: "createRun", maxBodyBytes: Self.requestBytes, timeout: .seconds(60),
        handler: createRun),
      Route(.get, "/v1/runs", operationID: "listRuns", handler: listRuns),
      Route(.get, "/v1/runs/{run_id}", operationID: "getRun", handler: getRun),
      Route(.get, "/v1/runs/{run_id}/progress", operationID: "getRunProgress", handler: getProgress),
      Route(.get, "/v1/runs/{run_id}/events", operationID: "streamRunProgress", handler: streamProgress),
      Route(.get, "/v1/runs/{run_id}/tasks", operationID: "listRunTasks", handler: listTasks),
      .json(.post, "/v1/runs/{run_id}/publish", operationID: "publishRun", handler: publishRun),
      .json(.post, "/v1/runs/{run_id}/cancel", operationID: "cancelRun", handler: cancelRun),
      .json(.post, "/v1/runs/{run_id}/requeue", operationID: "requeueRun", handler: requeueRun),
    ]
  }
}
