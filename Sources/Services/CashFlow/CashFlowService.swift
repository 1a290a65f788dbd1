import HTTPServing

/// Cash: the flows of positions and what each is worth, ladders of it, and how durations went from one run to another.
struct CashFlowService: Sendable {
  let environment: ServiceEnvironment

  /// The first ladder of a run reads all of its flows.
  static let ladderTimeout = Duration.seconds(300)

  var routes: [Route] {
    [
      Route(
        .get, "/v1/runs/{run_id}/positions/{position_id}/cashflows", operationID: "listCashFlows",
        handler: listCashFlows),
      Route(
        .get, "/v1/runs/{run_id}/ladder", operationID: "getCashLadder", timeout: Self.ladderTimeout,
        handler: getLadder),
      Route(
        .get, "/v1/runs/{run_id}/bridge", operationID: "getDurationBridge", timeout: .seconds(120),
        handler: getBridge),
    ]
  }
}
