import HTTPServing

/// Instruments in all their versions, and what can be asked of their products.
struct InstrumentsService: Sendable {
  let environment: ServiceEnvironment

  var routes: [Route] {
    [
      .json(
        .post, "/v1/instruments", operationID: "putInstruments", maxBodyBytes: BulkLoad.bytes,
        timeout: BulkLoad.timeout, handler: putInstruments),
      Route(.get, "/v1/instruments", operationID: "searchInstruments", handler: searchInstruments),
      Route(
        .get, "/v1/instruments/{instrument_id}", operationID: "getInstrument", handler: getInstrument),
      Route(
        .get, "/v1/instruments/{instrument_id}/versions", operationID: "listInstrumentVersions",
        handler: listInstrumentVersions),
      Route(
        .get, "/v1/instruments/{instrument_id}/versions/{version_hash}", operationID: "getInstrumentVersion",
        handler: getInstrumentVersion),
      Route(
        .get, "/v1/runs/{run_id}/instruments/{instrument_id}", operationID: "listRunInstrumentVersions",
        handler: listRunInstrumentVersions),
      Route(.get, "/v1/products", operationID: "listProducts", handler: listProducts),
    ]
  }
}
