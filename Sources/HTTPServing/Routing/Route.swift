/// One operation: what it answers to, its limits, and its handler.
public struct Route: Sendable {
  public typealias Handler = @Sendable (HTTPRequest) throws -> HTTPResponse

  /// Where the handler runs.
  public enum Execution: Sendable {
    /// On the server's handler pool. The handler may block, for instance on the database.
    case pooled
    /// On the thread that reads the connection. Only for answers made from memory in microseconds.
    case inline
  }

  public let method: HTTPMethod
  public let path: PathTemplate
  /// The OpenAPI `operationId`, unique in a router.
  public let operationID: String
  /// Media types the operation reads; a body of another type is answered with 415. Empty: the operation
  /// reads no body, and one that is sent is ignored.
  public let consumes: [String]
  /// Body limit in bytes; the server's where `nil`.
  public let maxBodyBytes: Int?
  /// Time from complete request to answer; the server's where `nil`.
  public let timeout: Duration?
  public let execution: Execution
  /// Where bodies are kept in a file while they come, for those too large for memory; in memory where `nil`.
  public let uploadFolder: String?
  public let handler: Handler

  public init(
    _ method: HTTPMethod, _ path: PathTemplate, operationID: String, consumes: [String] = [],
    maxBodyBytes: Int? = nil, timeout: Duration? = nil, execution: Execution = .pooled,
    uploadFolder: String? = nil, handler: @escaping Handler
  ) {
    self.method = method
    self.path = path
    self.operationID = operationID
    self.consumes = consumes
    self.maxBodyBytes = maxBodyBytes
    self.timeout = timeout
    self.execution = execution
    self.uploadFolder = uploadFolder
    self.handler = handler
  }

  /// A route that reads an `application/json` body.
  public static func json(
    _ method: HTTPMethod, _ path: PathTemplate, operationID: String, maxBodyBytes: Int? = nil,
    timeout: Duration? = nil, handler: @escaping Handler
  ) -> Route {
    Route(
      method, path, operationID: operationID, consumes: ["application/json"],
      maxBodyBytes: maxBodyBytes, timeout: timeout, handler: handler)
  }

  /// Whether the operation reads a body of this `Content-Type`. A `charset` other than UTF-8 is refused.
  func accepts(contentType: String?) -> Bool {
    guard let contentType else { return false }
    let parts = contentType.split(separator: ";").map { $0.trimmingBlanks().lowercased() }
    guard let mediaType = parts.first, consumes.contains(mediaType) else { return false }
    return parts.dropFirst().allSatisfy { parameter in
      !parameter.hasPrefix("charset=")
        || ["charset=utf-8", "charset=\"utf-8\""].contains(parameter)
    }
  }
}

extension Substring {
  /// Without spaces and tabs at either end.
  func trimmingBlanks() -> Substring {
    var text = drop { $0 == " " || $0 == "\t" }
    while text.last == " " || text.last == "\t" {
      text.removeLast()
    }
    return text
  }
}
