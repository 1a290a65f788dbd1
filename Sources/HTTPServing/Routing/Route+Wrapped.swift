extension Route {
  /// The same operation with more done before or after its handler, which `handler` is given.
  public func wrapped(
    execution: Execution? = nil,
    by handler: @escaping @Sendable (HTTPRequest, Handler) throws -> HTTPResponse
  ) -> Route {
    let inner = self.handler
    return Route(
      method, path, operationID: operationID, consumes: consumes, maxBodyBytes: maxBodyBytes,
      timeout: timeout,
      execution: execution ?? self.execution, uploadFolder: uploadFolder
    ) { request in try handler(request, inner) }
  }

  /// Whether the method may change something (RFC 9110 section 9.2.1).
  public var isWrite: Bool { ![HTTPMethod.get, .head, .options].contains(method) }
}
