import HTTPServing

/// Market snapshots and their curves.
struct MarketDataService: Sendable {
  let environment: ServiceEnvironment

  /// A market document holds thousands of points at most.
  static let marketDocumentBytes = 16 << 20

  var routes: [Route] {
    [
      .json(
        .post, "/v1/marketdata/snapshots", operationID: "createMarketSnapshot",
        maxBodyBytes: Self.marketDocumentBytes, handler: createMarketSnapshot),
      Route(
        .get, "/v1/marketdata/snapshots", operationID: "listMarketSnapshots", handler: listMarketSnapshots),
      Route(
        .get, "/v1/marketdata/snapshots/{snapshot_id}", operationID: "getMarketSnapshot",
        handler: getMarketSnapshot),
      Route(
        .get, "/v1/marketdata/snapshots/{snapshot_id}/findings", operationID: "getMarketFindings",
        handler: getFindings),
      .json(
        .post, "/v1/marketdata/snapshots/{snapshot_id}/review", operationID: "reviewMarketSnapshot",
        handler: review),
      Route(
        .get, "/v1/marketdata/snapshots/{snapshot_id}/lineage", operationID: "getMarketLineage",
        handler: getLineage),
      Route(
        .get, "/v1/marketdata/snapshots/{snapshot_id}/curves/{curve_id}", operationID: "getCurve",
        handler: getCurve),
      Route(
        .get, "/v1/marketdata/curves/{curve_id}/series", operationID: "listCurveSeries",
        handler: listCurveSeries),
    ]
  }
}
