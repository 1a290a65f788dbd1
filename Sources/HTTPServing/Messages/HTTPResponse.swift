/// What a handler answers.
public struct HTTPResponse: Sendable {
  public enum Body: Sendable {
    case empty
    case bytes([UInt8])
    /// Content too large to be held in memory.
    case file(FileBody)
    case events(EventStream)
  }

  public var status: HTTPStatus
  public var headers: HTTPHeaders
  public var body: Body

  public init(status: HTTPStatus, headers: HTTPHeaders = [:], body: Body = .empty) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// `value` as JSON; see ``JSONBody/encode(_:)``.
  public static func json(
    _ value: some Encodable, status: HTTPStatus = .ok, headers: HTTPHeaders = [:]
  ) throws -> HTTPResponse {
    json(rendered: try JSONBody.encode(value), status: status, headers: headers)
  }

  /// JSON text rendered by the caller, sent as it is: for large pages written straight to bytes.
  public static func json(
    rendered: [UInt8], status: HTTPStatus = .ok, headers: HTTPHeaders = [:]
  ) -> HTTPResponse {
    bytes(rendered, contentType: "application/json", status: status, headers: headers)
  }

  public static func bytes(
    _ bytes: [UInt8], contentType: String, status: HTTPStatus = .ok, headers: HTTPHeaders = [:]
  ) -> HTTPResponse {
    var headers = headers
    headers["Content-Type"] = contentType
    return HTTPResponse(status: status, headers: headers, body: .bytes(bytes))
  }

  /// A stream of server-sent events that stays open until either side ends it.
  public static func events(_ stream: EventStream) -> HTTPResponse {
    HTTPResponse(
      status: .ok,
      // A buffering proxy would hold events back.
      headers: [
        "Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no",
      ],
      body: .events(stream))
  }

  /// `problem` as `application/problem+json`.
  public static func problem(_ problem: ProblemDetails) -> HTTPResponse {
    var headers = problem.headers
    headers["Cache-Control"] = "no-store"
    return bytes(
      problem.rendered(), contentType: "application/problem+json", status: problem.status,
      headers: headers)
  }

  /// The same response with a strong entity tag; the server answers 304 where the client has it already.
  public func tagged(_ tag: EntityTag) -> HTTPResponse {
    var response = self
    response.headers["ETag"] = tag.headerValue
    return response
  }
}
