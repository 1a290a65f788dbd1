import HTTPServing

/// Portfolios, counterparties, position snapshots, and what changes of a book would make of a run.
struct PortfolioService: Sendable {
  let environment: ServiceEnvironment
  private let whatIfs = WhatIfCache()

  init(environment: ServiceEnvironment) { self.environment = environment }

  var routes: [Route] {
    [
      .json(
        .post, "/v1/positions/snapshots", operationID: "createPositionSnapshot", maxBodyBytes: BulkLoad.bytes,
        timeout: BulkLoad.timeout, handler: createPositionSnapshot),
      Route(
        .get, "/v1/positions/snapshots", operationID: "listPositionSnapshots", handler: listPositionSnapshots),
      Route(
        .get, "/v1/positions/snapshots/{snapshot_id}", operationID: "getPositionSnapshot",
        handler: getPositionSnapshot),
      Route(
        .get, "/v1/positions/snapshots/{snapshot_id}/positions", operationID: "listPositions",
        handler: listPositions),
      Route(
        .get, "/v1/positions/snapshots/{snapshot_id}/totals", operationID: "listPositionTotals",
        handler: listPositionTotals),
      .json(
        .post, "/v1/positions/snapshots/{snapshot_id}/reconciliation", operationID: "reconcilePositions",
        handler: reconcilePositions),
      Route(.get, "/v1/positions/comparison", operationID: "comparePositions", handler: comparePositions),
      Route(.get, "/v1/portfolios", operationID: "listPortfolios", handler: listPortfolios),
      Route(.get, "/v1/portfolios/{portfolio_id}", operationID: "getPortfolio", handler: getPortfolio),
      .json(
        .put, "/v1/portfolios/{portfolio_id}", operationID: "describePortfolio", handler: describePortfolio),
      .json(
        .post, "/v1/counterparties", operationID: "putCounterparties", maxBodyBytes: BulkLoad.bytes,
        timeout: BulkLoad.timeout, handler: putCounterparties),
      Route(.get, "/v1/counterparties", operationID: "listCounterparties", handler: listCounterparties),
      Route(
        .get, "/v1/counterparties/{counterparty_id}", operationID: "getCounterparty", handler: getCounterparty
      ),
      Route(
        .get, "/v1/counterparties/{counterparty_id}/versions", operationID: "listCounterpartyVersions",
        handler: listCounterpartyVersions),
      .json(
        .post, "/v1/runs/{run_id}/what-if", operationID: "askWhatIf", timeout: BulkLoad.timeout
      ) { try askWhatIf($0, whatIfs) },
    ]
  }
}
