public import AccessControl

/// A complete request as a handler sees it: decoded, within limits and unambiguously framed.
public struct HTTPRequest: Sendable {
  public let method: HTTPMethod
  /// The path as sent, still percent-encoded.
  public let path: String
  public let query: QueryItems
  public let headers: HTTPHeaders
  /// Empty where the body is in a file.
  public let body: [UInt8]
  /// The body of a route that keeps it in a file; `nil` where there is none.
  public let upload: UploadedFile?
  /// The decoded path parameters by the names in the route's template.
  public let pathParameters: [String: String]
  /// When the client is answered with a timeout whatever the handler does.
  public let deadline: ContinuousClock.Instant
  /// The client's `X-Request-ID` where it is well formed, else one made by the server.
  public let requestID: String
  /// The numeric address that the connection came from; empty where there is none.
  public let clientAddress: String
  /// Whether it came over TLS that this server speaks itself.
  public let isEncrypted: Bool
  /// Who sent it, as far as that is established: the subject of the client's certificate to begin with, where the server
  /// asks for one.
  public let caller = RequestCaller()
  /// Who asks; `nil` until that is established, and for operations that ask nobody.
  public var principal: Principal?

  public init(
    method: HTTPMethod, path: String, query: QueryItems = QueryItems(), headers: HTTPHeaders = [:],
    body: [UInt8] = [], upload: UploadedFile? = nil, pathParameters: [String: String] = [:],
    deadline: ContinuousClock.Instant, requestID: String, clientAddress: String = "",
    isEncrypted: Bool = false
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    self.upload = upload
    self.pathParameters = pathParameters
    self.deadline = deadline
    self.requestID = requestID
    self.clientAddress = clientAddress
    self.isEncrypted = isEncrypted
  }

  /// The path parameter `name`.
  ///
  /// - Precondition: the route's template has a parameter of that name.
  public func pathParameter(_ name: String) -> String {
    guard let value = pathParameters[name] else {
      preconditionFailure("the route's template has no parameter \(name)")
    }
    return value
  }

  /// The identifier of the last event a reconnecting event-stream client saw, WHATWG HTML section 9.2.
  public var lastEventID: String? { headers["Last-Event-ID"] }

  /// Whether the client says that it has this representation already (`If-None-Match`).
  public func has(_ tag: EntityTag) -> Bool {
    EntityTag.isNamed(tag.headerValue, in: headers.values("If-None-Match").joined(separator: ", "))
  }

  /// Time left before `deadline`; negative when past it.
  public var remainingTime: Duration { ContinuousClock.now.duration(to: deadline) }
}
