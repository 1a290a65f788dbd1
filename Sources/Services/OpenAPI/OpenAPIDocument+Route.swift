import HTTPServing

extension OpenAPIDocument {
  /// `/openapi.json`, the same document from every service.
  static let route: Route = {
    let bytes = Array(text.utf8)
    let response = HTTPResponse.json(rendered: bytes).tagged(EntityTag(hashing: bytes))
    return Route(.get, "/openapi.json", operationID: "getOpenAPIDocument", execution: .inline) { request in
      try request.query.refuseNames(outside: [])
      return response
    }
  }()
}
