/// A request method, RFC 9110 section 9.
///
/// Methods are compared by their exact bytes: they are case-sensitive.
public struct HTTPMethod: RawRepresentable, Hashable, Sendable {
  public let rawValue: String

  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  public static let get = HTTPMethod(rawValue: "GET")
  public static let head = HTTPMethod(rawValue: "HEAD")
  public static let post = HTTPMethod(rawValue: "POST")
  public static let put = HTTPMethod(rawValue: "PUT")
  public static let patch = HTTPMethod(rawValue: "PATCH")
  public static let delete = HTTPMethod(rawValue: "DELETE")
  public static let options = HTTPMethod(rawValue: "OPTIONS")

  /// The methods this layer knows by name; any other is counted as `OTHER` in metrics.
  static let known: Set<HTTPMethod> = [.get, .head, .post, .put, .patch, .delete, .options]
}
