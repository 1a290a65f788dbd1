import HTTPServing

/// Files sent to be imported, and what came of them.
struct IngestionService: Sendable {
  let environment: ServiceEnvironment

  var routes: [Route] {
    [
      Route(
        .post, "/v1/imports", operationID: "createImport",
        consumes: ["text/csv", "application/json", "application/x-tar", "application/gzip"],
        maxBodyBytes: environment.imports.limits.bytes, timeout: .seconds(60),
        uploadFolder: environment.imports.limits.folder, handler: createImport),
      Route(.get, "/v1/imports", operationID: "listImports", handler: listImports),
      Route(.get, "/v1/imports/{import_id}", operationID: "getImport", handler: getImport),
      Route(.get, "/v1/imports/{import_id}/events", operationID: "streamImport", handler: streamImport),
      Route(
        .get, "/v1/imports/{import_id}/rejections", operationID: "listImportRejections",
        handler: listRejections),
      Route(
        .get, "/v1/imports/{import_id}/rejections/export", operationID: "exportImportRejections",
        timeout: .seconds(60), handler: exportRejections),
    ]
  }
}
