/// A response status code, RFC 9110 section 15; 507 of RFC 4918.
public struct HTTPStatus: RawRepresentable, Hashable, Sendable {
  public let rawValue: Int

  public init(rawValue: Int) {
    self.rawValue = rawValue
  }

  public static let ok = HTTPStatus(rawValue: 200)
  public static let created = HTTPStatus(rawValue: 201)
  public static let accepted = HTTPStatus(rawValue: 202)
  public static let noContent = HTTPStatus(rawValue: 204)
  public static let notModified = HTTPStatus(rawValue: 304)
  public static let badRequest = HTTPStatus(rawValue: 400)
  public static let unauthorized = HTTPStatus(rawValue: 401)
  public static let forbidden = HTTPStatus(rawValue: 403)
  public static let notFound = HTTPStatus(rawValue: 404)
  public static let methodNotAllowed = HTTPStatus(rawValue: 405)
  public static let requestTimeout = HTTPStatus(rawValue: 408)
  public static let conflict = HTTPStatus(rawValue: 409)
  public static let gone = HTTPStatus(rawValue: 410)
  public static let preconditionFailed = HTTPStatus(rawValue: 412)
  public static let contentTooLarge = HTTPStatus(rawValue: 413)
  public static let unsupportedMediaType = HTTPStatus(rawValue: 415)
  public static let unprocessableContent = HTTPStatus(rawValue: 422)
  public static let tooManyRequests = HTTPStatus(rawValue: 429)
  public static let headerFieldsTooLarge = HTTPStatus(rawValue: 431)
  public static let internalServerError = HTTPStatus(rawValue: 500)
  public static let notImplemented = HTTPStatus(rawValue: 501)
  public static let serviceUnavailable = HTTPStatus(rawValue: 503)
  public static let gatewayTimeout = HTTPStatus(rawValue: 504)
  public static let versionNotSupported = HTTPStatus(rawValue: 505)
  public static let insufficientStorage = HTTPStatus(rawValue: 507)

  /// Whether a response of this status never has content: 1xx, 204 and 304.
  var forbidsContent: Bool {
    rawValue < 200 || self == .noContent || self == .notModified
  }
}
