import HTTPServing

extension OpenAPIDocument {
  /// `/openapi.json`: the document of the services behind this port.
  static func route(of services: [Service]) -> Route {
    let bytes = Array(text(of: services).utf8)
    let response = HTTPResponse.json(rendered: bytes).tagged(EntityTag(hashing: bytes))
    return Route(.get, "/openapi.json", operationID: "getOpenAPIDocument", execution: .inline) { request in
      try request.query.refuseNames(outside: [])
      return response
    }
  }
}
