import HTTPServing

/// Market snapshots, instruments and position snapshots: what runs are made from.
struct MarketDataService: Sendable {
  let environment: ServiceEnvironment

  /// A market document holds thousands of points at most.
  static let marketDocumentBytes = 16 << 20
  /// About four hundred thousand positions.
  static let bulkBytes = 128 << 20
  static let bulkTimeout = Duration.seconds(300)

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
        .get, "/v1/marketdata/snapshots/{snapshot_id}/curves/{curve_id}", operationID: "getCurve",
        handler: getCurve),
      .json(
        .post, "/v1/instruments", operationID: "putInstruments", maxBodyBytes: Self.bulkBytes,
        timeout: Self.bulkTimeout, handler: putInstruments),
      Route(
        .get, "/v1/instruments/{instrument_id}", operationID: "getInstrument", handler: getInstrument),
      .json(
        .post, "/v1/positions/snapshots", operationID: "createPositionSnapshot", maxBodyBytes: Self.bulkBytes,
        timeout: Self.bulkTimeout, handler: createPositionSnapshot),
      Route(
        .get, "/v1/positions/snapshots", operationID: "listPositionSnapshots", handler: listPositionSnapshots),
      Route(
        .get, "/v1/positions/snapshots/{snapshot_id}", operationID: "getPositionSnapshot",
        handler: getPositionSnapshot),
    ]
  }
}
