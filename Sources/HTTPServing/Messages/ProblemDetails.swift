/// What went wrong with a request, in the form of RFC 9457, served as `application/problem+json`.
///
/// A handler throws one to answer with it; any other error becomes a bare 500.
public struct ProblemDetails: Error, Sendable, Equatable {
  /// One field of the request that is wrong, and what to do about it.
  public struct FieldError: Sendable, Equatable {
    /// Where: a query or path parameter's name, or a path into the body such as `positions[3].face`.
    public let field: String
    /// What is wrong, to follow the field's name.
    public let message: String
    /// What the caller can do.
    public let fix: String

    public init(field: String, message: String, fix: String) {
      self.field = field
      self.message = message
      self.fix = fix
    }
  }

  public let status: HTTPStatus
  /// The problem type's short name, lower case with hyphens; `type` is its URN.
  public let kind: String
  /// A summary that is the same for every occurrence of the type.
  public let title: String
  /// What happened this time; never holds internals.
  public var detail: String?
  /// The occurrence, set by the server to the request's identifier.
  public var instance: String?
  public let errors: [FieldError]
  /// Fields to send along, such as `Retry-After`.
  public var headers: HTTPHeaders

  public init(
    status: HTTPStatus, kind: String, title: String, detail: String? = nil,
    errors: [FieldError] = [], headers: HTTPHeaders = [:]
  ) {
    self.status = status
    self.kind = kind
    self.title = title
    self.detail = detail
    self.errors = errors
    self.headers = headers
  }

  /// The `type` member: a URN, as the types are names, not pages.
  public var type: String { "urn:tenor:problem:\(kind)" }

  public static func == (left: ProblemDetails, right: ProblemDetails) -> Bool {
    left.status == right.status && left.kind == right.kind && left.title == right.title
      && left.detail == right.detail && left.errors == right.errors
  }

  /// The problem as UTF-8 JSON.
  public func rendered() -> [UInt8] {
    var json = JSONText()
    json.beginObject()
    json.member("type", type)
    json.member("title", title)
    json.member("status", status.rawValue)
    if let detail {
      json.member("detail", detail)
    }
    if let instance {
      json.member("instance", instance)
    }
    if !errors.isEmpty {
      json.beginArray("errors")
      for error in errors {
        json.beginObject()
        json.member("field", error.field)
        json.member("message", error.message)
        json.member("fix", error.fix)
        json.endObject()
      }
      json.endArray()
    }
    json.endObject()
    return json.bytes
  }
}
