import HTTPServing

/// Runs: created now or by the clock, watched, held back, published, cancelled, set going again.
struct RunsService: Sendable {
  let environment: ServiceEnvironment

  /// A thousand scenarios with long profiles.
  static let requestBytes = 8 << 20

  var routes: [Route] {
    [
      .json(
        .post, "/v1/runs", operationID: "createRun", maxBodyBytes: Self.requestBytes, timeout: .seconds(60),
        handler: createRun),
      .json(
        .post, "/v1/runs/estimate", operationID: "estimateRun", maxBodyBytes: Self.requestBytes,
        timeout: .seconds(60), handler: estimateRun),
      Route(.get, "/v1/runs", operationID: "listRuns", handler: listRuns),
      Route(
        .get, "/v1/exports/runs", operationID: "exportRuns", timeout: .seconds(60), handler: exportRuns),
      Route(.get, "/v1/runs/{run_id}", operationID: "getRun", handler: getRun),
      Route(.get, "/v1/runs/{run_id}/progress", operationID: "getRunProgress", handler: getProgress),
      Route(.get, "/v1/runs/{run_id}/events", operationID: "streamRunProgress", handler: streamProgress),
      Route(.get, "/v1/runs/{run_id}/tasks", operationID: "listRunTasks", handler: listTasks),
      .json(.post, "/v1/runs/{run_id}/publish", operationID: "publishRun", handler: publishRun),
      .json(.post, "/v1/runs/{run_id}/cancel", operationID: "cancelRun", handler: cancelRun),
      .json(.post, "/v1/runs/{run_id}/requeue", operationID: "requeueRun", handler: requeueRun),
      .json(.post, "/v1/runs/{run_id}/pause", operationID: "pauseRun", handler: pauseRun),
      .json(.post, "/v1/runs/{run_id}/resume", operationID: "resumeRun", handler: resumeRun),
      .json(.put, "/v1/runs/{run_id}/queueing", operationID: "setRunQueueing", handler: setRunQueueing),
      .json(
        .post, "/v1/schedules", operationID: "createSchedule", maxBodyBytes: Self.requestBytes,
        timeout: .seconds(60), handler: createSchedule),
      Route(.get, "/v1/schedules", operationID: "listSchedules", handler: listSchedules),
      Route(.get, "/v1/schedules/{schedule_name}", operationID: "getSchedule", handler: getSchedule),
      Route(.delete, "/v1/schedules/{schedule_name}", operationID: "deleteSchedule", handler: deleteSchedule),
      Route(
        .get, "/v1/schedules/{schedule_name}/firings", operationID: "listScheduleFirings",
        handler: listFirings),
      .json(
        .post, "/v1/schedules/{schedule_name}/pause", operationID: "pauseSchedule", handler: pauseSchedule),
      .json(
        .post, "/v1/schedules/{schedule_name}/resume", operationID: "resumeSchedule", handler: resumeSchedule),
      .json(
        .post, "/v1/schedules/{schedule_name}/run", operationID: "runSchedule", timeout: .seconds(60),
        handler: runSchedule),
    ]
  }
}
