extension ProblemDetails {
  /// 400: one query or path parameter is wrong.
  public static func invalid(parameter: String, message: String, fix: String) -> ProblemDetails {
    ProblemDetails(
      status: .badRequest, kind: "invalid-parameter", title: "Invalid parameter",
      errors: [FieldError(field: parameter, message: message, fix: fix)])
  }

  /// 400: the body is not what the operation reads.
  public static func invalidBody(_ errors: [FieldError], detail: String? = nil) -> ProblemDetails {
    ProblemDetails(
      status: .badRequest, kind: "invalid-body", title: "Invalid request body", detail: detail,
      errors: errors)
  }

  /// 404: no such resource.
  public static func notFound(_ detail: String) -> ProblemDetails {
    ProblemDetails(status: .notFound, kind: "not-found", title: "Not found", detail: detail)
  }

  /// 409: the resource's state does not allow the operation.
  public static func conflict(_ detail: String) -> ProblemDetails {
    ProblemDetails(status: .conflict, kind: "conflict", title: "Conflict", detail: detail)
  }

  /// 410: the resource was there and has been removed for good.
  public static func gone(_ detail: String) -> ProblemDetails {
    ProblemDetails(status: .gone, kind: "gone", title: "Gone", detail: detail)
  }

  /// 422: well formed, but refused field by field.
  public static func unprocessable(_ errors: [FieldError], detail: String? = nil) -> ProblemDetails {
    ProblemDetails(
      status: .unprocessableContent, kind: "unprocessable", title: "Request cannot be processed",
      detail: detail, errors: errors)
  }

  /// 503 with `Retry-After`: the server cannot take the request now.
  public static func unavailable(_ detail: String, retryAfterSeconds: Int = 1) -> ProblemDetails {
    ProblemDetails(
      status: .serviceUnavailable, kind: "unavailable", title: "Service unavailable", detail: detail,
      headers: ["Retry-After": String(retryAfterSeconds)])
  }

  static func methodNotAllowed(_ allow: String) -> ProblemDetails {
    ProblemDetails(
      status: .methodNotAllowed, kind: "method-not-allowed", title: "Method not allowed",
      detail: "This resource allows \(allow).", headers: ["Allow": allow])
  }

  static func contentTooLarge(limit: Int) -> ProblemDetails {
    ProblemDetails(
      status: .contentTooLarge, kind: "content-too-large", title: "Request body too large",
      detail: "The body may have at most \(limit) bytes.")
  }

  static func headerTooLarge(limit: Int) -> ProblemDetails {
    ProblemDetails(
      status: .headerFieldsTooLarge, kind: "header-too-large", title: "Request header too large",
      detail: "Request line and header fields together may have at most \(limit) bytes.")
  }

  static func unsupportedMediaType(accepted: [String]) -> ProblemDetails {
    let list = accepted.joined(separator: ", ")
    return ProblemDetails(
      status: .unsupportedMediaType, kind: "unsupported-media-type", title: "Unsupported media type",
      detail: "This operation reads \(list).",
      errors: [
        FieldError(
          field: "Content-Type", message: "is missing or not read by this operation",
          fix: "send the body as \(list)")
      ],
      headers: ["Accept": list])
  }

  static func badFraming(_ detail: String, status: HTTPStatus = .badRequest) -> ProblemDetails {
    ProblemDetails(status: status, kind: "bad-framing", title: "Malformed request", detail: detail)
  }

  static let bodyTimeout = ProblemDetails(
    status: .requestTimeout, kind: "request-timeout", title: "Request timeout",
    detail: "The request body did not arrive in time.")

  public static let handlerTimeout = ProblemDetails(
    status: .gatewayTimeout, kind: "timeout", title: "Operation timed out",
    detail: "The operation did not finish within the time this server allows.")

  static let overloaded = unavailable("Too many requests are waiting; try again shortly.")

  static let tooManyUploads = unavailable(
    "Other files are being sent; try again shortly.", retryAfterSeconds: 5)

  static let noRoom = unavailable(
    "The server has no room for the file; try again later.", retryAfterSeconds: 60)

  static let stopping = unavailable("The server is shutting down.")

  static let internalError = ProblemDetails(
    status: .internalServerError, kind: "internal-error", title: "Internal server error",
    detail: "The server failed; its log holds the reason under this request's identifier.")
}
